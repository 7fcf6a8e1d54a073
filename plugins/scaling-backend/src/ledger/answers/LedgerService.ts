import {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { InputError, NotAllowedError, NotFoundError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  ChangeFilter,
  changesCsvHeader,
  changesCsvLines,
  ChangesExportRequest,
  ChangesPage,
  DEFAULT_AT_ONCE,
  ParsedChangesRequest,
  ScalingChange,
  scalingChangeReadPermission,
  ServicesChanges,
  ServicesChangesRequest,
  ServicesVersions,
  ServiceRequest,
  tellReason,
} from '@worldscale/backstage-plugin-scaling-common';
import { CatalogReader } from '../../sources/catalog/CatalogReader';
import { ChangeRow, fromRow, isoOf } from '../recording/ledgerRows';
import { readVersionRow } from '../recording/versionRows';
import { LedgerExtents } from './LedgerExtents';
import {
  ChangePosition,
  ChangeQuery,
  LedgerReader,
  readChangeCursor,
  writeChangeCursor,
} from './LedgerReader';
import { VersionReader } from './VersionReader';

export interface LedgerServiceOptions {
  reader: LedgerReader;
  versions: VersionReader;
  catalog: Pick<CatalogReader, 'picture'>;
  entities: Pick<CatalogService, 'getEntityByRef' | 'getEntitiesByRefs'>;
  permissions: PermissionsService;
  extents: LedgerExtents;
}

const ROWS_PER_READ = 500;

/** What callers may ask of the ledger, as themselves. */
export class LedgerService {
  readonly #options: LedgerServiceOptions;

  constructor(options: LedgerServiceOptions) {
    this.#options = options;
  }

  /**
   * @throws NotAllowedError without the permission
   * @throws NotFoundError where the entity does not exist or may not be seen
   */
  async getChanges(
    { limit, cursor, ...request }: ParsedChangesRequest,
    caller: BackstageCredentials,
  ): Promise<ChangesPage> {
    const after = cursor ? readChangeCursor(cursor) : undefined;
    const entityRef = await this.#readable(request, caller);
    const query = await this.#queryOf(entityRef, request);
    const { reader } = this.#options;
    const rows = await reader.page(entityRef, query, after, limit);
    const shown = rows.slice(0, limit);
    return {
      entityRef,
      changes: shown.map(row => this.#tell(row)),
      nextCursor:
        rows.length > limit ? writeChangeCursor(positionOf(shown)) : null,
      extent: await this.#options.extents.of(entityRef),
    };
  }

  /** Pieces of a file of comma-separated values. Throws as `getChanges`. */
  async exportChanges(
    request: ChangesExportRequest,
    caller: BackstageCredentials,
  ): Promise<AsyncGenerator<string>> {
    const entityRef = await this.#readable(request, caller);
    const query = await this.#queryOf(entityRef, request);
    return this.#csv(entityRef, query);
  }

  /** Of services that the caller may see; the others are named as missing. */
  async getChangesOfServices(
    request: ServicesChangesRequest,
    caller: BackstageCredentials,
  ): Promise<ServicesChanges> {
    const { reader, extents } = this.#options;
    const { visible, missing, range, limit } = await this.#asked(
      request,
      caller,
    );
    const rows = await reader.ofServices(visible, range, limit);
    return {
      changes: rows.slice(0, limit).map(row => this.#tell(row)),
      cut: rows.length > limit,
      missing,
      extents: Object.fromEntries(await extents.ofAll(visible)),
      unreadClusters: await extents.unreadClusters(),
    };
  }

  /** As `getChangesOfServices`, of new versions. */
  async getVersionsOfServices(
    request: ServicesChangesRequest,
    caller: BackstageCredentials,
  ): Promise<ServicesVersions> {
    const { versions, extents } = this.#options;
    const { visible, missing, range, limit } = await this.#asked(
      request,
      caller,
    );
    const rows = await versions.ofServices(visible, range, limit);
    const since = await versions.sinceOf(visible);
    const gaps = await versions.gapsOf(visible, range);
    return {
      versions: rows.slice(0, limit).map(row => ({
        ...readVersionRow(row),
        ...this.#placeOf(row.cluster),
      })),
      cut: rows.length > limit,
      missing,
      observedSince: Object.fromEntries(
        visible.map(ref => [ref, extents.since(since.get(ref))]),
      ),
      gaps: gaps.map(({ entityRef, cluster, ...gap }) => ({
        ...{ entityRef, cluster, ...this.#placeOf(cluster) },
        from: isoOf(gap.fromMs),
        to: isoOf(gap.toMs),
      })),
      unreadClusters: await extents.unreadClusters(),
    };
  }

  async #asked(
    { entityRefs, from, to, limit = DEFAULT_AT_ONCE }: ServicesChangesRequest,
    caller: BackstageCredentials,
  ) {
    await this.#authorize(caller);
    const asked = [...new Set(entityRefs.map(normalised))];
    const { items } = await this.#options.entities.getEntitiesByRefs(
      { entityRefs: asked, fields: ['kind', 'metadata'] },
      { credentials: caller },
    );
    return {
      visible: asked.filter((_, i) => items[i]),
      missing: asked.filter((_, i) => !items[i]),
      range: { fromMs: Date.parse(from), toMs: Date.parse(to) },
      limit,
    };
  }

  async *#csv(entityRef: string, query: ChangeQuery): AsyncGenerator<string> {
    yield changesCsvHeader();
    let after: ChangePosition | undefined;
    for (;;) {
      const rows = await this.#options.reader.page(
        ...([entityRef, query, after, ROWS_PER_READ] as const),
      );
      const shown = rows.slice(0, ROWS_PER_READ);
      if (shown.length > 0) {
        yield changesCsvLines(shown.map(row => this.#tell(row)));
      }
      if (rows.length <= ROWS_PER_READ) return;
      after = positionOf(shown);
    }
  }

  async #authorize(caller: BackstageCredentials): Promise<void> {
    const [decision] = await this.#options.permissions.authorize(
      [{ permission: scalingChangeReadPermission }],
      { credentials: caller },
    );
    if (decision.result !== AuthorizeResult.ALLOW) {
      throw new NotAllowedError(
        `'${scalingChangeReadPermission.name}' is needed`,
      );
    }
  }

  async #readable(
    { kind, namespace, name }: ServiceRequest,
    caller: BackstageCredentials,
  ): Promise<string> {
    await this.#authorize(caller);
    const entityRef = stringifyEntityRef({ kind, namespace, name });
    const entity = await this.#options.entities.getEntityByRef(entityRef, {
      credentials: caller,
    });
    if (!entity) throw new NotFoundError(`There is no entity '${entityRef}'`);
    return entityRef;
  }

  async #queryOf(
    entityRef: string,
    { region, workload, actor, direction, from, to }: ChangeFilter,
  ): Promise<ChangeQuery> {
    const { reader, catalog } = this.#options;
    const clusters =
      region === undefined
        ? undefined
        : (await reader.clustersOf(entityRef)).filter(
            cluster => catalog.picture.regionOf(cluster) === region,
          );
    return {
      ...{ workload, actor, direction, clusters },
      fromMs: from === undefined ? undefined : Date.parse(from),
      toMs: to === undefined ? undefined : Date.parse(to),
    };
  }

  #tell(row: ChangeRow): ScalingChange {
    const change = fromRow(row);
    const { why, reasonObserved } = change;
    return {
      ...change,
      why: { ...why, sentence: tellReason(reasonObserved, why.sentence) },
      ...this.#placeOf(row.cluster),
    };
  }

  #placeOf(cluster: string): { region: string; regionTitle?: string } {
    const { picture } = this.#options.catalog;
    const region = picture.regionOf(cluster);
    const regionTitle = picture.titleOf(region);
    return { region, ...(regionTitle ? { regionTitle } : {}) };
  }
}

function positionOf(rows: readonly ChangeRow[]): ChangePosition {
  const { at_ms, id } = rows[rows.length - 1];
  return { atMs: Number(at_ms), id };
}

/** @throws InputError for what is no reference */
function normalised(entityRef: string): string {
  try {
    return stringifyEntityRef(
      parseEntityRef(entityRef, { defaultNamespace: 'default' }),
    );
  } catch {
    throw new InputError(`'${entityRef}' is not an entity reference`);
  }
}
