import { SummaryRow } from '@worldscale/backstage-plugin-worlds-common';
import {
  portions,
  SummaryKey,
  SummaryLedger,
} from '@worldscale/backstage-plugin-worlds-node';

/** Rows of one transaction: who reads the ledger waits no longer than for these. */
const ROWS_AT_ONCE = 250;

const keyOf = ({ entityRef, region }: SummaryKey) => `${entityRef}\n${region}`;

/** What a row says, but for when it was seen. */
const essenceOf = ({ observedAt, ...rest }: SummaryRow) => JSON.stringify(rest);

/**
 * Tells the fleet of what changed since the last round. The ledger compares everything
 * with everything once, at first and after a failure; from then on it hears of changes
 * alone, some at a time.
 */
export class SummaryTeller {
  readonly #ledger: Pick<
    SummaryLedger,
    'replace' | 'upsert' | 'remove' | 'confirm'
  >;
  readonly #source: string;
  /** Essence by key, as it was told; undefined: it is not known what the ledger has. */
  #told: Map<string, { key: SummaryKey; essence: string }> | undefined;

  constructor(
    ledger: Pick<SummaryLedger, 'replace' | 'upsert' | 'remove' | 'confirm'>,
    source: string,
  ) {
    this.#ledger = ledger;
    this.#source = source;
  }

  /**
   * @param isAlone whether nobody else has told anything since the last call
   */
  async tell(
    rows: readonly SummaryRow[],
    at: Date,
    isAlone: boolean,
  ): Promise<void> {
    const before = isAlone ? this.#told : undefined;
    this.#told = undefined;
    const told: NonNullable<typeof before> = new Map();
    const changed: SummaryRow[] = [];
    for await (const some of portions(rows, ROWS_AT_ONCE)) {
      for (const row of some) {
        const { entityRef, region } = row;
        const essence = essenceOf(row);
        told.set(keyOf(row), { key: { entityRef, region }, essence });
        if (before && before.get(keyOf(row))?.essence === essence) continue;
        changed.push({ ...row, source: this.#source });
      }
    }
    if (!before) {
      await this.#ledger.replace(this.#source, [...rows], at);
      this.#told = told;
      return;
    }
    for await (const some of portions(changed, ROWS_AT_ONCE)) {
      await this.#ledger.upsert(some);
    }
    const gone = [...before].flatMap(([id, { key }]) =>
      told.has(id) ? [] : [key],
    );
    for await (const some of portions(gone, ROWS_AT_ONCE)) {
      await this.#ledger.remove(some);
    }
    await this.#ledger.confirm(this.#source, at);
    this.#told = told;
  }
}
