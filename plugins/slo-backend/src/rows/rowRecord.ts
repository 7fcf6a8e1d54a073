import {
  lastHourBurnOf,
  SloRow,
} from '@worldscale/backstage-plugin-slo-common';
import { severityRank } from '@worldscale/backstage-plugin-worlds-common';
import { KeptAlert } from '../standing/judgeAlert';

/** What is kept of an objective between two rounds. */
export interface Memory {
  alerts: KeptAlert[];
  /** Share of the budget that was last known to be left. */
  lastRemaining: number | null;
}

/** A row with what is not for lists. */
export interface StoredRow {
  row: SloRow;
  memory: Memory;
}

/** What lists filter and sort by: narrow, so that looking at all of them is cheap. */
export interface RowRecord {
  slo: string;
  objective: string;
  entity_ref: string | null;
  world: string | null;
  owner: string | null;
  name: string;
  service: string;
  state: string;
  state_rank: number;
  urgency: number;
  remaining: number | null;
  burn_rate: number | null;
  exhaustion_ms: number | null;
  sli: number | null;
  decision: string | null;
  is_part: boolean;
  is_journey: boolean;
  words: string;
}

/** What only the rows of one page are read for. */
export interface TextRecord {
  slo: string;
  objective: string;
  /** JSON. */
  row: string;
  /** JSON. */
  memory: string;
}

/**
 * When a round looked. Nearly all rows have the same two instants, which move with
 * every round: kept once, they make no row different that says the same as before.
 */
export interface RoundTimes {
  observedAtMs: number;
  /** End of rolling windows that are read from recorded series. */
  windowEndMs: number;
}

/** Whether lists leave it out: a part of a composite, or one region of all. */
export function isPart(row: SloRow): boolean {
  return (row.isComposite && row.objective !== 'all') || row.region !== '';
}

/** What a row is kept under: `0`, `all`, or `0@eu-frankfurt` for one region. */
export function idOf({
  objective,
  region,
}: Pick<SloRow, 'objective' | 'region'>): string {
  return region ? `${objective}@${region}` : objective;
}

export function keyOf({ slo, objective }: { slo: string; objective: string }) {
  return `${slo}\n${objective}`;
}

/**
 * How soon the budget is gone, for sorting: the spent come first, most overspent
 * before others; then by the time that is left; then by what is left.
 */
export function urgencyOf({
  figures,
  exhaustion,
}: {
  figures: Pick<NonNullable<SloRow['figures']>, 'remaining'> | null;
  exhaustion: SloRow['exhaustion'];
}): number {
  if (!figures) return 0;
  if (exhaustion?.kind === 'spent') return figures.remaining;
  const days = (exhaustion?.inMs ?? 1e13) / 86_400_000;
  return 1 + Math.min(days, 100_000) + Math.max(0, figures.remaining);
}

/** Of the whole, or of what is worse within it. */
function sortedUrgency(row: SloRow): number {
  const { remaining, exhaustion } = row.worstWithin ?? {};
  if (remaining === undefined || remaining === null) return urgencyOf(row);
  const worst = urgencyOf({
    figures: { remaining },
    exhaustion: exhaustion ?? null,
  });
  return row.figures ? Math.min(worst, urgencyOf(row)) : worst;
}

const lower = (text: string) => text.toLocaleLowerCase('en-US');

export function toRecord(row: SloRow): RowRecord {
  const { figures, exhaustion } = row;
  return {
    ...{ slo: row.slo, objective: idOf(row), entity_ref: row.entityRef },
    ...{ world: row.world, owner: row.owner, state: row.state },
    name: lower(row.displayName).slice(0, 250),
    service: lower(row.serviceTitle).slice(0, 250),
    state_rank: severityRank(row.state),
    urgency: sortedUrgency(row),
    remaining: figures?.remaining ?? null,
    burn_rate: lastHourBurnOf(row),
    exhaustion_ms: exhaustion?.kind === 'spent' ? 0 : exhaustion?.inMs ?? null,
    sli: figures?.sli ?? null,
    decision: row.decision,
    is_part: isPart(row),
    is_journey: row.playerJourney !== null,
    words: lower(
      [
        ...[row.slo, row.displayName, row.objectiveName, row.service],
        ...[row.serviceTitle, row.worldTitle, row.world, row.owner],
        ...[row.playerJourney, row.entityRef],
      ].join(' '),
    ),
  };
}

const iso = (ms: number) => new Date(ms).toISOString();

export interface IsoTimes {
  observedAt: string;
  windowEndAt: string;
}

export function isoTimes({ observedAtMs, windowEndMs }: RoundTimes): IsoTimes {
  return { observedAt: iso(observedAtMs), windowEndAt: iso(windowEndMs) };
}

export function toText(
  { row, memory }: StoredRow,
  times: IsoTimes | undefined,
): TextRecord {
  const { window, observedAt, ...rest } = row;
  const { startAt, endAt, ...frame } = window;
  const isOfRound = observedAt !== null && observedAt === times?.observedAt;
  const isUntilNow = window.kind === 'rolling' && endAt === times?.windowEndAt;
  return {
    slo: row.slo,
    objective: idOf(row),
    row: JSON.stringify({
      ...rest,
      // What is left out is that of the round.
      ...(!isOfRound && { observedAt }),
      window: isUntilNow ? frame : { ...frame, startAt, endAt },
    }),
    memory: JSON.stringify(memory),
  };
}

/** A row as it was before it was written. */
export function fromText(text: string, times: RoundTimes | undefined): SloRow {
  const row: SloRow = JSON.parse(text);
  if (!times) return row;
  row.observedAt ??=
    row.observedAt === undefined ? iso(times.observedAtMs) : null;
  if (row.window.endAt === undefined) {
    row.window.startAt = iso(times.windowEndMs - row.window.lengthMs);
    row.window.endAt = iso(times.windowEndMs);
  }
  return row;
}
