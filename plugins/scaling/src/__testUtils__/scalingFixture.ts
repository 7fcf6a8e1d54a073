import { Entity } from '@backstage/catalog-model';
import {
  RegionCapacity,
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

/** Demand outgrows the maximum; the loss of a zone would be felt. */
export const capacity: RegionCapacity = {
  noun: 'replica',
  replicas: {
    ready: 12,
    starting: 0,
    spare: null,
    allocated: null,
    reserved: null,
  },
  perReplica: { amount: 12_000, unit: 'players', basis: 'declared' },
  carries: 144_000,
  demand: {
    ...{ title: 'Players', basis: 'series', source: 'sum(players)' },
    ...{ unit: 'players', value: 170_000, neededReplicas: 15 },
    growth: {
      ...{ perMinute: 900, replicasPerMinute: 0.075 },
      ...{ windowMinutes: 30, samples: 31, isFlat: false },
    },
    ...{ observedAt: '2026-11-22T20:00:00.000Z', freshness: 'fresh' },
  },
  limits: [
    {
      ...{ kind: 'nodePool', name: 'nodes of the pool general' },
      ...{ workload: 'Deployment aurora/aurora-gateway in fra' },
      ...{ amount: null, used: null, unit: 'cores', leftReplicas: null },
      ...{ source: 'Nodes', unknown: 'no node was read', notes: [] },
    },
    {
      ...{ kind: 'autoscalerMax', name: 'maximum of aurora-gateway' },
      ...{ workload: 'Deployment aurora/aurora-gateway in fra' },
      ...{ amount: 12, used: 12, unit: 'replicas', leftReplicas: 0 },
      ...{ source: 'HorizontalPodAutoscaler', unknown: null, notes: [] },
    },
  ],
  binding: {
    ...{ kind: 'autoscalerMax', name: 'maximum of aurora-gateway' },
    ...{ workload: 'Deployment aurora/aurora-gateway in fra', leftReplicas: 0 },
    ...{ sentence: 'The maximum binds first.', isCertain: false },
  },
  headroom: { replicas: 0, units: 0, minutes: 0 },
  leadTime: {
    ...{ replicaSeconds: 45, replicaSamples: 9, nodeSeconds: null },
    ...{ personSeconds: 1800, totalSeconds: 1845 },
  },
  verdict: 'atLimit',
  sentence: 'Nothing is left: the maximum of aurora-gateway is reached.',
  zones: {
    zones: [
      { zone: 'eu-frankfurt-a', ready: 5, total: 5 },
      { zone: 'eu-frankfurt-b', ready: 4, total: 4 },
      { zone: 'eu-frankfurt-c', ready: 3, total: 3 },
    ],
    ...{ largest: 'eu-frankfurt-a', readyWithoutLargest: 7 },
    ...{ missing: 8, roomElsewhere: null, nodeZones: 3, verdict: 'unknown' },
    sentence: 'Without eu-frankfurt-a 8 replicas would be missing.',
  },
  findings: [],
  unknowns: ['Room on nodes is not known: no node was read.'],
  observedAt: '2026-11-22T20:00:00.000Z',
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
