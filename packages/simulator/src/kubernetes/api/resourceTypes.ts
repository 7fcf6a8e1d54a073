import { groupKindOf, KubernetesObject } from '../KubernetesObject';

/** One kind of object in one version of its API group. */
export interface ResourceType {
  /** Empty for the core group. */
  group: string;
  version: string;
  kind: string;
  plural: string;
  singular: string;
  namespaced: boolean;
  shortNames?: string[];
  categories?: string[];
  /** Subresources that can be read, besides what all have. */
  subresources?: ('status' | 'scale' | 'log')[];
  /** Fields for selection besides `metadata.name` and `metadata.namespace`. */
  selectableFields?: string[];
  /** `group/Kind` that it is stored as, where that differs. */
  storedAs?: string;
  /** False for metrics.k8s.io: no watch, no resource versions. */
  watchable: boolean;
  /** Custom resources carry kind and apiVersion in each item of a list. */
  custom: boolean;
  /** False: 403, as for a reader without a role for it. */
  readable: boolean;
}

type Extra = Partial<
  Omit<ResourceType, 'group' | 'version' | 'kind' | 'plural'>
>;

/** Types of one group; each row is kind, plural, and what is special. */
function group(
  name: string,
  version: string,
  defaults: Extra,
  rows: [kind: string, plural: string, extra?: Extra][],
): ResourceType[] {
  return rows.map(([kind, plural, extra]) => ({
    group: name,
    version,
    kind,
    plural,
    singular: kind.toLowerCase(),
    namespaced: true,
    watchable: true,
    custom: false,
    readable: true,
    ...defaults,
    ...extra,
  }));
}

const all = ['all'];
const cluster = { namespaced: false };
const scalable: Extra = { subresources: ['status', 'scale'] };
const withStatus: Extra = { subresources: ['status'] };
const involved = [
  'kind',
  'namespace',
  'name',
  'uid',
  'apiVersion',
  'resourceVersion',
  'fieldPath',
];

/**
 * Everything that a cluster serves, in the order of discovery. Names, short names,
 * categories and selectable fields are those of Kubernetes 1.35 and of the
 * definitions of Agones, Argo Rollouts, KEDA and the Prometheus operator.
 */
export const resourceTypes: readonly ResourceType[] = [
  ...group('', 'v1', {}, [
    ['ConfigMap', 'configmaps', { shortNames: ['cm'] }],
    ['Endpoints', 'endpoints', { shortNames: ['ep'] }],
    [
      'Event',
      'events',
      {
        shortNames: ['ev'],
        selectableFields: [
          ...involved.map(field => `involvedObject.${field}`),
          'reason',
          'reportingComponent',
          'source',
          'type',
        ],
      },
    ],
    ['LimitRange', 'limitranges', { shortNames: ['limits'] }],
    [
      'Namespace',
      'namespaces',
      {
        ...cluster,
        ...withStatus,
        shortNames: ['ns'],
        selectableFields: ['status.phase'],
      },
    ],
    [
      'Node',
      'nodes',
      {
        ...cluster,
        ...withStatus,
        shortNames: ['no'],
        selectableFields: ['spec.unschedulable'],
      },
    ],
    [
      'PersistentVolume',
      'persistentvolumes',
      { ...cluster, ...withStatus, shortNames: ['pv'] },
    ],
    [
      'PersistentVolumeClaim',
      'persistentvolumeclaims',
      { ...withStatus, shortNames: ['pvc'] },
    ],
    [
      'Pod',
      'pods',
      {
        shortNames: ['po'],
        categories: all,
        subresources: ['status', 'log'],
        selectableFields: [
          'spec.hostNetwork',
          'spec.nodeName',
          'spec.restartPolicy',
          'spec.schedulerName',
          'spec.serviceAccountName',
          'status.nominatedNodeName',
          'status.phase',
          'status.podIP',
        ],
      },
    ],
    [
      'ResourceQuota',
      'resourcequotas',
      { ...withStatus, shortNames: ['quota'] },
    ],
    ['Secret', 'secrets', { readable: false, selectableFields: ['type'] }],
    [
      'Service',
      'services',
      {
        ...withStatus,
        shortNames: ['svc'],
        categories: all,
        selectableFields: ['spec.clusterIP', 'spec.type'],
      },
    ],
    ['ServiceAccount', 'serviceaccounts', { shortNames: ['sa'] }],
  ]),
  ...group('apps', 'v1', { categories: all, ...scalable }, [
    ['DaemonSet', 'daemonsets', { shortNames: ['ds'], ...withStatus }],
    ['Deployment', 'deployments', { shortNames: ['deploy'] }],
    [
      'ReplicaSet',
      'replicasets',
      { shortNames: ['rs'], selectableFields: ['status.replicas'] },
    ],
    ['StatefulSet', 'statefulsets', { shortNames: ['sts'] }],
  ]),
  ...group('events.k8s.io', 'v1', {}, [
    [
      'Event',
      'events',
      {
        shortNames: ['ev'],
        storedAs: '/Event',
        selectableFields: ['reason', 'type'],
      },
    ],
  ]),
  ...group(
    'autoscaling',
    'v2',
    { ...withStatus, shortNames: ['hpa'], categories: all },
    [['HorizontalPodAutoscaler', 'horizontalpodautoscalers']],
  ),
  ...group(
    'autoscaling',
    'v1',
    { ...withStatus, shortNames: ['hpa'], categories: all },
    [['HorizontalPodAutoscaler', 'horizontalpodautoscalers']],
  ),
  ...group('batch', 'v1', { ...withStatus, categories: all }, [
    ['CronJob', 'cronjobs', { shortNames: ['cj'] }],
    ['Job', 'jobs', { selectableFields: ['status.successful'] }],
  ]),
  ...group('networking.k8s.io', 'v1', {}, [
    ['Ingress', 'ingresses', { ...withStatus, shortNames: ['ing'] }],
    ['NetworkPolicy', 'networkpolicies', { shortNames: ['netpol'] }],
  ]),
  ...group('policy', 'v1', withStatus, [
    ['PodDisruptionBudget', 'poddisruptionbudgets', { shortNames: ['pdb'] }],
  ]),
  ...group('rbac.authorization.k8s.io', 'v1', {}, [
    ['Role', 'roles'],
    ['RoleBinding', 'rolebindings'],
  ]),
  ...group('scheduling.k8s.io', 'v1', cluster, [
    ['PriorityClass', 'priorityclasses', { shortNames: ['pc'] }],
  ]),
  ...group('coordination.k8s.io', 'v1', {}, [['Lease', 'leases']]),
  ...group('discovery.k8s.io', 'v1', {}, [['EndpointSlice', 'endpointslices']]),
  ...group('agones.dev', 'v1', { custom: true }, [
    ['Fleet', 'fleets', { ...scalable, shortNames: ['flt'] }],
    ['GameServer', 'gameservers', { shortNames: ['gs'] }],
    ['GameServerSet', 'gameserversets', { ...scalable, shortNames: ['gss'] }],
  ]),
  ...group('autoscaling.agones.dev', 'v1', { custom: true, ...withStatus }, [
    ['FleetAutoscaler', 'fleetautoscalers', { shortNames: ['fas'] }],
  ]),
  ...group('argoproj.io', 'v1alpha1', { custom: true, ...scalable }, [
    ['Rollout', 'rollouts', { shortNames: ['ro'] }],
  ]),
  ...group('keda.sh', 'v1alpha1', { custom: true, ...withStatus }, [
    ['ScaledObject', 'scaledobjects', { shortNames: ['so'] }],
  ]),
  ...group('monitoring.coreos.com', 'v1', { custom: true }, [
    ['PodMonitor', 'podmonitors', { shortNames: ['pmon'] }],
    ['PrometheusRule', 'prometheusrules', { shortNames: ['promrule'] }],
    ['ServiceMonitor', 'servicemonitors', { shortNames: ['smon'] }],
  ]),
  ...group('metrics.k8s.io', 'v1beta1', { watchable: false, singular: '' }, [
    ['NodeMetrics', 'nodes', cluster],
    ['PodMetrics', 'pods'],
  ]),
];

const typesByPath = new Map(
  resourceTypes.map(type => [
    `${type.group}/${type.version}/${type.plural}`,
    type,
  ]),
);

export function findResourceType(
  apiGroup: string,
  version: string,
  plural: string,
): ResourceType | undefined {
  return typesByPath.get(`${apiGroup}/${version}/${plural}`);
}

/** `group/Kind` under which the objects of a type are stored. */
export function storedGroupKind(type: ResourceType) {
  return type.storedAs ?? `${type.group}/${type.kind}`;
}

const storedGroupKinds = new Set(resourceTypes.map(storedGroupKind));

/** Types without history. */
export const unwatchedGroupKinds: ReadonlySet<string> = new Set(
  resourceTypes.filter(type => !type.watchable).map(storedGroupKind),
);

/** Whether the API serves such objects at all. */
export function isServed(object: KubernetesObject) {
  return storedGroupKinds.has(groupKindOf(object));
}

export function apiVersionOf(type: Pick<ResourceType, 'group' | 'version'>) {
  return type.group ? `${type.group}/${type.version}` : type.version;
}

/** Verbs that discovery names. */
export function verbsOf(type: ResourceType) {
  return type.watchable ? ['get', 'list', 'watch'] : ['get', 'list'];
}
