import { RouteResolutionApi } from '@backstage/frontend-plugin-api';
import {
  LedgerExtent,
  ScalingApi,
  ScalingChange,
  ServiceHistory,
  ServicesChanges,
  ServiceScaling,
} from '@worldscale/backstage-plugin-scaling-common';
import { cappedRegion, history, scalingOf } from './scalingFixture';

/** A day of one service, as the lanes of the timeline ask for it. */
export const toMs = Date.parse('2026-11-22T20:00:00Z');
export const fromMs = toMs - 24 * 3_600_000;
export const span = { fromMs, toMs };
export const signal = new AbortController().signal;

export const ref = 'component:default/aurora-gateway';
export const change: ScalingChange = {
  id: 'c1',
  entityRef: ref,
  region: 'eu-frankfurt',
  regionTitle: 'Europe (Frankfurt)',
  cluster: 'fra',
  ...{ kind: 'Deployment', namespace: 'aurora', name: 'aurora-gateway' },
  stack: null,
  at: '2026-11-22T19:00:00Z',
  notBefore: null,
  from: 12,
  to: 18,
  actor: {
    type: 'autoscaler',
    kind: 'HorizontalPodAutoscaler',
    name: 'aurora-gateway',
  },
  why: {
    sentence: 'cpu was at 92% against a target of 70%.',
    event: null,
    ...{ conditions: [], metrics: [], steps: [] },
  },
  reasonObserved: true,
  readyAt: '2026-11-22T19:00:40Z',
  readiness: 'ready',
  source: 'observed',
};
export const observed: LedgerExtent = {
  observedSince: '2026-11-01T00:00:00Z',
  knownSince: '2026-10-20T00:00:00Z',
  backfill: 'done',
  reason: null,
};

export interface Answers {
  changes?: Partial<ServicesChanges>;
  extent?: Partial<LedgerExtent>;
  service?: Partial<ServiceScaling> | Error;
  history?: Partial<ServiceHistory> | Error;
}

export function depsOf(answers: Answers) {
  const or = <T>(given: Partial<T> | Error | undefined, base: T) => {
    if (given instanceof Error) throw given;
    return { ...base, ...given };
  };
  const scaling = {
    getChangesOfServices: jest.fn(async () => ({
      ...{ changes: [change], cut: false, missing: [], unreadClusters: [] },
      extents: { [ref]: { ...observed, ...answers.extent } },
      ...answers.changes,
    })),
    getService: async () =>
      or(answers.service, {
        ...scalingOf([cappedRegion(new Date(toMs).toISOString())]),
        clusters: [],
      }),
    getHistory: async () => or(answers.history, history),
  };
  const routes = {
    resolve:
      () =>
      ({ name }: { name: string }) =>
        `/catalog/x/y/${name}`,
  };
  return {
    scaling: scaling as Partial<ScalingApi> as ScalingApi,
    asked: scaling.getChangesOfServices,
    routes: routes as unknown as RouteResolutionApi,
  };
}
