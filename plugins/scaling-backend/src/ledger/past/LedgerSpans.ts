import {
  RecordedStep,
  describeBackfilled,
  tellFrom,
} from '@worldscale/backstage-plugin-scaling-common';
import { Knex } from 'knex';
import {
  ChangeFacts,
  changeId,
  ChangeRow,
  readKey,
  toRow,
  WorkloadKey,
} from '../recording/ledgerRows';
import { portions } from '@worldscale/backstage-plugin-worlds-node';

/** A time in which nobody watched a workload, and what is known of its two ends. */
export interface Span {
  entityRef: string;
  cluster: string;
  workload: string;
  fromMs: number;
  toMs: number;
  sizeBefore: number | null;
  sizeAfter: number;
  /** The change that was found over this time. */
  changeId: string | null;
}

/** What recorded series show of a span, in order. */
export interface AnsweredSpan {
  span: Span;
  steps: readonly RecordedStep[];
  /** How far back they go; undefined: there is nothing. */
  sinceMs?: number;
}

interface SpanRow {
  entity_ref: string;
  cluster: string;
  workload: string;
  from_ms: number | string;
  to_ms: number | string;
  size_before: number | null;
  size_after: number;
  change_id: string | null;
}

/**
 * The times for which recorded series are still to be asked, kept until they were. The
 * answer and the removal of the span are one transaction, and the ids of what is found
 * follow from span and instant, so that a backend that stops in the middle, or two that
 * ask the same, leave each change once.
 */
export class LedgerSpans {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  /** The newest spans of one kind of workload in a cluster: what can be asked together. */
  async next(cluster: string, limit: number): Promise<Span[]> {
    const newest = await this.#db<SpanRow>('ledger_spans')
      .where({ cluster })
      .orderBy([{ column: 'to_ms', order: 'desc' }, { column: 'workload' }])
      .first();
    if (!newest) return [];
    const { kind } = readKey(newest.workload);
    const rows = await this.#db<SpanRow>('ledger_spans')
      .where({ cluster })
      .where('workload', 'like', `${kind}/%`)
      .orderBy([{ column: 'to_ms', order: 'desc' }, { column: 'workload' }])
      .limit(limit);
    return rows.map(toSpan);
  }

  /** How many workloads of a cluster the ledger keeps. */
  async countWorkloads(cluster: string): Promise<number> {
    const row = await this.#db('ledger_members')
      .where({ cluster })
      .countDistinct({ n: 'workload' })
      .first();
    return Number(row?.n ?? 0);
  }

  /** @returns how many changes were recorded */
  async answer(answers: readonly AnsweredSpan[]): Promise<number> {
    return this.#db.transaction(async tx => {
      let recorded = 0;
      const rows: ChangeRow[] = [];
      for (const { span, steps, sinceMs } of answers) {
        const { deleted } = await removed(tx, span);
        // Another backend was quicker.
        if (!deleted) continue;
        rows.push(...(await rowsOf(tx, span, steps)));
        if (span.sizeBefore === null && sinceMs !== undefined) {
          await noteSince(tx, span, sinceMs);
        }
      }
      for await (const chunk of portions(rows)) {
        await tx<ChangeRow>('ledger_changes')
          .insert(chunk)
          .onConflict('id')
          .ignore();
        recorded += chunk.length;
      }
      return recorded;
    });
  }
}

async function removed(tx: Knex.Transaction, span: Span) {
  const { entityRef: entity_ref, cluster, workload, fromMs: from_ms } = span;
  const deleted = await tx('ledger_spans')
    .where({ entity_ref, cluster, workload, from_ms })
    .delete();
  return { deleted: deleted > 0 };
}

/** Recorded series tell of the time before the ledger began, from this instant on. */
async function noteSince(
  tx: Knex.Transaction,
  { entityRef: entity_ref, cluster, workload }: Span,
  recorded_since_ms: number,
): Promise<void> {
  await tx('ledger_members')
    .where({ entity_ref, cluster, workload })
    .update({ recorded_since_ms });
}

/**
 * Where a change was found over the span, its last step is that change: it is told more
 * closely. All other steps are changes that nobody saw.
 */
async function rowsOf(
  tx: Knex.Transaction,
  span: Span,
  steps: readonly RecordedStep[],
): Promise<ChangeRow[]> {
  const unseen = [...steps];
  const last = unseen.at(-1);
  if (span.changeId && last?.to === span.sizeAfter) {
    unseen.pop();
    await narrow(tx, span.changeId, last);
  }
  const workload = readKey(span.workload);
  return unseen.map(step => {
    const { atMs } = step;
    const { entityRef, cluster, fromMs } = span;
    const what = [cluster, span.workload, 'recorded', fromMs, atMs];
    return toRow(
      changeId(entityRef, ...what),
      ...([entityRef, cluster, workload] as const),
      { stack: null, ...step },
      factsOf(step, workload),
    );
  });
}

/** A change that was found over a span is the last step of it. */
async function narrow(
  tx: Knex.Transaction,
  id: string,
  step: RecordedStep,
): Promise<void> {
  const found = tx<ChangeRow>('ledger_changes').where({ id });
  const row = await found.clone().first();
  if (!row) return;
  const why = JSON.parse(row.why);
  const sentence = tellFrom(
    why.sentence,
    row.kind,
    { from: row.from_size ?? step.from, to: row.to_size },
    step.from,
  );
  await found.clone().update({
    from_size: step.from,
    why: JSON.stringify({ ...why, sentence }),
    // Where a witness said when it was, that stays.
    ...(row.not_before_ms === null
      ? {}
      : { at_ms: step.atMs, not_before_ms: step.notBeforeMs }),
  });
}

function factsOf(step: RecordedStep, { kind }: WorkloadKey): ChangeFacts {
  return {
    atMs: step.atMs,
    notBeforeMs: step.notBeforeMs,
    actor: { type: 'unknown', kind: null, name: null },
    why: {
      sentence: describeBackfilled(step, kind),
      event: null,
      conditions: [],
      metrics: [],
      steps: [],
    },
    reasonObserved: false,
    readiness: 'unknown',
    readyAtMs: null,
    source: 'backfilled',
  };
}

function toSpan(row: SpanRow): Span {
  return {
    entityRef: row.entity_ref,
    cluster: row.cluster,
    workload: row.workload,
    fromMs: Number(row.from_ms),
    toMs: Number(row.to_ms),
    sizeBefore: row.size_before,
    sizeAfter: row.size_after,
    changeId: row.change_id,
  };
}
