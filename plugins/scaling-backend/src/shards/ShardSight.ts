import {
  AuthService,
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { NotAllowedError } from '@backstage/errors';
import { catalogEntityReadPermission } from '@backstage/plugin-catalog-common/alpha';
import { CatalogService } from '@backstage/plugin-catalog-node';
import {
  AuthorizeResult,
  ResourcePermission,
} from '@backstage/plugin-permission-common';
import { scalingShardReadPermission } from '@worldscale/backstage-plugin-scaling-common';
import { SHARD_SERVICE_TYPE } from '@worldscale/backstage-plugin-worlds-common';
import { ShortMemory } from '@worldscale/backstage-plugin-worlds-node';

/** Services whose shards a reader may see; undefined: all. */
export type VisibleServices = readonly string[] | undefined;

interface Decision {
  mayRead: boolean;
  catalog: AuthorizeResult;
}

/**
 * How long a reader's decisions are kept: through the requests of one page and a few
 * clicks, and shorter than anybody waits to see a policy changed. To ask the permission
 * backend costs more than to read a page.
 */
const DECISIONS_KEPT_MS = 5_000;

/** Without it each page of a reader with conditions would read their whole catalog. */
const SERVICES_KEPT_MS = 30_000;

/** Readers of whom something is kept at once. */
const READERS_MAX = 500;

const PAGE_SIZE = 1000;

/**
 * Works out whose shards a reader may see. What the catalog shows under conditions is
 * asked of the catalog, as the reader; with the list inside the query, pages and totals
 * hold only what they may see.
 */
export class ShardSight {
  readonly #options: {
    permissions: PermissionsService;
    auth: Pick<AuthService, 'isPrincipal'>;
    entities: Pick<CatalogService, 'queryEntities'>;
  };
  readonly #decisions = new ShortMemory<Decision>(READERS_MAX);
  readonly #services = new ShortMemory<string[]>(READERS_MAX);

  constructor(options: {
    permissions: PermissionsService;
    auth: Pick<AuthService, 'isPrincipal'>;
    entities: Pick<CatalogService, 'queryEntities'>;
  }) {
    this.#options = options;
  }

  /** @throws NotAllowedError without the permission `scaling.shard.read` */
  async of(
    caller: BackstageCredentials,
    nowMs: number,
  ): Promise<VisibleServices> {
    const user = this.#options.auth.isPrincipal(caller, 'user')
      ? caller.principal.userEntityRef
      : undefined;
    const decision = await this.#decide(caller, user, nowMs);
    if (!decision.mayRead) {
      throw new NotAllowedError(
        `'${scalingShardReadPermission.name}' is needed`,
      );
    }
    if (decision.catalog === AuthorizeResult.ALLOW) return undefined;
    if (decision.catalog === AuthorizeResult.DENY) return [];
    const kept = user && this.#services.recall(user, nowMs);
    if (kept) return kept;
    const services = await this.#readServices(caller);
    if (user) this.#services.keep(user, services, nowMs + SERVICES_KEPT_MS);
    return services;
  }

  async #decide(
    caller: BackstageCredentials,
    user: string | undefined,
    nowMs: number,
  ): Promise<Decision> {
    const kept = user && this.#decisions.recall(user, nowMs);
    if (kept) return kept;
    const { permissions } = this.#options;
    const [[shards], [catalog]] = await Promise.all([
      permissions.authorize([{ permission: scalingShardReadPermission }], {
        credentials: caller,
      }),
      this.#askOfCatalog(caller),
    ]);
    const decision = {
      mayRead: shards.result === AuthorizeResult.ALLOW,
      catalog: catalog.result,
    };
    if (user) this.#decisions.keep(user, decision, nowMs + DECISIONS_KEPT_MS);
    return decision;
  }

  /** To services the catalog shows everything; a token for this plugin cannot ask it. */
  async #askOfCatalog(
    caller: BackstageCredentials,
  ): Promise<Array<{ result: AuthorizeResult }>> {
    const { auth, permissions } = this.#options;
    if (auth.isPrincipal(caller, 'service')) {
      return [{ result: AuthorizeResult.ALLOW }];
    }
    return permissions.authorizeConditional(
      [{ permission: catalogEntityReadPermission as ResourcePermission }],
      { credentials: caller },
    );
  }

  async #readServices(credentials: BackstageCredentials): Promise<string[]> {
    const fields = ['kind', 'metadata.namespace', 'metadata.name'];
    const filter = { kind: 'component', 'spec.type': SHARD_SERVICE_TYPE };
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await this.#options.entities.queryEntities(
        cursor
          ? { cursor, fields, limit: PAGE_SIZE }
          : { filter, fields, limit: PAGE_SIZE },
        { credentials },
      );
      found.push(...page.items.map(entity => stringifyEntityRef(entity)));
      cursor = page.pageInfo.nextCursor;
    } while (cursor);
    return found;
  }
}
