import { SloAlert, SloRow } from '@worldscale/backstage-plugin-slo-common';
import { severityRank } from '@worldscale/backstage-plugin-worlds-common';
import { Knex } from 'knex';

/** What is kept of an objective between two rounds. */
export interface Memory {
  alerts: SloAlert[];
  /** Share of the budget that was last known to be left. */
  lastRemaining: number | null;
}

/** A row with what is not for lists. */
export interface StoredRow {
  row: SloRow;
  memory: Memory;
}

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
  row: string;
  alerts: string;
}

/** Keeps a statement below the 32,766 parameters that SQLite allows. */
const ROWS_PER_STATEMENT = 500;

/**
 * How soon the budget is gone, for sorting: the spent come first, most overspent
 * before others; then by the time that is left; then by what is left.
 */
function urgencyOf({ figures, exhaustion }: SloRow): number {
  if (!figures) return 0;
  if (exhaustion?.kind === 'spent') return figures.remaining;
  const days = (exhaustion?.inMs ?? 1e13) / 86_400_000;
  return 1 + Math.min(days, 100_000) + Math.max(0, figures.remaining);
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

function toRecord({ row, memory }: StoredRow): RowRecord {
  const { figures, exhaustion } = row;
  const lower = (text: string) => text.toLocaleLowerCase('en-US');
  return {
    ...{ slo: row.slo, objective: idOf(row), entity_ref: row.entityRef },
    ...{ world: row.world, owner: row.owner, state: row.state },
    name: lower(row.displayName).slice(0, 250),
    service: lower(row.serviceTitle).slice(0, 250),
    state_rank: severityRank(row.state),
    urgency: urgencyOf(row),
    remaining: figures?.remaining ?? null,
    burn_rate: figures?.burnRate ?? null,
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
    row: JSON.stringify(row),
    alerts: JSON.stringify(memory),
  };
}

function fromRecord({ row, alerts }: Pick<RowRecord, 'row' | 'alerts'>) {
  return { row: JSON.parse(row), memory: JSON.parse(alerts) } as StoredRow;
}

/** Latest figures of all objectives. */
export class RowStore {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  /** What every objective was before, by SLO and objective. */
  async memories(): Promise<Map<string, Memory>> {
    const rows = await this.#db<RowRecord>('slo_rows').select(
      ...(['slo', 'objective', 'alerts'] as const),
    );
    return new Map(
      rows.map(r => [`${r.slo}\n${r.objective}`, JSON.parse(r.alerts)]),
    );
  }

  /** Makes the rows all that there are. */
  async replace(rows: readonly StoredRow[]): Promise<void> {
    const records = rows.map(toRecord);
    await this.#db.transaction(async tx => {
      const known = await tx<RowRecord>('slo_rows').select('slo', 'objective');
      const kept = new Set(records.map(r => `${r.slo}\n${r.objective}`));
      for (const { slo, objective } of known) {
        if (kept.has(`${slo}\n${objective}`)) continue;
        await tx('slo_rows').where({ slo, objective }).delete();
      }
      for (let i = 0; i < records.length; i += ROWS_PER_STATEMENT) {
        await tx('slo_rows')
          .insert(records.slice(i, i + ROWS_PER_STATEMENT))
          .onConflict(['slo', 'objective'])
          .merge();
      }
    });
  }

  async all(): Promise<StoredRow[]> {
    return (await this.#db<RowRecord>('slo_rows')).map(fromRecord);
  }

  async ofSlo(slo: string): Promise<StoredRow[]> {
    const rows = await this.#db<RowRecord>('slo_rows')
      .where({ slo })
      .orderBy('objective');
    return rows.map(fromRecord);
  }

  /** Worst first, without parts of composites and single regions. */
  async where(
    filter: { entity_ref: string } | { world: string; is_journey: boolean },
  ): Promise<SloRow[]> {
    const rows = await this.#db<RowRecord>('slo_rows')
      .where({ ...filter, is_part: false })
      .orderBy([
        { column: 'state_rank' },
        { column: 'urgency' },
        { column: 'name' },
      ]);
    return rows.map(record => fromRecord(record).row);
  }
}
