/*
 * What a manifest must have so that its pods are safe to run beside others, with the
 * paths at which it is looked for. Written against the Pod Security Standards
 * (restricted, kubernetes.io) and the hardening guides that it draws on; independent
 * of the template, so that a control which is lost there is found here.
 */

type Json = any; // eslint-disable-line @typescript-eslint/no-explicit-any

export interface Manifest {
  kind: string;
  metadata: { name: string; namespace: string; labels: Record<string, string> };
  spec: Json;
  [key: string]: Json;
}

const requiredLabels = [
  'app.kubernetes.io/name',
  'app.kubernetes.io/part-of',
  'backstage.io/kubernetes-id',
  'topology.kubernetes.io/region',
  'lifeverse.example/team',
  'lifeverse.example/cost-center',
  'lifeverse.example/environment',
];

function podTemplateOf({ kind, spec }: Manifest): Json {
  if (kind === 'Deployment') return spec.template;
  return kind === 'Fleet' ? spec.template.spec.template : undefined;
}

function containerProblems(container: Json, kind: string): string[] {
  const { securityContext: own = {}, resources = {}, image = '' } = container;
  const found: [boolean, string][] = [
    [own.allowPrivilegeEscalation === false, 'may escalate its privileges'],
    [own.readOnlyRootFilesystem === true, 'may write to its image'],
    [own.runAsNonRoot === true, 'may run as root'],
    [own.capabilities?.drop?.includes('ALL') === true, 'keeps capabilities'],
    [!own.capabilities?.add, 'is given capabilities'],
    [!own.privileged, 'is privileged'],
    [/@sha256:[0-9a-f]{64}$/.test(image), 'has an image without a digest'],
    ...['cpu', 'memory', 'ephemeral-storage'].flatMap(
      (what): [boolean, string][] => [
        [Boolean(resources.requests?.[what]), `requests no ${what}`],
        [Boolean(resources.limits?.[what]), `has no limit of ${what}`],
      ],
    ),
  ];
  if (kind === 'Deployment') {
    const paths = ['startupProbe', 'livenessProbe', 'readinessProbe'].map(
      probe => container[probe]?.httpGet?.path,
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
  const { spec, metadata } = template;
  const pod = spec.securityContext ?? {};
  const isFleet = manifest.kind === 'Fleet';
  const found: [boolean, string][] = [
    [pod.runAsNonRoot === true, 'its pods may run as root'],
    [(pod.runAsUser ?? 0) >= 10_000, 'its pods have a user of the node'],
    [pod.seccompProfile?.type === 'RuntimeDefault', 'has no seccomp profile'],
    [
      // Agones hides the token itself, as long as no account is named.
      isFleet
        ? spec.serviceAccountName === undefined &&
          spec.automountServiceAccountToken === undefined
        : spec.automountServiceAccountToken === false,
      'its pods get a token of the cluster',
    ],
    [
      (spec.topologySpreadConstraints ?? []).some(
        ({ topologyKey, labelSelector }: Json) =>
          topologyKey === 'topology.kubernetes.io/zone' &&
          selects(labelSelector, metadata.labels),
      ),
      'its pods are not spread over zones',
    ],
    [!spec.hostNetwork && !spec.hostPID && !spec.hostIPC, 'shares with nodes'],
    [
      (spec.volumes ?? []).every(({ emptyDir }: Json) => emptyDir?.sizeLimit),
      'has volumes without a limit',
    ],
    [
      requiredLabels.every(label => metadata.labels?.[label]),
      'its pods lack labels',
    ],
  ];
  if (isFleet) {
    const server = manifest.spec.template.spec;
    found.push(
      [Boolean(server.health?.periodSeconds), 'reports no health'],
      [server.eviction?.safe === 'Never', 'players may be evicted'],
      [
        requiredLabels.every(
          label => manifest.spec.template.metadata?.labels?.[label],
        ),
        'its game servers lack labels',
      ],
    );
  }
  return [
    ...found.filter(([holds]) => !holds).map(([, problem]) => problem),
    ...spec.containers.flatMap((container: Json) =>
      containerProblems(container, manifest.kind),
    ),
  ];
}

function selects(selector: Json, labels: Record<string, string> = {}) {
  const wanted = Object.entries(selector?.matchLabels ?? {});
  return (
    wanted.length > 0 && wanted.every(([key, value]) => labels[key] === value)
  );
}

/** Whether series of the pods get the label `service` that objectives ask for. */
function isMeasured({ selector, podMetricsEndpoints }: Json, pod: Json) {
  return (
    selects(selector, pod.metadata.labels) &&
    podMetricsEndpoints.some(
      ({ port, relabelings = [] }: Json) =>
        pod.spec.containers.some(({ ports = [] }: Json) =>
          ports.some(({ name }: Json) => name === port),
        ) &&
        relabelings.some(
          ({ targetLabel, replacement }: Json) =>
            targetLabel === 'service' &&
            replacement === pod.metadata.labels['backstage.io/kubernetes-id'],
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
        .filter(label => !manifest.metadata.labels?.[label])
        .map(label => `lacks the label ${label}`),
      ...podProblems(manifest),
    ].map(problem => `${manifest.kind} ${manifest.metadata.name} ${problem}`),
  );
  const [workload, ...others] = [...of('Deployment'), ...of('Fleet')];
  if (!workload || others.length > 0) return [...problems, 'not one workload'];
  const podLabels = podTemplateOf(workload).metadata.labels;
  const policies = of('NetworkPolicy').filter(({ spec }) =>
    selects(spec.podSelector, podLabels),
  );
  const whole: [boolean, string][] = [
    [
      policies.some(
        ({ spec }) =>
          ['Ingress', 'Egress'].every(way => spec.policyTypes.includes(way)) &&
          !spec.ingress &&
          !spec.egress,
      ),
      'network: not denied by default',
    ],
    [
      policies.some(({ spec }) =>
        (spec.egress ?? []).some(({ ports = [], to = [] }: Json) =>
          ['UDP', 'TCP'].every(
            protocol =>
              ports.some(
                (port: Json) => port.protocol === protocol && port.port === 53,
              ) && to.length > 0,
          ),
        ),
      ),
      'network: names cannot be looked up',
    ],
    [
      of('PodMonitor').some(({ spec }) =>
        isMeasured(spec, podTemplateOf(workload)),
      ),
      'Prometheus does not find its pods, or not by its name',
    ],
    [workload.spec.replicas === undefined, 'size is fought over'],
  ];
  if (workload.kind === 'Deployment') {
    const { matchLabels } = workload.spec.selector;
    whole.push(
      [selects({ matchLabels }, podLabels), 'does not select its own pods'],
      [
        of('PodDisruptionBudget').some(({ spec }) =>
          selects(spec.selector, podLabels),
        ),
        'no disruption budget',
      ],
      [
        of('HorizontalPodAutoscaler').some(
          ({ spec }) =>
            spec.scaleTargetRef.name === workload.metadata.name &&
            spec.scaleTargetRef.kind === 'Deployment' &&
            spec.minReplicas >= 3,
        ),
        'no autoscaler with a pod per zone',
      ],
      [
        of('ServiceAccount').some(
          account =>
            account.metadata.name ===
              workload.spec.template.spec.serviceAccountName &&
            account.automountServiceAccountToken === false,
        ),
        'no service account without a token',
      ],
    );
  } else {
    whole.push([
      of('FleetAutoscaler').some(
        ({ spec }) => spec.fleetName === workload.metadata.name,
      ),
      'no autoscaler',
    ]);
  }
  return [
    ...problems,
    ...whole.filter(([holds]) => !holds).map(([, problem]) => problem),
  ];
}
