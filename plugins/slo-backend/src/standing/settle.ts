/*
 * What one round makes of what was read: rows, states of alerts, decisions about
 * services, and the changes since the round before. Nothing is a change of which the
 * portal knew nothing before, but an alert that fires: that burns now.
 */
import {
  BudgetState,
  burnAlertKey,
  decideDeployment,
  defaultErrorBudgetPolicy,
  DeployVerdict,
  PolicyOverride,
  SloAlert,
  SloChange,
  SloRow,
} from '@worldscale/backstage-plugin-slo-common';
import { giveWay } from '@worldscale/backstage-plugin-worlds-node';
import { Definitions, KnownSlo } from '../definitions/Definitions';
import { alertsOf, ObjectiveReading } from '../measuring/ObjectiveReading';
import { ToldAlerts } from '../measuring/PrometheusAlerts';
import { judgeAlert } from './judgeAlert';
import { buildRow, slowBurnRateOf } from './buildRow';
import { burnsAs, failingPlace } from './failingPlace';
import { lostStates } from './lostStates';
import { lowerFirst } from './lowerFirst';
import { StoredPolicy } from './PolicyStore';
import { withWorst } from './worstWithin';
import { idOf, isPart, Memory, StoredRow } from '../rows/rowRecord';

export interface SettleInput {
  slos: ReadonlyMap<string, KnownSlo>;
  readings: ReadonlyMap<string, readonly ObjectiveReading[]>;
  /** What Prometheus says of alerts; undefined: that could not be read. */
  told?: Pick<ToldAlerts, 'about'>;
  definitions: Pick<Definitions, 'runbookOf'>;
  before: ReadonlyMap<string, Memory>;
  policies: ReadonlyMap<string, StoredPolicy>;
  overrides: ReadonlyMap<string, PolicyOverride>;
  /** Entities that name a file with errors. */
  broken?: ReadonlySet<string | null>;
  /** What people call regions, by name. */
  regionTitles: (region: string) => string;
  atMs: number;
}

export interface Settled {
  rows: StoredRow[];
  /** Services of which not all is read yet. */
  filling: ReadonlySet<string>;
  /** Only those that say something new. */
  policies: StoredPolicy[];
  changes: SloChange[];
  /** What is kept, and nobody is told of: the first decisions about services. */
  noted: SloChange[];
}

/** What the policy needs to know of a row. */
export function budgetStateOf(row: SloRow, slo: KnownSlo): BudgetState {
  return {
    slo: row.slo,
    objective: row.objective,
    displayName: row.displayName,
    remaining: row.figures?.remaining ?? null,
    unknownReason: row.unknownReason ?? undefined,
    isPending: row.isReadingPast,
    burnRate: slowBurnRateOf(row),
    policy: slo.definition.policy ?? defaultErrorBudgetPolicy,
  };
}

const decisionWords = {
  allow: 'may be deployed',
  slowDown: 'should be deployed with care',
  freeze: 'must not be deployed',
} as const;

/** Thousands of rows are more than one turn of work: others may run in between. */
export async function settle(input: SettleInput): Promise<Settled> {
  const { slos, readings, before, atMs } = input;
  const changes: SloChange[] = [];
  const noted: SloChange[] = [];
  const rows: StoredRow[] = [];
  const filling = new Set<string>();
  const byEntity = new Map<string, { row: SloRow; slo: KnownSlo }[]>();
  for (const [name, found] of readings) {
    const slo = slos.get(name);
    if (!slo) continue;
    await giveWay();
    const runbookUrl = input.definitions.runbookOf(slo);
    const memoryOf = (of: Pick<SloRow, 'objective' | 'region'>) =>
      before.get(`${name}\n${idOf(of)}`);
    const all = found.map(reading => {
      const { region } = reading;
      const regionTitle = region ? input.regionTitles(region) : undefined;
      return settleOne(slo, reading, memoryOf(reading), {
        ...{ runbookUrl, regionTitle, atMs, told: input.told },
        placeOf: alerts =>
          failingPlace(regionsOf(reading, found), alerts, input.regionTitles),
      });
    });
    const allRows = all.map(stored => stored.row);
    for (const [i, { row: own, memory }] of all.entries()) {
      const row = withWorst(own, allRows);
      const stored = { row, memory };
      rows.push(stored);
      if (isPart(row)) continue;
      changes.push(...changesOf(stored, memoryOf(row)));
      if (row.entityRef === null) continue;
      if (found[i].isFilling) filling.add(row.entityRef);
      const owned = byEntity.get(row.entityRef);
      if (owned) owned.push({ row, slo });
      else byEntity.set(row.entityRef, [{ row, slo }]);
    }
  }
  const policies: StoredPolicy[] = [];
  const decisions = new Map<string, Pick<SloRow, 'decision' | 'decidedBy'>>();
  for (const [entityRef, own] of byEntity) {
    await giveWay();
    const known = input.policies.get(entityRef);
    const states = own.map(({ row, slo }) => budgetStateOf(row, slo));
    if (input.broken?.has(entityRef)) states.push(...lostStates(states, known));
    const verdict = decideDeployment(states, {
      ...{ nowMs: atMs, override: input.overrides.get(entityRef) },
      before: known,
    });
    const { decision } = verdict;
    decisions.set(entityRef, { decision, decidedBy: decidedBy(verdict, own) });
    // What is still being read is not held against anybody.
    if (filling.has(entityRef)) continue;
    const isSame = known?.decision === verdict.decision;
    const sinceMs = isSame ? known.sinceMs : atMs;
    const { reasons } = verdict;
    if (!isSame || JSON.stringify(known.reasons) !== JSON.stringify(reasons)) {
      policies.push({ entityRef, decision, reasons, sinceMs });
    }
    if (isSame) continue;
    (known ? changes : noted).push(policyChange(own[0].row, verdict, atMs));
  }
  for (const { row } of rows) {
    const { decision = null, decidedBy: by } =
      decisions.get(row.entityRef ?? '') ?? {};
    row.decision = decision;
    if (by) row.decidedBy = by;
  }
  return { rows, filling, policies, changes, noted };
}

/** Whose budget stands in the way of changes; of several, the first. */
function decidedBy(
  { decision, reasons }: DeployVerdict,
  own: readonly { row: SloRow }[],
): SloRow['decidedBy'] {
  if (decision === 'allow') return undefined;
  const slo = reasons.find(
    each => each.slo !== undefined && each.decision !== 'allow',
  )?.slo;
  if (slo === undefined) return undefined;
  const row = own.find(each => each.row.slo === slo)?.row;
  return { slo, displayName: row?.displayName ?? slo };
}

/** The same objective, region by region. */
function regionsOf(
  { objective, region }: ObjectiveReading,
  found: readonly ObjectiveReading[],
): ObjectiveReading[] {
  return region === ''
    ? found.filter(r => r.region !== '' && r.objective === objective)
    : [];
}

function settleOne(
  slo: KnownSlo,
  reading: ObjectiveReading,
  memory: Memory | undefined,
  options: {
    runbookUrl: string | null;
    regionTitle?: string;
    /** Where it fails, of all regions together. */
    placeOf: (alerts: readonly SloAlert[]) => string | undefined;
    told: SettleInput['told'];
    atMs: number;
  },
): StoredRow {
  const { definition } = slo;
  const { placeOf, told, ...rest } = options;
  const isWithin = definition.isComposite && reading.objective !== 'all';
  const objective =
    reading.objective === 'all'
      ? undefined
      : definition.objectives[Number(reading.objective)];
  const earlier = new Map(memory?.alerts.map(a => [burnAlertKey(a), a]));
  const all = alertsOf(definition, objective).filter(a => a.alertsOnBreach);
  // Alerts look at the whole: of a composite, and of all regions.
  const alerts =
    isWithin || reading.region !== ''
      ? []
      : all.map(wanted => {
          const known = earlier.get(burnAlertKey(wanted));
          const said = told?.about(definition, reading.objective, wanted);
          return judgeAlert(wanted, reading.burns, known, said, options.atMs);
        });
  const place = rest.regionTitle ?? placeOf(alerts);
  const isBurning =
    reading.region !== '' && all.some(each => burnsAs(each, reading.burns));
  const row = buildRow({ slo, reading, alerts, place, isBurning, ...rest });
  const lastRemaining = row.figures?.remaining ?? memory?.lastRemaining ?? null;
  return { row, memory: { alerts, lastRemaining } };
}

function changesOf(
  { row, memory }: StoredRow,
  before: Memory | undefined,
): SloChange[] {
  const changes: SloChange[] = [];
  const add = (
    kind: SloChange['kind'],
    severity: string | null,
    text: string,
  ) =>
    changes.push({
      at: row.observedAt ?? '',
      ...{ kind, severity, text: `${row.displayName}: ${text}` },
      ...{ entityRef: row.entityRef, slo: row.slo, objective: row.objective },
    });
  const earlier = new Map(before?.alerts.map(a => [burnAlertKey(a), a.state]));
  for (const alert of memory.alerts) {
    const was = earlier.get(burnAlertKey(alert));
    const isFiring = alert.state === 'firing';
    if (isFiring && was !== 'firing') {
      const runbook = row.runbookUrl ? ` Runbook: ${row.runbookUrl}` : '';
      add('alertFired', alert.severity, lowerFirst(row.reason) + runbook);
    }
    if (!isFiring && was === 'firing') {
      const text = `the ${alert.severity} alert is over.`;
      add('alertResolved', alert.severity, text);
    }
  }
  const [was, is] = [before?.lastRemaining ?? null, memory.lastRemaining];
  if (was !== null && is !== null) {
    if (was > 0 && is <= 0) add('budgetSpent', null, 'the budget is spent.');
    if (was <= 0 && is > 0) add('budgetBack', null, 'there is budget again.');
  }
  return changes;
}

function policyChange(
  row: SloRow,
  { decision, reasons }: DeployVerdict,
  atMs: number,
): SloChange {
  return {
    at: new Date(atMs).toISOString(),
    kind: 'policyChanged',
    entityRef: row.entityRef,
    ...{ slo: null, objective: null, severity: decision },
    text: `${row.serviceTitle} ${decisionWords[decision]}. ${reasons[0].text}`,
  };
}
