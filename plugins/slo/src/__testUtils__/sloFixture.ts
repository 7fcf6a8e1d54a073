import {
  DefinitionFile,
  definitionFileSchema,
  EntitySlos,
  entitySlosSchema,
  ObjectiveDetail,
  objectiveDetailSchema,
  PolicyDecision,
  policyDecisionSchema,
  SloAlert,
  sloAlertSchema,
  SloDetail,
  sloDetailSchema,
  SloRow,
  sloRowSchema,
  WorldSlos,
  worldSlosSchema,
} from '@worldscale/backstage-plugin-slo-common';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** The last slice that counts, wherever a test needs an instant. */
export const at = '2026-11-22T12:00:00.000Z';
export const atMs = Date.parse(at);

/** An objective that burns; what a test does not say is as here. */
export function sloRow(changes: Partial<SloRow> = {}): SloRow {
  return sloRowSchema.parse({
    slo: 'aurora-login',
    objective: '0',
    region: '',
    displayName: 'Aurora: players log in',
    objectiveName: null,
    service: 'aurora-gateway',
    serviceTitle: 'Aurora Gateway',
    entityRef: 'component:default/aurora-gateway',
    world: 'system:default/aurora',
    worldTitle: 'Aurora',
    owner: 'group:default/aurora-core',
    target: 0.999,
    method: 'Occurrences',
    window: {
      kind: 'rolling',
      duration: '28d',
      lengthMs: 28 * day,
      startAt: '2026-10-25T12:00:00.000Z',
      endAt: at,
      timeZone: null,
    },
    isComposite: false,
    playerJourney: 'log in',
    runbookUrl: 'https://forge.example/runbooks/login-queue.md',
    state: 'atRisk',
    reason:
      'Players fail to log in to Aurora in Europe (Frankfurt); budget gone in 3 hours.',
    figures: {
      sli: 0.99912,
      remaining: 0.12,
      consumed: 0.88,
      burnRate: 0.88,
      minutes: { allowed: 40.32, remaining: 4.8384 },
      events: {
        allowed: 1000,
        bad: 880,
        remaining: 120,
        total: 1_000_000,
        isEstimated: false,
      },
    },
    unknownReason: null,
    burns: [
      { windowMs: 5 * minute, burnRate: 18.2 },
      { windowMs: hour, burnRate: 16.4 },
      { windowMs: 6 * hour, burnRate: 3.1 },
      { windowMs: 3 * day, burnRate: null },
    ],
    exhaustion: { kind: 'at', inMs: 3.2 * hour, basisMs: hour },
    coverage: 0.998,
    lowTraffic: null,
    firing: { page: 1 },
    measuredBy: 'recorded',
    observedAt: at,
    freshness: 'fresh',
    isDefinitionOld: false,
    decision: 'slowDown',
    ...changes,
  });
}

/** Nothing is known of it. */
export function unknownRow(changes: Partial<SloRow> = {}): SloRow {
  return sloRow({
    slo: 'aurora-chat',
    displayName: 'Aurora: players chat',
    playerJourney: 'chat',
    state: 'unknown',
    reason: 'Not known, because too little of it was observed.',
    unknownReason: 'too little of it was observed',
    figures: null,
    burns: [{ windowMs: hour, burnRate: null }],
    exhaustion: null,
    coverage: 0.42,
    firing: {},
    decision: null,
    ...changes,
  });
}

export function policyOf(
  changes: Partial<PolicyDecision> = {},
): PolicyDecision {
  return policyDecisionSchema.parse({
    entityRef: 'component:default/aurora-gateway',
    decision: 'freeze',
    mayDeploy: false,
    reasons: [
      {
        decision: 'freeze',
        slo: 'aurora-login',
        text: 'Aurora: players log in: the budget is overspent by 12 %; changes stop at 0 %.',
      },
    ],
    override: null,
    since: '2026-11-22T09:00:00.000Z',
    decidedAt: at,
    ...changes,
  });
}

export function fileOf(changes: Partial<DefinitionFile> = {}): DefinitionFile {
  return definitionFileSchema.parse({
    url: 'https://forge.example/lifeverse/src/branch/main/gateway/slo.yaml',
    entityRef: 'component:default/aurora-gateway',
    readAt: at,
    error: null,
    failingSince: null,
    problems: [],
    ...changes,
  });
}

export const problem: DefinitionFile['problems'][number] = {
  severity: 'error',
  file: 'gateway/slo.yaml',
  line: 13,
  column: 15,
  field: 'spec.objectives[0].target',
  message: 'expected a number from 0 to below 1',
};

export function alertOf(changes: Partial<SloAlert> = {}): SloAlert {
  return sloAlertSchema.parse({
    severity: 'page',
    threshold: 14.4,
    op: 'gte',
    longMs: hour,
    shortMs: 5 * minute,
    forMs: 2 * minute,
    longBurnRate: 16.4,
    shortBurnRate: 18.2,
    state: 'firing',
    isHeld: false,
    since: '2026-11-22T11:20:00.000Z',
    targets: ['aurora-on-call'],
    ...changes,
  });
}

export function objectiveOf(
  changes: Partial<ObjectiveDetail> = {},
): ObjectiveDetail {
  const row = changes.row ?? sloRow();
  return objectiveDetailSchema.parse({
    row,
    regions: [],
    alerts: [
      alertOf(),
      alertOf({
        ...{ severity: 'ticket', threshold: 2.8, longMs: day },
        ...{ shortMs: 2 * hour, state: 'inactive', since: null },
        ...{ longBurnRate: null, shortBurnRate: 2.1, isHeld: true },
      }),
    ],
    forecast: {
      method: 'mean of past buckets',
      level: 0.8,
      basedOn: 28,
      likelyAt: '2026-11-26T00:00:00.000Z',
      earliestAt: '2026-11-24T00:00:00.000Z',
      latestAt: null,
    },
    burnDown: {
      atMs: [3, 2, 1, 0].map(days => atMs - days * 7 * day),
      remaining: [null, 0.9, 0.55, row.figures?.remaining ?? null],
    },
    days: [3, 2, 1].map(days => ({
      startAt: new Date(atMs - days * day).toISOString(),
      endAt: new Date(atMs - (days - 1) * day).toISOString(),
      sli: days === 2 ? null : 0.9991,
      consumed: days === 2 ? null : 0.03,
      badEvents: days === 2 ? 0 : 31,
      totalEvents: days === 2 ? 0 : 35_000,
      coverage: days === 2 ? 0.1 : 1,
    })),
    generations: [
      { generation: '00000000000000aa', since: '2026-08-01T00:00:00.000Z' },
      { generation: '00000000000000bb', since: '2026-10-01T00:00:00.000Z' },
    ],
    ...changes,
  });
}

export function detailOf(changes: Partial<SloDetail> = {}): SloDetail {
  return sloDetailSchema.parse({
    slo: 'aurora-login',
    displayName: 'Aurora: players log in',
    description: 'Share of logins that did not fail through our fault.',
    labels: { tier: 'one', regions: ['eu', 'us'] },
    objectives: [objectiveOf()],
    excluded: [
      {
        startAt: '2026-11-22T03:00:00.000Z',
        endAt: '2026-11-22T04:00:00.000Z',
        reason: 'weekly maintenance',
        by: 'group:default/platform',
        isRetroactive: true,
      },
    ],
    policy: policyOf({ decision: 'slowDown', mayDeploy: true }),
    definition: {
      file: fileOf(),
      line: 11,
      text: 'apiVersion: openslo/v1\nkind: SLO\n',
      rules: 'groups:\n  - name: slo-aurora-login-windows\n',
      areRulesLoaded: true,
    },
    ...changes,
  });
}

export function entitySlosOf(changes: Partial<EntitySlos> = {}): EntitySlos {
  return entitySlosSchema.parse({
    entityRef: 'component:default/aurora-gateway',
    state: 'atRisk',
    reason:
      'Players fail to log in to Aurora in Europe (Frankfurt); budget gone in 3 hours.',
    rows: [sloRow(), unknownRow()],
    files: [fileOf()],
    policy: policyOf(),
    ...changes,
  });
}

export function worldSlosOf(changes: Partial<WorldSlos> = {}): WorldSlos {
  return worldSlosSchema.parse({
    world: 'system:default/aurora',
    title: 'Aurora',
    state: 'atRisk',
    reason:
      'Players fail to log in to Aurora in Europe (Frankfurt); budget gone in 3 hours.',
    composite: {
      remaining: -0.2,
      burnRate: 1.2,
      exhaustion: { kind: 'spent', inMs: null, basisMs: hour },
    },
    journeys: [
      {
        journey: 'log in',
        state: 'atRisk',
        reason:
          'Players fail to log in to Aurora in Europe (Frankfurt); budget gone in 3 hours.',
        rows: [sloRow()],
      },
      {
        journey: 'chat',
        state: 'unknown',
        reason: 'Not known, because too little of it was observed.',
        rows: [unknownRow()],
      },
    ],
    ...changes,
  });
}
