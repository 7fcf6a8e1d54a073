import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { InputError, NotFoundError } from '@backstage/errors';
import {
  FleetColumn,
  FleetFilters,
  FleetHeatMap,
  FleetQuery,
  FleetResponse,
  FleetService as FleetServiceAnswer,
  fleetSortKeys,
  FleetStates,
  FleetUnread,
  NONE,
  SourceHealth,
  worldsFleetReadPermission,
} from '@worldscale/backstage-plugin-worlds-common';
import { SourceMonitor } from '@worldscale/backstage-plugin-worlds-node';
import { CATALOG_SOURCE, isReadInWhole } from '../ingest/CatalogPull';
import { FleetReader } from './FleetReader';
import { Vision } from './Vision';
import { VisionService } from './VisionService';

/** What readers ask about the fleet; each sees what they may see. */
export class FleetService {
  readonly #reader: FleetReader;
  readonly #visions: VisionService;
  readonly #monitor: SourceMonitor;

  constructor(options: {
    reader: FleetReader;
    visions: VisionService;
    monitor: SourceMonitor;
  }) {
    this.#reader = options.reader;
    this.#visions = options.visions;
    this.#monitor = options.monitor;
  }

  /** @throws InputError that names the parameter that is wrong */
  async fleet(
    request: FleetQuery,
    caller: BackstageCredentials,
  ): Promise<FleetResponse> {
    const query = { ...request, ...canonical(request) };
    const vision = await this.#vision(caller);
    const columns = columnsOf(vision);
    // The same answer whether a column does not exist or may not be seen.
    const keys = [...fleetSortKeys, ...columns.map(c => c.id)];
    if (!keys.includes(query.sort)) {
      throw new InputError(
        `'sort' must be one of ${keys.join(', ')}, not '${query.sort}'`,
      );
    }
    const [page, facets, unread] = await Promise.all([
      this.#reader.page(vision, query),
      query.facets ? this.#reader.facets(vision, query) : undefined,
      this.#unread(),
    ]);
    return { columns, ...page, ...(facets && { facets }), unread };
  }

  async heatMap(
    filters: FleetFilters,
    caller: BackstageCredentials,
  ): Promise<FleetHeatMap> {
    const vision = await this.#vision(caller);
    const [map, unread] = await Promise.all([
      this.#reader.heatMap(vision, canonical(filters)),
      this.#unread(),
    ]);
    return { ...map, unread };
  }

  /** @throws NotFoundError where it is no world service or the caller may not see it */
  async service(
    entityRef: string,
    caller: BackstageCredentials,
  ): Promise<FleetServiceAnswer> {
    const vision = await this.#vision(caller);
    const rows = await this.#reader.service(vision, entityRef);
    if (rows.length === 0) {
      throw new NotFoundError(`'${entityRef}' is no service of the fleet`);
    }
    return { columns: columnsOf(vision), rows };
  }

  /** Services that are not in the fleet or may not be seen are left out. */
  async states(
    entityRefs: string[],
    caller: BackstageCredentials,
  ): Promise<FleetStates> {
    const vision = await this.#vision(caller);
    return { services: await this.#reader.states(vision, entityRefs) };
  }

  async #unread(): Promise<FleetUnread> {
    const sources = await this.#monitor.snapshot();
    const catalog = sources.find(({ id }) => id === CATALOG_SOURCE);
    const domains = sources.filter(
      ({ id, lastSuccessAt }) =>
        id !== CATALOG_SOURCE && lastSuccessAt === null,
    );
    const isFailing = (source?: SourceHealth) => source?.reachable === false;
    return [
      ...(isReadInWhole(catalog)
        ? []
        : [
            {
              part: 'catalog' as const,
              title: catalog?.title ?? 'Catalog',
              failing: isFailing(catalog),
            },
          ]),
      ...domains.map(domain => ({
        part: 'domain' as const,
        title: domain.title,
        failing: isFailing(domain),
      })),
    ];
  }

  #vision(caller: BackstageCredentials) {
    return this.#visions.of(caller, worldsFleetReadPermission);
  }
}

function columnsOf(vision: Vision): FleetColumn[] {
  return vision.domains.flatMap(({ domain, title, columns }) =>
    columns.map(
      ({ id, title: columnTitle, type, unit, zero, description }) => ({
        id: `${domain}.${id}`,
        domain,
        domainTitle: title,
        title: columnTitle,
        type,
        ...(unit && { unit }),
        ...(zero && { zero }),
        ...(description && { description }),
      }),
    ),
  );
}

/** Filters with full references, as they are stored. */
function canonical(filters: FleetFilters): FleetFilters {
  const refs = (name: 'world' | 'owner', defaultKind: string) =>
    filters[name]?.map(value => {
      if (value === NONE) return value;
      try {
        return stringifyEntityRef(parseEntityRef(value, { defaultKind }));
      } catch {
        throw new InputError(`'${name}' has no entity name '${value}'`);
      }
    });
  return {
    ...filters,
    world: refs('world', 'system'),
    owner: refs('owner', 'group'),
    type: filters.type?.map(type => type.toLocaleLowerCase('en-US')),
  };
}
