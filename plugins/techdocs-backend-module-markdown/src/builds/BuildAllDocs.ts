import type { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import { CATALOG_FILTER_EXISTS } from '@backstage/catalog-client';
import {
  CompoundEntityRef,
  getCompoundEntityRef,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { toError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { setTimeout as pause } from 'node:timers/promises';
import type { SyncResult } from './syncEntity';

export interface BuildAllDocsOptions {
  auth: AuthService;
  catalog: CatalogService;
  logger: LoggerService;
  sync(entity: CompoundEntityRef, signal: AbortSignal): Promise<SyncResult>;
  /** Milliseconds between two entities, so that readers come first. */
  pauseMs: number;
  /** Milliseconds after which the host of an entity's docs is asked again. */
  recheckMs: number;
  /** Milliseconds since 1970. */
  now(): number;
}

const annotation = 'backstage.io/techdocs-ref';
const pageSize = 100;
/** What failed may have failed for a host that was down. */
const retryMs = 5 * 60 * 1000;

/**
 * Builds the docs of every entity that has some, one after the other, so that search
 * finds what nobody has opened yet. Entities that are new to this process come at once,
 * the others when they are due: hosts count requests.
 */
export class BuildAllDocs {
  /** Reasons that were logged, so that a broken site is told once, not each time. */
  private readonly told = new Map<string, string>();
  /** When each entity is due. */
  private readonly due = new Map<string, number>();

  constructor(private readonly options: BuildAllDocsOptions) {}

  async run(signal: AbortSignal): Promise<void> {
    const { logger, pauseMs, recheckMs, now } = this.options;
    const counts = { built: 0, unchanged: 0, failed: 0 };
    for (const entity of await this.entities()) {
      if (signal.aborted) return;
      const ref = stringifyEntityRef(entity);
      if (now() < (this.due.get(ref) ?? 0)) continue;
      const result = await this.build(entity, signal);
      const waitMs =
        result.state === 'failed' ? Math.min(retryMs, recheckMs) : recheckMs;
      this.due.set(ref, now() + waitMs);
      counts[result.state]++;
      this.tell(ref, result);
      await pause(pauseMs, undefined, { signal }).catch(() => {});
    }
    const summary = `Docs: ${counts.built} sites built, ${counts.unchanged} unchanged, ${counts.failed} failed`;
    if (counts.built > 0) logger.info(summary);
    else logger.debug(summary);
  }

  private async entities(): Promise<CompoundEntityRef[]> {
    const { auth, catalog } = this.options;
    const credentials = await auth.getOwnServiceCredentials();
    const refs: CompoundEntityRef[] = [];
    let cursor: string | undefined;
    do {
      const page = await catalog.queryEntities(
        cursor
          ? { cursor, limit: pageSize }
          : {
              filter: {
                [`metadata.annotations.${annotation}`]: CATALOG_FILTER_EXISTS,
              },
              fields: ['kind', 'metadata.name', 'metadata.namespace'],
              limit: pageSize,
            },
        { credentials },
      );
      refs.push(...page.items.map(getCompoundEntityRef));
      cursor = page.pageInfo.nextCursor;
    } while (cursor);
    return refs;
  }

  private async build(
    entity: CompoundEntityRef,
    signal: AbortSignal,
  ): Promise<SyncResult> {
    try {
      return await this.options.sync(entity, signal);
    } catch (error) {
      return { state: 'failed', reason: toError(error).message };
    }
  }

  private tell(ref: string, result: SyncResult) {
    if (result.state !== 'failed') {
      this.told.delete(ref);
    } else if (this.told.get(ref) !== result.reason) {
      this.told.set(ref, result.reason);
      this.options.logger.warn(
        `The docs of ${ref} could not be built: ${result.reason}`,
      );
    }
  }
}
