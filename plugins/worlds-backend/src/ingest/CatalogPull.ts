import { AuthService } from '@backstage/backend-plugin-api';
import {
  Entity,
  parseEntityRef,
  RELATION_DEPENDS_ON,
  RELATION_OWNED_BY,
  RELATION_PART_OF,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { CatalogService as CatalogApi } from '@backstage/plugin-catalog-node';
import {
  isStillUnread,
  REGION_TYPE,
  SourceHealth,
  unreadCodes,
  UnreadablePart,
  WORLD_TYPE,
  worldServiceTypes,
} from '@worldscale/backstage-plugin-worlds-common';
import {
  CatalogReading,
  describeError,
  SourceMonitor,
  Unread,
} from '@worldscale/backstage-plugin-worlds-node';
import { CatalogService, TitleRecord } from '../fleet/tables';
import { describeFailedRefreshes } from './describeFailedRefreshes';
import { FleetWriter } from './FleetWriter';

/** Id of the catalog among the sources of the fleet. */
export const CATALOG_SOURCE = 'catalog';

/** Entities per request: large enough for few requests, small enough to answer fast. */
const PAGE_SIZE = 500;

/** As many files as somebody can look through; the others are counted. */
const MOST_UNREADABLE = 20;

/**
 * Whether the catalog was read when it had nothing left that it never tried to read.
 * Kept with its health: whichever backend pulls, all tell the same.
 */
export function isReadInWhole(catalog: SourceHealth | undefined): boolean {
  if (!catalog || catalog.lastSuccessAt === null) return false;
  return !catalog.unreadable.some(isStillUnread);
}

const fields = [
  'kind',
  'metadata.name',
  'metadata.namespace',
  'metadata.title',
  'spec.type',
  'spec.lifecycle',
  'relations',
];

const locationFields = [
  'kind',
  'metadata.name',
  'metadata.namespace',
  'metadata.annotations',
  'spec.target',
  'status',
];

export interface CatalogPullOptions {
  catalog: Pick<CatalogApi, 'queryEntities'>;
  auth: Pick<AuthService, 'getOwnServiceCredentials'>;
  /** What the catalog itself has not read. */
  reading: Pick<CatalogReading, 'unread'>;
  writer: FleetWriter;
  monitor: SourceMonitor;
  now: () => Date;
}

/** Reads worlds, regions and world services from the catalog into the fleet. */
export class CatalogPull {
  readonly #options: CatalogPullOptions;

  constructor(options: CatalogPullOptions) {
    this.#options = options;
  }

  /** Answers how many services changed; a failure is noted and answers 0. */
  async run(): Promise<number> {
    const { writer, monitor, now } = this.#options;
    try {
      // First: what the catalog gets only after this answer is not missed unnoticed.
      const { notes, unreadable } = await this.#unread();
      const worlds = await this.#readTypes('system', [WORLD_TYPE]);
      const regions = await this.#readTypes('resource', [REGION_TYPE]);
      const services = await this.#readTypes('component', worldServiceTypes);
      const worldRefs = new Set(worlds.map(stringifyEntityRef));
      const regionRefs = new Set(regions.map(stringifyEntityRef));
      const changed = await writer.applyCatalog(
        services.map(s => describeService(s, worldRefs, regionRefs)),
        [
          ...worlds.map(w => titleOf('world', stringifyEntityRef(w), w)),
          ...regions.map(r => titleOf('region', r.metadata.name, r)),
        ],
      );
      await monitor.succeeded(CATALOG_SOURCE, now(), notes, unreadable);
      return changed;
    } catch (error) {
      await monitor.failed(CATALOG_SOURCE, error, now());
      return 0;
    }
  }

  /** What the catalog has not read is shown with it, and that this is not known, too. */
  async #unread(): Promise<{
    notes: string[];
    unreadable: Unread['unreadable'];
  }> {
    try {
      const { waiting, unreadable: neverRead } =
        (await this.#options.reading.unread()) ?? {
          waiting: 0,
          unreadable: [],
        };
      const locations = await this.#read({ kind: 'location' }, locationFields);
      const unreadable = [...describeFailedRefreshes(locations), ...neverRead];
      const others = unreadable.length - MOST_UNREADABLE;
      return {
        notes: others > 0 ? [`${others} more cannot be read.`] : [],
        unreadable: [
          ...(waiting > 0 ? [describeWaiting(waiting)] : []),
          ...unreadable.slice(0, MOST_UNREADABLE),
        ],
      };
    } catch (error) {
      const { message } = describeError(error);
      const reason = `what the catalog cannot read is not known: ${message}`;
      return {
        notes: [],
        unreadable: [
          {
            part: 'unread entities',
            reason: reason.replace(/\.$/, ''),
            code: unreadCodes.notTold,
            since: null,
          },
        ],
      };
    }
  }

  #readTypes(kind: string, types: readonly string[]) {
    return this.#read({ kind, 'spec.type': [...types] }, fields);
  }

  async #read(
    filter: Record<string, string | string[]>,
    wanted: string[],
  ): Promise<Entity[]> {
    const { catalog, auth } = this.#options;
    const credentials = await auth.getOwnServiceCredentials();
    const entities: Entity[] = [];
    let cursor: string | undefined;
    do {
      const page = await catalog.queryEntities(
        cursor
          ? { cursor, fields: wanted, limit: PAGE_SIZE }
          : { filter, fields: wanted, limit: PAGE_SIZE },
        { credentials },
      );
      entities.push(...page.items);
      cursor = page.pageInfo.nextCursor;
    } while (cursor);
    return entities;
  }
}

function describeWaiting(waiting: number): UnreadablePart {
  return {
    part: 'entities to come',
    reason: `${
      waiting === 1 ? '1 entity is' : `${waiting} entities are`
    } still to be read for the first time`,
    code: unreadCodes.waiting,
    since: null,
  };
}

function titleOf(
  kind: TitleRecord['kind'],
  value: string,
  { metadata }: Entity,
): TitleRecord {
  return { kind, value, title: metadata.title ?? metadata.name };
}

/** What the fleet keeps of a world service. */
export function describeService(
  entity: Entity,
  worldRefs: ReadonlySet<string>,
  regionRefs: ReadonlySet<string>,
): CatalogService {
  const targets = (type: string) =>
    (entity.relations ?? [])
      .filter(relation => relation.type === type)
      .map(relation => relation.targetRef.toLocaleLowerCase('en-US'));
  const text = (value: unknown) => (typeof value === 'string' ? value : null);
  return {
    entityRef: stringifyEntityRef(entity),
    name: entity.metadata.name,
    title: entity.metadata.title ?? entity.metadata.name,
    type: (text(entity.spec?.type) ?? '').toLocaleLowerCase('en-US'),
    lifecycle: text(entity.spec?.lifecycle),
    owner: targets(RELATION_OWNED_BY)[0] ?? null,
    world: targets(RELATION_PART_OF).find(ref => worldRefs.has(ref)) ?? null,
    regions: [
      ...new Set(
        targets(RELATION_DEPENDS_ON)
          .filter(ref => regionRefs.has(ref))
          .map(ref => parseEntityRef(ref).name),
      ),
    ].sort(),
  };
}
