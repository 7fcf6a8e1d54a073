import { startSimulator } from '@worldscale/simulator';
import { manifestsOf, schemaProblems } from './__testUtils__/checkRepository';
import { controlProblems, Manifest } from './__testUtils__/controls';
import { startScaffolder } from './__testUtils__/startScaffolder';
import { unknownFields } from './__testUtils__/unknownFields';

// A scaffolder and a simulated world, on machines that may be busy.
jest.setTimeout(60_000);

type Json = any; // eslint-disable-line @typescript-eslint/no-explicit-any

/** A control, and how it gets lost. */
type Mutation = [string, (manifests: Manifest[]) => unknown];

const one = (manifests: Manifest[], kind: string): Json => {
  const found = manifests.find(manifest => manifest.kind === kind);
  if (!found) throw new Error(`no ${kind}`);
  return found;
};
const without = (manifests: Manifest[], matches: (one: Manifest) => boolean) =>
  manifests.splice(manifests.findIndex(matches), 1);
const named = (end: string) => (manifest: Manifest) =>
  manifest.metadata.name.endsWith(end);

/** Of the pods, wherever their template is. */
function podMutations(templateOf: (manifests: Manifest[]) => Json): Mutation[] {
  const pod = (manifests: Manifest[]) => templateOf(manifests).spec;
  const container = (manifests: Manifest[]) => pod(manifests).containers[0];
  return [
    ['pod not as root', m => delete pod(m).securityContext.runAsNonRoot],
    ['high user', m => (pod(m).securityContext.runAsUser = 1000)],
    ['seccomp', m => delete pod(m).securityContext.seccompProfile],
    [
      'seccomp of the runtime',
      m => (pod(m).securityContext.seccompProfile.type = 'Unconfined'),
    ],
    [
      'container not as root',
      m => (container(m).securityContext.runAsNonRoot = false),
    ],
    [
      'no escalation',
      m => delete container(m).securityContext.allowPrivilegeEscalation,
    ],
    [
      'read-only root',
      m => delete container(m).securityContext.readOnlyRootFilesystem,
    ],
    [
      'capabilities dropped',
      m => (container(m).securityContext.capabilities.drop = ['NET_RAW']),
    ],
    [
      'no capability added',
      m => (container(m).securityContext.capabilities.add = ['SYS_ADMIN']),
    ],
    ['not privileged', m => (container(m).securityContext.privileged = true)],
    ['security context', m => delete container(m).securityContext],
    ['image by digest', m => (container(m).image = 'starter:latest')],
    ['requests of CPU', m => delete container(m).resources.requests.cpu],
    ['requests of memory', m => delete container(m).resources.requests.memory],
    ['limit of CPU', m => delete container(m).resources.limits.cpu],
    ['limit of memory', m => delete container(m).resources.limits.memory],
    [
      'limit of storage',
      m => delete container(m).resources.limits['ephemeral-storage'],
    ],
    ['limit of volumes', m => delete pod(m).volumes[0].emptyDir.sizeLimit],
    ['no host network', m => (pod(m).hostNetwork = true)],
    ['spread', m => delete pod(m).topologySpreadConstraints],
    [
      'spread of its own pods',
      m =>
        pod(m).topologySpreadConstraints.forEach((constraint: Json) => {
          constraint.labelSelector.matchLabels = { other: 'pods' };
        }),
    ],
    [
      'label of pods',
      m => delete templateOf(m).metadata.labels['lifeverse.example/team'],
    ],
  ];
}

/** Of what stands beside the workload. */
const sharedMutations: Mutation[] = [
  ['default deny', m => without(m, named('-default-deny'))],
  [
    'deny of what goes out',
    m => (m.find(named('-default-deny'))!.spec.policyTypes = ['Ingress']),
  ],
  [
    'deny that is one',
    m => (m.find(named('-default-deny'))!.spec.ingress = [{}]),
  ],
  [
    'deny of its own pods',
    m =>
      (m.find(named('-default-deny'))!.spec.podSelector.matchLabels = {
        other: 'pods',
      }),
  ],
  ['names', m => without(m, named('-allow-dns'))],
  ['metrics', m => without(m, x => x.kind === 'PodMonitor')],
  [
    'metrics of its own pods',
    m => (one(m, 'PodMonitor').spec.selector.matchLabels = { other: 'pods' }),
  ],
  [
    'metrics by its name',
    m => one(m, 'PodMonitor').spec.podMetricsEndpoints[0].relabelings.shift(),
  ],
  [
    'metrics at a port that there is',
    m => (one(m, 'PodMonitor').spec.podMetricsEndpoints[0].port = 'http-m'),
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

const mutations: Record<string, Mutation[]> = {
  'stateless-service': [
    ...podMutations(m => one(m, 'Deployment').spec.template),
    ...sharedMutations,
    [
      'token of pods',
      m =>
        delete one(m, 'Deployment').spec.template.spec
          .automountServiceAccountToken,
    ],
    [
      'token of the account',
      m => delete one(m, 'ServiceAccount').automountServiceAccountToken,
    ],
    ...(['startupProbe', 'livenessProbe', 'readinessProbe'] as const).map(
      (probe): Mutation => [
        probe,
        m =>
          delete one(m, 'Deployment').spec.template.spec.containers[0][probe],
      ],
    ),
    [
      'distinct probes',
      m => {
        const [container] = one(m, 'Deployment').spec.template.spec.containers;
        container.livenessProbe = container.readinessProbe;
      },
    ],
    [
      'disruption budget',
      m => without(m, x => x.kind === 'PodDisruptionBudget'),
    ],
    [
      'disruption budget of its own pods',
      m =>
        (one(m, 'PodDisruptionBudget').spec.selector.matchLabels = {
          other: 'pods',
        }),
    ],
    ['autoscaler', m => without(m, x => x.kind === 'HorizontalPodAutoscaler')],
    [
      'pod per zone',
      m => (one(m, 'HorizontalPodAutoscaler').spec.minReplicas = 1),
    ],
    ['size left alone', m => (one(m, 'Deployment').spec.replicas = 3)],
  ],
  'stateful-shard': [
    ...podMutations(m => one(m, 'Fleet').spec.template.spec.template),
    ...sharedMutations,
    [
      'token hidden by Agones',
      m =>
        (one(m, 'Fleet').spec.template.spec.template.spec.serviceAccountName =
          'own'),
    ],
    ['size left alone', m => (one(m, 'Fleet').spec.replicas = 3)],
    ['health', m => delete one(m, 'Fleet').spec.template.spec.health],
    [
      'eviction',
      m => (one(m, 'Fleet').spec.template.spec.eviction.safe = 'Always'),
    ],
    [
      'labels of game servers',
      m => delete one(m, 'Fleet').spec.template.metadata,
    ],
    ['autoscaler', m => without(m, x => x.kind === 'FleetAutoscaler')],
  ],
};

const wrongFields: Record<string, Mutation[]> = {
  'stateless-service': [
    [
      'containers that are no list',
      m => (one(m, 'Deployment').spec.template.spec.containers = {}),
    ],
    [
      'a selector that is missing',
      m => delete one(m, 'Deployment').spec.selector,
    ],
    [
      'a port that is a word',
      m => (one(m, 'Service').spec.ports[0].port = 'eighty'),
    ],
    [
      'a maximum that is a text',
      m => (one(m, 'HorizontalPodAutoscaler').spec.maxReplicas = '5'),
    ],
    [
      'no selector of pods',
      m => delete one(m, 'NetworkPolicy').spec.podSelector,
    ],
  ],
  'stateful-shard': [
    ['a field that Agones does not know', m => (one(m, 'Fleet').spec.size = 3)],
    [
      'a policy that does not exist',
      m => (one(m, 'Fleet').spec.template.spec.ports[0].portPolicy = 'Random'),
    ],
    [
      'a buffer of nothing',
      m => (one(m, 'FleetAutoscaler').spec.policy.buffer.bufferSize = 0),
    ],
    [
      'a surge without a unit',
      m => (one(m, 'Fleet').spec.strategy.rollingUpdate.maxSurge = '25'),
    ],
    [
      'a container without a name',
      m =>
        delete one(m, 'Fleet').spec.template.spec.template.spec.containers[0]
          .name,
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
      const workload = one(
        manifests,
        kind === 'stateful-shard' ? 'Fleet' : 'Deployment',
      );
      const { template } = workload.spec;
      const pod = kind === 'stateful-shard' ? template.spec.template : template;
      pod.spec.containers[0].securityContext.runAsNonRot = true;
      one(manifests, 'NetworkPolicy').spec.policyType = ['Ingress'];
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
