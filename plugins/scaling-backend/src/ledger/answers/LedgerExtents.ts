import {
  LedgerExtent,
  UnreadCluster,
} from '@worldscale/backstage-plugin-scaling-common';
import { SourceHealth } from '@worldscale/backstage-plugin-worlds-common';
import {
  PROMETHEUS_SOURCE,
  SourceMonitor,
} from '@worldscale/backstage-plugin-worlds-node';
import { clusterSource } from '../../ingest/summaryRows';
import { KnownExtent, LedgerReader } from './LedgerReader';

export interface LedgerExtentsOptions {
  reader: Pick<LedgerReader, 'extentsOf'>;
  monitor: Pick<SourceMonitor, 'snapshot'>;
  /** Whether recorded series can be asked at all. */
  hasPrometheus: boolean;
  /** How far back they are asked; zero: not at all. */
  backfillMs: number;
  /** How long changes are kept. */
  retentionMs: number;
  now?: () => number;
}

/** What the ledger knows of services, and what it cannot know now. */
export class LedgerExtents {
  readonly #options: LedgerExtentsOptions;

  constructor(options: LedgerExtentsOptions) {
    this.#options = options;
  }

  async of(entityRef: string): Promise<LedgerExtent> {
    const { reader, monitor } = this.#options;
    const known = await reader.extentsOf([entityRef]);
    return this.#describe(known.get(entityRef), await monitor.snapshot());
  }

  async ofAll(
    entityRefs: readonly string[],
  ): Promise<Array<[string, LedgerExtent]>> {
    const { reader, monitor } = this.#options;
    const known = await reader.extentsOf(entityRefs);
    const health = await monitor.snapshot();
    return entityRefs.map(ref => [ref, this.#describe(known.get(ref), health)]);
  }

  /** An instant from which on something is known, within what is kept. */
  since(ms: number | undefined): string | null {
    return ms === undefined ? null : this.#kept(ms);
  }

  async unreadClusters(): Promise<UnreadCluster[]> {
    const health = await this.#options.monitor.snapshot();
    return health.flatMap(
      ({ id, kind, title, reachable, lastSuccessAt, lastError }) =>
        kind === 'kubernetes' && reachable === false && lastError
          ? [
              {
                name: id.slice(clusterSource('').length),
                ...{ title, readAt: lastSuccessAt, error: lastError.message },
              },
            ]
          : [],
    );
  }

  #describe(
    known: KnownExtent | undefined,
    health: readonly SourceHealth[],
  ): LedgerExtent {
    const { backfillMs, hasPrometheus } = this.#options;
    const observedSince = known ? this.#kept(known.sinceMs) : null;
    if (!hasPrometheus || backfillMs === 0) {
      return {
        ...{ observedSince, knownSince: observedSince, backfill: 'none' },
        reason: hasPrometheus
          ? 'Taking over past sizes is switched off (scaling.ledger.backfill): what happened before that is not known.'
          : 'No Prometheus is configured: what happened before that is not known.',
      };
    }
    if (!known) {
      return {
        ...{ observedSince, knownSince: null, backfill: 'pending' },
        reason: 'No workload of this service was seen in a cluster yet.',
      };
    }
    const { recordedSinceMs, isAsking, sinceMs } = known;
    const isRecorded = recordedSinceMs !== null && recordedSinceMs < sinceMs;
    const knownSince = this.#kept(isRecorded ? recordedSinceMs : sinceMs);
    if (isAsking) {
      const source = health.find(({ id }) => id === PROMETHEUS_SOURCE);
      const trouble = source?.reachable === false ? source.lastError : null;
      return {
        ...{ observedSince, knownSince, backfill: 'pending' },
        reason: trouble?.message ?? null,
      };
    }
    return {
      ...{ observedSince, knownSince, backfill: 'done' },
      reason: isRecorded
        ? null
        : 'Recorded series hold no earlier sizes of this service: what happened before that is not known.',
    };
  }

  /** Of what is older than that nothing is kept. */
  #kept(sinceMs: number): string {
    const { retentionMs, now = Date.now } = this.#options;
    return new Date(Math.max(sinceMs, now() - retentionMs)).toISOString();
  }
}
