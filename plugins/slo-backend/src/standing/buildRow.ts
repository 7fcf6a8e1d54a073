import {
  defaultErrorBudgetPolicy,
  durationMs,
  exhaustionOf,
  formatOpenSloDuration,
  judgeObjective,
  lowTrafficOf,
  SloAlert,
  SloExhaustion,
  SloRow,
} from '@worldscale/backstage-plugin-slo-common';
import { KnownSlo } from '../definitions/Definitions';
import { alertsOf, ObjectiveReading } from '../measuring/ObjectiveReading';

const hourMs = 3_600_000;
/** The policy looks at days, not at minutes. */
const POLICY_WINDOWS_MS = [72 * hourMs, 24 * hourMs];

export interface RowInput {
  slo: KnownSlo;
  reading: ObjectiveReading;
  alerts: readonly SloAlert[];
  runbookUrl: string | null;
  /** What people call the region of the reading. */
  regionTitle?: string;
  /** Where it fails, as people call it; undefined: everywhere. */
  place?: string;
  /** It burns as an alert says, where no alert looks: in one region. */
  isBurning?: boolean;
  /** When it was read (Unix milliseconds). */
  atMs: number;
}

function iso(ms: number | undefined): string | null {
  return ms === undefined ? null : new Date(ms).toISOString();
}

/** The burn rate that is taken to go on, and over which window it was seen. */
function basisOf(
  { burns, figures }: ObjectiveReading,
  isFiring: boolean,
): { burnRate: number; basisMs: number | null } {
  const order = isFiring ? [hourMs, 6 * hourMs] : [6 * hourMs, 24 * hourMs];
  for (const windowMs of order) {
    const rate = burns.find(b => b.windowMs === windowMs)?.burnRate ?? null;
    if (rate !== null) return { burnRate: rate, basisMs: windowMs };
  }
  return { burnRate: figures?.burnRate ?? 0, basisMs: null };
}

/** Burn rate over the policy's days; null where unknown. */
export function slowBurnRateOf(row: Pick<SloRow, 'burns'>): number | null {
  for (const windowMs of POLICY_WINDOWS_MS) {
    const rate = row.burns.find(b => b.windowMs === windowMs)?.burnRate;
    if (rate !== undefined && rate !== null) return rate;
  }
  return null;
}

function exhaustion(
  { reading, atMs }: RowInput,
  windowMs: number,
  isFiring: boolean,
): SloExhaustion | null {
  const { figures, window } = reading;
  if (!figures) return null;
  const { burnRate, basisMs } = basisOf(reading, isFiring);
  const isCalendar = window && window.elapsedMs < window.endMs - window.startMs;
  const found = exhaustionOf({
    ...{ remaining: figures.remaining, burnRate, windowMs },
    leftMs: isCalendar ? window.endMs - atMs : undefined,
  });
  const inMs = 'inMs' in found ? found.inMs : null;
  return { kind: found.kind, inMs, basisMs };
}

/** What lists show of one objective. What the service's policy says is filled in later. */
export function buildRow(input: RowInput): SloRow {
  const { slo, reading, alerts, runbookUrl, atMs } = input;
  const { definition, entity, world, file } = slo;
  const { figures, window, burns } = reading;
  const objective =
    reading.objective === 'all'
      ? undefined
      : definition.objectives[Number(reading.objective)];
  const lengthMs = durationMs(definition.window.duration);
  const firing: Record<string, number> = {};
  for (const { state, severity } of alerts) {
    if (state === 'firing') firing[severity] = (firing[severity] ?? 0) + 1;
  }
  const firingCount = Object.values(firing).reduce((a, b) => a + b, 0);
  const burning = Math.max(firingCount, Number(input.isBurning ?? false));
  const gone = exhaustion(input, lengthMs, burning > 0);
  const { state, reason } = judgeObjective({
    playerJourney: definition.playerJourney,
    place: input.place,
    policy: definition.policy ?? defaultErrorBudgetPolicy,
    budget:
      figures && gone
        ? {
            remaining: figures.remaining,
            slowBurnRate: slowBurnRateOf({ burns }),
            exhaustion:
              gone.kind === 'at' || gone.kind === 'afterWindow'
                ? { kind: gone.kind, inMs: gone.inMs ?? 0 }
                : { kind: gone.kind },
          }
        : undefined,
    unknownReason: reading.unknownReason ?? undefined,
    firing: burning,
  });
  const traffic =
    figures?.events &&
    lowTrafficOf({
      totalEvents: figures.events.total,
      windowMs: window?.elapsedMs ?? lengthMs,
      target: reading.target,
      alerts: alertsOf(definition, objective),
    });
  const calendar = definition.window.kind === 'calendar' && definition.window;
  return {
    slo: definition.name,
    objective: reading.objective,
    region: reading.region,
    ...(input.regionTitle !== undefined && { regionTitle: input.regionTitle }),
    displayName: definition.displayName,
    objectiveName: objective?.displayName ?? null,
    service: definition.service,
    serviceTitle:
      entity?.title ?? definition.serviceDisplayName ?? definition.service,
    entityRef: entity?.entityRef ?? null,
    world: world?.entityRef ?? null,
    worldTitle: world?.title ?? null,
    owner: entity?.owner ?? null,
    target: reading.target,
    method: definition.method,
    window: {
      kind: definition.window.kind,
      duration: formatOpenSloDuration(definition.window.duration),
      lengthMs,
      startAt: iso(window?.startMs),
      endAt: iso(window?.endMs),
      timeZone: calendar ? calendar.timeZone : null,
    },
    isComposite: definition.isComposite,
    playerJourney: definition.playerJourney ?? null,
    runbookUrl,
    ...{ state, reason, figures, unknownReason: reading.unknownReason },
    ...(reading.isFilling && { isReadingPast: true }),
    ...{ burns, exhaustion: gone, coverage: reading.coverage },
    lowTraffic: traffic ? traffic.text : null,
    firing,
    measuredBy: reading.measuredBy,
    ...(slo.note !== undefined && { note: slo.note }),
    observedAt: reading.isNew ? null : iso(atMs),
    freshness: reading.isNew ? 'unknown' : 'fresh',
    isDefinitionOld: file.error !== null,
    decision: null,
  };
}
