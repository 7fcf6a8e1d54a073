import { JsonValue } from '@backstage/types';
import { startSimulator } from '@worldscale/simulator';
import { manifestsOf, schemaProblems } from './__testUtils__/checkRepository';
import { controlProblems, Manifest } from './__testUtils__/controls';
import { listAt, objectAt, removeAt, setAt } from './__testUtils__/jsonAt';
import { startScaffolder } from './__testUtils__/startScaffolder';
import { unknownFields } from './__testUtils__/unknownFields';

// A scaffolder and a simulated world, on machines that may be busy.
jest.setTimeout(60_000);

/** A control, and how it gets lost. */
type Mutation = [string, (manifests: Manifest[]) => void];

const one = (manifests: Manifest[], kind: string): Manifest => {
  const found = manifests.find(manifest => manifest.kind === kind);
  if (!found) throw new Error(`no ${kind}`);
  return found;
};
const loses = (kind: string, path: string) => (manifests: Manifest[]) =>
  removeAt(one(manifests, kind), path);
const gets =
  (kind: string, path: string, value: JsonValue) => (manifests: Manifest[]) =>
    setAt(one(manifests, kind), path, value);
const losesLabel =
  (kind: string, path: string, label: string) => (manifests: Manifest[]) => {
    delete objectAt(one(manifests, kind), path)[label];
  };
const without =
  (matches: (one: Manifest) => boolean) => (manifests: Manifest[]) => {
    const index = manifests.findIndex(matches);
    if (index < 0) throw new Error('nothing to take away');
    manifests.splice(index, 1);
  };
const withoutKind = (kind: string) =>
  without(manifest => manifest.kind === kind);
const named = (end: string) => (manifest: Manifest) =>
  manifest.metadata.name.endsWith(end);
const defaultDenyGets =
  (path: string, value: JsonValue) => (manifests: Manifest[]) =>
    setAt(manifests.find(named('-default-deny')), path, value);

const otherPods = { other: 'pods' };

/** Of the pods, by their kind of workload and where it has their template. */
function podMutations(kind: string, template: string): Mutation[] {
  const pod = `${template}.spec`;
  const container = `${pod}.containers.0`;
  return [
    ['pod not as root', loses(kind, `${pod}.securityContext.runAsNonRoot`)],
    ['high user', gets(kind, `${pod}.securityContext.runAsUser`, 1000)],
    ['seccomp', loses(kind, `${pod}.securityContext.seccompProfile`)],
    [
      'seccomp of the runtime',
      gets(kind, `${pod}.securityContext.seccompProfile.type`, 'Unconfined'),
    ],
    [
      'container not as root',
      gets(kind, `${container}.securityContext.runAsNonRoot`, false),
    ],
    [
      'no escalation',
      loses(kind, `${container}.securityContext.allowPrivilegeEscalation`),
    ],
    [
      'read-only root',
      loses(kind, `${container}.securityContext.readOnlyRootFilesystem`),
    ],
    [
      'capabilities dropped',
      gets(kind, `${container}.securityContext.capabilities.drop`, ['NET_RAW']),
    ],
    [
      'no capability added',
      gets(kind, `${container}.securityContext.capabilities.add`, [
        'SYS_ADMIN',
      ]),
    ],
    [
      'not privileged',
      gets(kind, `${container}.securityContext.privileged`, true),
    ],
    ['security context', loses(kind, `${container}.securityContext`)],
    ['image by digest', gets(kind, `${container}.image`, 'starter:latest')],
    ['requests of CPU', loses(kind, `${container}.resources.requests.cpu`)],
    [
      'requests of memory',
      loses(kind, `${container}.resources.requests.memory`),
    ],
    ['limit of CPU', loses(kind, `${container}.resources.limits.cpu`)],
    ['limit of memory', loses(kind, `${container}.resources.limits.memory`)],
    [
      'limit of storage',
      loses(kind, `${container}.resources.limits.ephemeral-storage`),
    ],
    ['limit of volumes', loses(kind, `${pod}.volumes.0.emptyDir.sizeLimit`)],
    ['no host network', gets(kind, `${pod}.hostNetwork`, true)],
    ['spread', loses(kind, `${pod}.topologySpreadConstraints`)],
    [
      'spread of its own pods',
      m =>
        listAt(one(m, kind), `${pod}.topologySpreadConstraints`).forEach(
          constraint =>
            setAt(constraint, 'labelSelector.matchLabels', otherPods),
        ),
    ],
    ['containers', gets(kind, `${pod}.containers`, [])],
    [
      'label of pods',
      losesLabel(kind, `${template}.metadata.labels`, 'lifeverse.example/team'),
    ],
  ];
}

/** Of what stands beside the workload. */
const sharedMutations: Mutation[] = [
  ['default deny', without(named('-default-deny'))],
  ['deny of what goes out', defaultDenyGets('spec.policyTypes', ['Ingress'])],
  ['deny that is one', defaultDenyGets('spec.ingress', [{}])],
  [
    'deny of its own pods',
    defaultDenyGets('spec.podSelector.matchLabels', otherPods),
  ],
  ['names', without(named('-allow-dns'))],
  ['metrics', withoutKind('PodMonitor')],
  [
    'metrics of its own pods',
    gets('PodMonitor', 'spec.selector.matchLabels', otherPods),
  ],
  [
    'metrics by its name',
    loses('PodMonitor', 'spec.podMetricsEndpoints.0.relabelings.0'),
  ],
  [
    'metrics at a port that there is',
    gets('PodMonitor', 'spec.podMetricsEndpoints.0.port', 'http-m'),
  ],
  [
    'label of who pays',
    m => delete m[0].metadata.labels['lifeverse.example/cost-center'],
  ],
  [
    'label of the region',
    m => delete m[1].metadata.labels['topology.kubernetes.io/region'],
  ],
];

const deployedPod = 'spec.template.spec';

const mutations: Record<string, Mutation[]> = {
  'stateless-service': [
    ...podMutations('Deployment', 'spec.template'),
    ...sharedMutations,
    [
      'token of pods',
      loses('Deployment', `${deployedPod}.automountServiceAccountToken`),
    ],
    [
      'token of the account',
      loses('ServiceAccount', 'automountServiceAccountToken'),
    ],
    ...['startupProbe', 'livenessProbe', 'readinessProbe'].map(
      (probe): Mutation => [
        probe,
        loses('Deployment', `${deployedPod}.containers.0.${probe}`),
      ],
    ),
    [
      'distinct probes',
      m => {
        const container = objectAt(
          one(m, 'Deployment'),
          `${deployedPod}.containers.0`,
        );
        container.livenessProbe = container.readinessProbe;
      },
    ],
    ['disruption budget', withoutKind('PodDisruptionBudget')],
    [
      'disruption budget of its own pods',
      gets('PodDisruptionBudget', 'spec.selector.matchLabels', otherPods),
    ],
    ['autoscaler', withoutKind('HorizontalPodAutoscaler')],
    ['pod per zone', gets('HorizontalPodAutoscaler', 'spec.minReplicas', 1)],
    ['size left alone', gets('Deployment', 'spec.replicas', 3)],
  ],
  'stateful-shard': [
    ...podMutations('Fleet', 'spec.template.spec.template'),
    ...sharedMutations,
    [
      'token hidden by Agones',
      gets('Fleet', 'spec.template.spec.template.spec.serviceAccountName', 'a'),
    ],
    ['size left alone', gets('Fleet', 'spec.replicas', 3)],
    ['health', loses('Fleet', 'spec.template.spec.health')],
    ['eviction', gets('Fleet', 'spec.template.spec.eviction.safe', 'Always')],
    ['labels of game servers', loses('Fleet', 'spec.template.metadata')],
    ['autoscaler', withoutKind('FleetAutoscaler')],
  ],
};

const wrongFields: Record<string, Mutation[]> = {
  'stateless-service': [
    [
      'containers that are no list',
      gets('Deployment', `${deployedPod}.containers`, {}),
    ],
    ['a selector that is missing', loses('Deployment', 'spec.selector')],
    ['a port that is a word', gets('Service', 'spec.ports.0.port', 'eighty')],
    [
      'a maximum that is a text',
      gets('HorizontalPodAutoscaler', 'spec.maxReplicas', '5'),
    ],
    ['no selector of pods', loses('NetworkPolicy', 'spec.podSelector')],
  ],
  'stateful-shard': [
    ['a field that Agones does not know', gets('Fleet', 'spec.size', 3)],
    [
      'a policy that does not exist',
      gets('Fleet', 'spec.template.spec.ports.0.portPolicy', 'Random'),
    ],
    [
      'a buffer of nothing',
      gets('FleetAutoscaler', 'spec.policy.buffer.bufferSize', 0),
    ],
    [
      'a surge without a unit',
      gets('Fleet', 'spec.strategy.rollingUpdate.maxSurge', '25'),
    ],
    [
      'a container without a name',
      loses('Fleet', 'spec.template.spec.template.spec.containers.0.name'),
    ],
  ],
};

describe('the checks of the template', () => {
  const made: Record<string, Manifest[]> = {};

  beforeAll(async () => {
    const simulator = await startSimulator({ tickMs: 0 });
    const scaffolder = await startScaffolder({
      forgeUrl: simulator.urls.forge,
    });
    for (const kind of Object.keys(mutations)) {
      const { files } = await scaffolder.dryRun({
        kind,
        regions: ['resource:default/eu-frankfurt'],
      });
      made[kind] = manifestsOf(files).get('eu-frankfurt')!;
    }
    await scaffolder.stop();
    await simulator.close();
  });

  describe.each(Object.keys(mutations))('of a %s', kind => {
    const copy = () => structuredClone(made[kind]);

    it('find nothing in what it makes', () => {
      expect(controlProblems(copy())).toEqual([]);
      expect(copy().flatMap(schemaProblems)).toEqual([]);
    });

    it('find no field that Kubernetes does not know', () => {
      expect(unknownFields(copy())).toEqual([]);
    });

    it('find a field that is misspelt, however deep', () => {
      const manifests = copy();
      const [workload, template] =
        kind === 'stateful-shard'
          ? ['Fleet', 'spec.template.spec.template']
          : ['Deployment', 'spec.template'];
      gets(
        workload,
        `${template}.spec.containers.0.securityContext.runAsNonRot`,
        true,
      )(manifests);
      gets('NetworkPolicy', 'spec.policyType', ['Ingress'])(manifests);
      expect(unknownFields(manifests)).toEqual([
        expect.stringContaining('runAsNonRot'),
        expect.stringContaining('policyType'),
      ]);
    });

    it.each(mutations[kind])('find that it has lost: %s', (_, mutate) => {
      const manifests = copy();
      mutate(manifests);
      expect(manifests).not.toEqual(made[kind]);
      expect(controlProblems(manifests)).not.toEqual([]);
    });

    it.each(wrongFields[kind])('find %s', (_, mutate) => {
      const manifests = copy();
      mutate(manifests);
      expect(manifests.flatMap(schemaProblems)).not.toEqual([]);
    });
  });
});
