import { RootConfigService } from '@backstage/backend-plugin-api';
import { readDurationFromConfig } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds } from '@backstage/types';

export interface LedgerConfig {
  /** How long changes are kept. */
  retentionMs: number;
  /** How far back recorded series are asked at the first start; zero: not at all. */
  backfillMs: number;
}

const DAY_MS = 86_400_000;
/** A year and a month, so that this season can be compared with the last. */
const DEFAULT_RETENTION_MS = 400 * DAY_MS;
const DEFAULT_BACKFILL_MS = 30 * DAY_MS;

/** @throws InputError that names what is wrong */
export function readLedgerConfig(root: RootConfigService): LedgerConfig {
  const config = root.getOptionalConfig('scaling.ledger');
  const read = (key: string, otherwise: number) =>
    config?.has(key)
      ? durationToMilliseconds(readDurationFromConfig(config, { key }))
      : otherwise;
  const retentionMs = read('retention', DEFAULT_RETENTION_MS);
  if (retentionMs <= 0) {
    throw new InputError(
      "Invalid config: 'scaling.ledger.retention' must be longer than nothing",
    );
  }
  const backfillMs = read('backfill', DEFAULT_BACKFILL_MS);
  if (backfillMs < 0) {
    throw new InputError(
      "Invalid config: 'scaling.ledger.backfill' must not be negative",
    );
  }
  return { retentionMs, backfillMs: Math.min(backfillMs, retentionMs) };
}
