import {
  AuthService,
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { EntityFilterQuery } from '@backstage/catalog-client';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { NotAllowedError } from '@backstage/errors';
import { catalogEntityReadPermission } from '@backstage/plugin-catalog-common/alpha';
import { CatalogService } from '@backstage/plugin-catalog-node';
import {
  AuthorizeResult,
  BasicPermission,
  ResourcePermission,
} from '@backstage/plugin-permission-common';
import { ShortMemory } from './ShortMemory';

/**
 * How long a reader's decisions are kept: through the requests of one page and a few
 * clicks, and shorter than anybody waits to see a policy changed. To ask the permission
 * backend costs more than to read a page.
 */
const DECISIONS_KEPT_MS = 5_000;

/** Without it each page of a reader with conditions would read their whole catalog. */
const REFS_KEPT_MS = 30_000;

/** Readers of whom something is kept at once. */
const READERS_MAX = 500;

const PAGE_SIZE = 1000;

interface Decision {
  mayRead: boolean;
  catalog: AuthorizeResult;
}

/** References of entities that a reader may see; undefined: all. */
export type VisibleRefs = readonly string[] | undefined;

export interface VisibleEntitiesOptions {
  /** Without it a reader sees nothing. */
  permission: BasicPermission;
  /** Which entities of the catalog there is something to see of. */
  filter: EntityFilterQuery;
  /** As callers see it. */
  catalog: Pick<CatalogService, 'getEntitiesByRefs' | 'queryEntities'>;
  permissions: PermissionsService;
  auth: Pick<AuthService, 'isPrincipal'>;
  now: () => number;
}

/**
 * Which of the entities that a domain tells of a reader may see. What the catalog shows
 * under conditions is asked of the catalog, as the reader; with the list inside the
 * query, pages and totals hold only what they may see.
 */
export class VisibleEntities {
  readonly #options: VisibleEntitiesOptions;
  readonly #decisions = new ShortMemory<Decision>(READERS_MAX);
  readonly #refs = new ShortMemory<string[]>(READERS_MAX);

  constructor(options: VisibleEntitiesOptions) {
    this.#options = options;
  }

  /** @throws NotAllowedError without the permission */
  async allow(caller: BackstageCredentials): Promise<void> {
    this.#check(this.#remembered(caller) ?? (await this.#decide(caller)));
  }

  /** @throws NotAllowedError without the permission */
  async all(caller: BackstageCredentials): Promise<VisibleRefs> {
    const decision = this.#remembered(caller) ?? (await this.#decide(caller));
    this.#check(decision);
    if (decision.catalog === AuthorizeResult.ALLOW) return undefined;
    if (decision.catalog === AuthorizeResult.DENY) return [];
    const user = this.#userOf(caller);
    const nowMs = this.#options.now();
    const kept = user && this.#refs.recall(user, nowMs);
    if (kept) return kept;
    const refs = await this.#readRefs(caller);
    if (user) this.#refs.keep(user, refs, nowMs + REFS_KEPT_MS);
    return refs;
  }

  /** Whether the catalog has this entity and shows it to the caller. */
  async has(
    entityRef: string,
    credentials: BackstageCredentials,
  ): Promise<boolean> {
    const { items } = await this.#options.catalog.getEntitiesByRefs(
      { entityRefs: [entityRef], fields: ['kind'] },
      { credentials },
    );
    return Boolean(items[0]);
  }

  #check({ mayRead }: Decision): void {
    if (mayRead) return;
    throw new NotAllowedError(`'${this.#options.permission.name}' is needed`);
  }

  #remembered(caller: BackstageCredentials): Decision | undefined {
    const user = this.#userOf(caller);
    if (user === undefined) return undefined;
    return this.#decisions.recall(user, this.#options.now());
  }

  async #decide(caller: BackstageCredentials): Promise<Decision> {
    const { permission, permissions, now } = this.#options;
    const nowMs = now();
    const [[own], [catalog]] = await Promise.all([
      permissions.authorize([{ permission }], { credentials: caller }),
      this.#askOfCatalog(caller),
    ]);
    const decision = {
      mayRead: own.result === AuthorizeResult.ALLOW,
      catalog: catalog.result,
    };
    const user = this.#userOf(caller);
    if (user) this.#decisions.keep(user, decision, nowMs + DECISIONS_KEPT_MS);
    return decision;
  }

  /** To services the catalog shows everything; a token for one plugin cannot ask it. */
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

  #userOf(caller: BackstageCredentials): string | undefined {
    return this.#options.auth.isPrincipal(caller, 'user')
      ? caller.principal.userEntityRef
      : undefined;
  }

  async #readRefs(credentials: BackstageCredentials): Promise<string[]> {
    const { catalog, filter } = this.#options;
    const fields = ['kind', 'metadata.namespace', 'metadata.name'];
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await catalog.queryEntities(
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
