import {
  ChangesPage,
  ScalingChange,
} from '@worldscale/backstage-plugin-scaling-common';

/** An autoscaler went from 10 to 12 for a reason that was seen. */
export const change: ScalingChange = {
  id: 'change-1',
  entityRef: 'component:default/aurora-gateway',
  region: 'eu-frankfurt',
  cluster: 'fra',
  kind: 'Deployment',
  namespace: 'aurora',
  name: 'aurora-gateway',
  stack: null,
  at: '2026-11-22T18:00:00.000Z',
  notBefore: null,
  from: 10,
  to: 12,
  actor: {
    type: 'autoscaler',
    kind: 'HorizontalPodAutoscaler',
    name: 'aurora-gateway',
  },
  why: {
    sentence: 'cpu was at 92% against a target of 70%.',
    event: { reason: 'SuccessfulRescale', message: 'New size: 12' },
    conditions: [],
    metrics: [
      {
        ...{ source: 'Resource', name: 'cpu', statistic: 'utilization' },
        ...{ unit: 'percent', current: 92, target: 70, ratio: 92 / 70 },
      },
    ],
    steps: ['cpu asks for 14 replicas.'],
  },
  reasonObserved: true,
  readyAt: '2026-11-22T18:00:45.000Z',
  readiness: 'ready',
  source: 'observed',
};

/** A change from recorded series, whose reason nobody saw. */
export const backfilled: ScalingChange = {
  ...change,
  id: 'change-0',
  at: '2026-11-22T17:00:00.000Z',
  ...{ from: 12, to: 10, notBefore: '2026-11-22T16:59:00.000Z' },
  actor: { type: 'unknown', kind: null, name: null },
  why: { sentence: '', event: null, conditions: [], metrics: [], steps: [] },
  ...{ reasonObserved: false, readyAt: null, readiness: 'unknown' },
  source: 'backfilled',
};

export function pageOf(
  changes: ScalingChange[],
  nextCursor: string | null = null,
): ChangesPage {
  return {
    entityRef: 'component:default/aurora-gateway',
    changes,
    nextCursor,
    extent: {
      observedSince: '2026-11-22T17:30:00.000Z',
      backfill: 'done',
      reason: null,
    },
  };
}
