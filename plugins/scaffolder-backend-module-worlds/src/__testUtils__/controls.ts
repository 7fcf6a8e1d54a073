/*
 * What a manifest must have so that its pods are safe to run beside others, with the
 * paths at which it is looked for. Written against the Pod Security Standards
 * (restricted, kubernetes.io) and the hardening guides that it draws on; independent
 * of the template, so that a control which is lost there is found here.
 */
import { JsonObject, JsonValue } from '@backstage/types';
import { at, Found, isObject, listAt, numberAt, textAt } from './jsonAt';

export type Manifest = JsonObject & {
  kind: string;
  metadata: {
    name: string;
    namespace: string;
    labels: { [name: string]: string };
  };
};

const requiredLabels = [
  'app.kubernetes.io/name',
  'app.kubernetes.io/part-of',
  'backstage.io/kubernetes-id',
  'topology.kubernetes.io/region',
  'lifeverse.example/team',
  'lifeverse.example/cost-center',
  'lifeverse.example/environment',
];

function podTemplateOf(manifest: Manifest): Found {
  if (manifest.kind === 'Deployment') return at(manifest, 'spec.template');
  return manifest.kind === 'Fleet'
    ? at(manifest, 'spec.template.spec.template')
    : undefined;
}

/** Labels of pods, of game servers, or those that are selected. */
function labelsAt(value: Found, path: string): JsonObject {
  const labels = at(value, path);
  return isObject(labels) ? labels : {};
}

function containerProblems(container: JsonValue, kind: string): string[] {
  const own = at(container, 'securityContext');
  const found: [boolean, string][] = [
    [
      at(own, 'allowPrivilegeEscalation') === false,
      'may escalate its privileges',
    ],
    [at(own, 'readOnlyRootFilesystem') === true, 'may write to its image'],
    [at(own, 'runAsNonRoot') === true, 'may run as root'],
    [listAt(own, 'capabilities.drop').includes('ALL'), 'keeps capabilities'],
    [!at(own, 'capabilities.add'), 'is given capabilities'],
    [!at(own, 'privileged'), 'is privileged'],
    [
      /@sha256:[0-9a-f]{64}$/.test(textAt(container, 'image')),
      'has an image without a digest',
    ],
    ...['cpu', 'memory', 'ephemeral-storage'].flatMap(
      (what): [boolean, string][] => [
        [
          Boolean(at(container, `resources.requests.${what}`)),
          `requests no ${what}`,
        ],
        [
          Boolean(at(container, `resources.limits.${what}`)),
          `has no limit of ${what}`,
        ],
      ],
    ),
  ];
  if (kind === 'Deployment') {
    const paths = ['startupProbe', 'livenessProbe', 'readinessProbe'].map(
      probe => textAt(container, `${probe}.httpGet.path`),
    );
    found.push(
      [paths.every(Boolean), 'lacks a probe'],
      [new Set(paths).size === 3, 'has probes that ask the same'],
    );
  }
  return found.filter(([holds]) => !holds).map(([, problem]) => problem);
}

function podProblems(manifest: Manifest): string[] {
  const template = podTemplateOf(manifest);
  if (!template) return [];
  const spec = at(template, 'spec');
  const pod = at(spec, 'securityContext');
  const labels = labelsAt(template, 'metadata.labels');
  const isFleet = manifest.kind === 'Fleet';
  const containers = listAt(spec, 'containers');
  const found: [boolean, string][] = [
    [containers.length > 0, 'has no containers'],
    [at(pod, 'runAsNonRoot') === true, 'its pods may run as root'],
    [numberAt(pod, 'runAsUser') >= 10_000, 'its pods have a user of the node'],
    [
      at(pod, 'seccompProfile.type') === 'RuntimeDefault',
      'has no seccomp profile',
    ],
    [
      // Agones hides the token itself, as long as no account is named.
      isFleet
        ? at(spec, 'serviceAccountName') === undefined &&
          at(spec, 'automountServiceAccountToken') === undefined
        : at(spec, 'automountServiceAccountToken') === false,
      'its pods get a token of the cluster',
    ],
    [
      listAt(spec, 'topologySpreadConstraints').some(
        constraint =>
          at(constraint, 'topologyKey') === 'topology.kubernetes.io/zone' &&
          selects(at(constraint, 'labelSelector'), labels),
      ),
      'its pods are not spread over zones',
    ],
    [
      !['hostNetwork', 'hostPID', 'hostIPC'].some(shared => at(spec, shared)),
      'shares with nodes',
    ],
    [
      listAt(spec, 'volumes').every(volume => at(volume, 'emptyDir.sizeLimit')),
      'has volumes without a limit',
    ],
    [requiredLabels.every(label => labels[label]), 'its pods lack labels'],
  ];
  if (isFleet) {
    const server = at(manifest, 'spec.template.spec');
    const serverLabels = labelsAt(manifest, 'spec.template.metadata.labels');
    found.push(
      [Boolean(at(server, 'health.periodSeconds')), 'reports no health'],
      [at(server, 'eviction.safe') === 'Never', 'players may be evicted'],
      [
        requiredLabels.every(label => serverLabels[label]),
        'its game servers lack labels',
      ],
    );
  }
  return [
    ...found.filter(([holds]) => !holds).map(([, problem]) => problem),
    ...containers.flatMap(container =>
      containerProblems(container, manifest.kind),
    ),
  ];
}

function selects(selector: Found, labels: JsonObject): boolean {
  const wanted = Object.entries(labelsAt(selector, 'matchLabels'));
  return (
    wanted.length > 0 && wanted.every(([key, value]) => labels[key] === value)
  );
}

/** Whether series of the pods get the label `service` that objectives ask for. */
function isMeasured(monitor: Manifest, pod: Found): boolean {
  const labels = labelsAt(pod, 'metadata.labels');
  const ports = listAt(pod, 'spec.containers')
    .flatMap(container => listAt(container, 'ports'))
    .map(port => textAt(port, 'name'))
    .filter(Boolean);
  return (
    selects(at(monitor, 'spec.selector'), labels) &&
    listAt(monitor, 'spec.podMetricsEndpoints').some(
      endpoint =>
        ports.includes(textAt(endpoint, 'port')) &&
        listAt(endpoint, 'relabelings').some(
          relabeling =>
            at(relabeling, 'targetLabel') === 'service' &&
            at(relabeling, 'replacement') ===
              labels['backstage.io/kubernetes-id'],
        ),
    )
  );
}

/** DNS over both of its protocols, to somewhere. */
function letsLookUp(egress: JsonValue): boolean {
  return (
    listAt(egress, 'to').length > 0 &&
    ['UDP', 'TCP'].every(protocol =>
      listAt(egress, 'ports').some(
        port => at(port, 'protocol') === protocol && at(port, 'port') === 53,
      ),
    )
  );
}

/** What the objects of one region lack together, as sentences. */
export function controlProblems(manifests: Manifest[]): string[] {
  const of = (kind: string) => manifests.filter(one => one.kind === kind);
  const problems = manifests.flatMap(manifest =>
    [
      ...requiredLabels
        .filter(label => !manifest.metadata.labels[label])
        .map(label => `lacks the label ${label}`),
      ...podProblems(manifest),
    ].map(problem => `${manifest.kind} ${manifest.metadata.name} ${problem}`),
  );
  const [workload, ...others] = [...of('Deployment'), ...of('Fleet')];
  if (!workload || others.length > 0) return [...problems, 'not one workload'];
  const template = podTemplateOf(workload);
  const podLabels = labelsAt(template, 'metadata.labels');
  const policies = of('NetworkPolicy').filter(policy =>
    selects(at(policy, 'spec.podSelector'), podLabels),
  );
  const whole: [boolean, string][] = [
    [
      policies.some(
        policy =>
          ['Ingress', 'Egress'].every(way =>
            listAt(policy, 'spec.policyTypes').includes(way),
          ) &&
          !at(policy, 'spec.ingress') &&
          !at(policy, 'spec.egress'),
      ),
      'network: not denied by default',
    ],
    [
      policies.some(policy => listAt(policy, 'spec.egress').some(letsLookUp)),
      'network: names cannot be looked up',
    ],
    [
      of('PodMonitor').some(monitor => isMeasured(monitor, template)),
      'Prometheus does not find its pods, or not by its name',
    ],
    [at(workload, 'spec.replicas') === undefined, 'size is fought over'],
  ];
  const { name } = workload.metadata;
  if (workload.kind === 'Deployment') {
    whole.push(
      [
        selects(at(workload, 'spec.selector'), podLabels),
        'does not select its own pods',
      ],
      [
        of('PodDisruptionBudget').some(budget =>
          selects(at(budget, 'spec.selector'), podLabels),
        ),
        'no disruption budget',
      ],
      [
        of('HorizontalPodAutoscaler').some(
          scaler =>
            at(scaler, 'spec.scaleTargetRef.name') === name &&
            at(scaler, 'spec.scaleTargetRef.kind') === 'Deployment' &&
            numberAt(scaler, 'spec.minReplicas') >= 3,
        ),
        'no autoscaler with a pod per zone',
      ],
      [
        of('ServiceAccount').some(
          account =>
            account.metadata.name === at(template, 'spec.serviceAccountName') &&
            at(account, 'automountServiceAccountToken') === false,
        ),
        'no service account without a token',
      ],
    );
  } else {
    whole.push([
      of('FleetAutoscaler').some(
        scaler => at(scaler, 'spec.fleetName') === name,
      ),
      'no autoscaler',
    ]);
  }
  return [
    ...problems,
    ...whole.filter(([holds]) => !holds).map(([, problem]) => problem),
  ];
}
