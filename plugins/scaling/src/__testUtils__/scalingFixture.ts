import { Entity } from '@backstage/catalog-model';
import {
  RegionScaling,
  ServiceHistory,
  ServiceScaling,
  WorkloadScaling,
} from '@worldscale/backstage-plugin-scaling-common';

export const entity: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'aurora-gateway', namespace: 'default' },
  spec: { type: 'world-service' },
};

const cappedReason =
  'At its maximum of 12 replicas while cpu is at 92% against a target of 70%: demand is capped.';

export const workload: WorkloadScaling = {
  cluster: 'fra',
  kind: 'Deployment',
  namespace: 'aurora',
  name: 'aurora-gateway',
  sizing: 'autoscaled',
  state: 'breached',
  reason: cappedReason,
  current: 12,
  desired: 12,
  ready: 12,
  updated: 12,
  min: 3,
  max: 12,
  headroom: { replicas: 0, percent: 0 },
  metric: {
    source: 'Resource',
    name: 'cpu',
    statistic: 'utilization',
    unit: 'percent',
    current: 92,
    target: 70,
    ratio: 92 / 70,
  },
  paused: false,
  autoscaler: {
    kind: 'HorizontalPodAutoscaler',
    name: 'aurora-gateway',
    desired: 12,
    metrics: [],
    lastScaleTime: null,
    decision: null,
    triggers: [],
    conditions: [
      {
        type: 'ScalingLimited',
        status: 'True',
        reason: 'TooManyReplicas',
        message: 'the desired replica count is more than the maximum',
        lastTransitionTime: '2026-11-22T18:00:00Z',
      },
    ],
  },
  gameServers: null,
  rollout: null,
  budgets: null,
  spread: [],
  conditions: [],
  findings: [{ code: 'capped', state: 'breached', sentence: cappedReason }],
};

/** A region at its maximum, observed at `observedAt`. */
export function cappedRegion(observedAt: string): RegionScaling {
  const { current, desired, ready, updated, min, max } = workload;
  return {
    region: 'eu-frankfurt',
    sizing: 'autoscaled',
    clusters: ['fra'],
    ...{ current, desired, ready, updated, min, max },
    headroom: workload.headroom,
    metric: workload.metric,
    state: 'breached',
    reason: cappedReason,
    autoscaler: { kind: 'HorizontalPodAutoscaler', name: 'aurora-gateway' },
    workloads: [workload],
    observedAt,
    freshness: 'fresh',
    lastKnown: null,
  };
}

/** A region whose cluster was never read. */
export const unreadRegion: RegionScaling = {
  region: 'ap-tokyo',
  sizing: 'unknown',
  clusters: ['nrt'],
  current: null,
  desired: null,
  ready: null,
  updated: null,
  min: null,
  max: null,
  headroom: null,
  metric: null,
  state: 'unknown',
  reason:
    'Cluster nrt could not be read (403 Forbidden), so whether the service runs there is not known.',
  autoscaler: null,
  workloads: [],
  observedAt: null,
  freshness: 'unknown',
  lastKnown: null,
};

/** Three instants, the middle one unknown. */
export const history: ServiceHistory = {
  entityRef: 'component:default/aurora-gateway',
  region: 'eu-frankfurt',
  status: 'ok',
  reason: null,
  lastReachedAt: '2026-11-22T20:00:00.000Z',
  warnings: [],
  times: [0, 1, 2].map(i => Date.parse('2026-11-22T19:50:00Z') + i * 300_000),
  stepSeconds: 300,
  size: {
    desired: [10, null, 12],
    ready: [10, null, 11],
    min: [3, null, 3],
    max: [12, null, 12],
  },
  demand: { title: 'cpu', unit: 'percent', values: [80, null, 131] },
  limitsUnknown: null,
};

export function scalingOf(regions: RegionScaling[]): ServiceScaling {
  return {
    entityRef: 'component:default/aurora-gateway',
    state: regions[0]?.state ?? 'unknown',
    reason:
      regions[0]?.reason ??
      'No workload with label backstage.io/kubernetes-id=aurora-gateway was found in cluster fra.',
    regions,
    clusters: [
      {
        name: 'nrt',
        title: 'Cluster nrt',
        region: 'ap-tokyo',
        reachable: false,
        readAt: null,
        error: '403 Forbidden',
        unreadable: [],
      },
    ],
  };
}
