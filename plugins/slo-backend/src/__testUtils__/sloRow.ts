import { SloRow } from '@worldscale/backstage-plugin-slo-common';

/** A row of which a test says what matters to it. */
export function row(
  slo: string,
  more: Partial<SloRow> & { remaining?: number } = {},
): SloRow {
  const { remaining, ...rest } = more;
  return {
    ...{
      slo,
      objective: '0',
      region: '',
      displayName: slo,
      objectiveName: null,
    },
    ...{
      service: slo,
      serviceTitle: slo,
      entityRef: `component:default/${slo}`,
    },
    ...{
      world: 'system:default/aurora',
      worldTitle: 'Aurora',
      owner: 'group:default/a',
    },
    ...{ target: 0.999, method: 'Occurrences', isComposite: false },
    window: {
      ...{ kind: 'rolling', duration: '28d', lengthMs: 2_419_200_000 },
      ...{ startAt: null, endAt: null, timeZone: null },
    },
    ...{ playerJourney: null, runbookUrl: null, state: 'healthy', reason: '' },
    figures:
      remaining === undefined
        ? null
        : {
            ...{ sli: 0.9, remaining, consumed: 1 - remaining, burnRate: 1 },
            ...{ minutes: { allowed: 1, remaining: 1 }, events: null },
          },
    ...{ unknownReason: null, burns: [], coverage: 1, lowTraffic: null },
    exhaustion:
      remaining === undefined
        ? null
        : {
            kind: remaining <= 0 ? 'spent' : 'at',
            ...{ inMs: remaining <= 0 ? null : remaining * 1e9, basisMs: null },
          },
    ...{ firing: {}, measuredBy: 'recorded', observedAt: null },
    ...{ freshness: 'fresh', isDefinitionOld: false, decision: 'allow' },
    ...rest,
  };
}
