import {
  ParsedSummariesRequest,
  SummariesResponse,
  SummaryRow,
} from '@worldscale/backstage-plugin-worlds-common';

/**
 * A ledger holds what a domain answers to `GET /summaries` and remembers in which
 * generation each row last changed.
 *
 * A generation is one write that changed something. It is counted up under a lock
 * that is held until the write is visible, so whoever sees generation n sees all
 * that was written up to n, whichever backend is asked. A pull fixes its upper end
 * (`until`) on its first page and reads rows in the order (generation, entityRef,
 * region). A row that changes while the pull turns pages moves beyond `until`: this
 * answer leaves it out and the next one brings it. So no lock is held between pages.
 *
 * A row that is read again and found the same is not a change, even where its
 * `observedAt` is later: its age follows from its source's `confirmedAt`, which costs
 * one small write per source and not one per row. (A row without a source has only
 * its own `observedAt`; there a later instant is a change.)
 *
 * A removed row leaves a tombstone. Tombstones are kept up to a limit; whoever asks
 * for changes since before the oldest that was thrown away gets a full answer.
 */
export interface SummaryLedger {
  /**
   * Makes `rows` the whole of what `source` says: new and changed rows are written,
   * rows that it named before and no longer names are removed, and, with `confirmedAt`,
   * the source is confirmed. Each row must be unique by (entityRef, region); one that
   * belonged to another source moves to this one.
   */
  replace(
    source: string,
    rows: SummaryRow[],
    confirmedAt?: Date,
  ): Promise<LedgerChange>;
  /** Writes rows that are new or changed; touches no others. */
  upsert(rows: SummaryRow[]): Promise<LedgerChange>;
  /** Removes rows; those that do not exist are ignored. */
  remove(keys: SummaryKey[]): Promise<LedgerChange>;
  /** All rows of `source` held at `at`. An earlier instant than known is ignored. */
  confirm(source: string, at: Date): Promise<void>;
  /** Removes a source that is no longer read, and all its rows. */
  forget(source: string): Promise<LedgerChange>;
  /**
   * One page of the answer to a pull.
   *
   * @throws InputError where the cursor is not readable
   * @throws ConflictError where the cursor belongs to another epoch: pull again
   */
  answer(request: ParsedSummariesRequest): Promise<LedgerAnswer>;
  /** How many rows depend on each source. */
  countBySource(): Promise<Map<string, number>>;
}

/** What identifies a row. */
export type SummaryKey = Pick<SummaryRow, 'entityRef' | 'region'>;

/** How many rows a write changed, and the generation after it. */
export interface LedgerChange {
  written: number;
  removed: number;
  generation: number;
}

export type LedgerAnswer = Pick<
  SummariesResponse,
  'epoch' | 'full' | 'generation' | 'rows' | 'sources' | 'nextCursor'
>;

/**
 * Removals that are remembered: several times the largest fleet's rows per region,
 * so that a puller may sleep through the loss of a region and still get changes only.
 */
export const DEFAULT_TOMBSTONE_LIMIT = 10_000;
