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
  BasicPermission,
  createPermission,
  Permission,
  ResourcePermission,
} from '@backstage/plugin-permission-common';
import {
  SummaryColumn,
  worldServiceTypes,
} from '@worldscale/backstage-plugin-worlds-common';
import { FleetReader } from './FleetReader';
import { ShortMemory } from '@worldscale/backstage-plugin-worlds-node';
import { Vision } from './Vision';

/** Decisions by name of the permission. */
type Decisions = ReadonlyMap<string, AuthorizeResult>;

/**
 * How long the list of entities that a reader may see is kept. It is asked for only
 * where the policy's answer for the catalog depends on the entity; without keeping it,
 * each page of such a reader would read their whole catalog.
 */
const ENTITY_REFS_KEPT_MS = 30_000;

/**
 * How long a reader's decisions are kept: through the requests of one page (rows,
 * counts, heat map) and a few clicks, and shorter than anybody waits to see a policy
 * changed. Asking the permission backend is a third of what a page costs.
 */
const DECISIONS_KEPT_MS = 5_000;

/** Readers of whom something is kept at once. */
const READERS_MAX = 500;

const PAGE_SIZE = 1000;

export interface VisionServiceOptions {
  reader: Pick<FleetReader, 'domains'>;
  permissions: PermissionsService;
  auth: Pick<AuthService, 'isPrincipal'>;
  catalog: Pick<CatalogService, 'queryEntities'>;
  now: () => Date;
}

/** Works out what a reader may see of the fleet. */
export class VisionService {
  readonly #options: VisionServiceOptions;
  readonly #entityRefsOf = new ShortMemory<string[]>(READERS_MAX);
  readonly #decisionsOf = new ShortMemory<Decisions>(READERS_MAX);

  constructor(options: VisionServiceOptions) {
    this.#options = options;
  }

  /**
   * What the reader sees now.
   *
   * @throws NotAllowedError where they lack `needed`
   */
  async of(
    caller: BackstageCredentials,
    needed: BasicPermission,
  ): Promise<Vision> {
    const { reader, now } = this.#options;
    const nowMs = now().getTime();
    const domains = await reader.domains();
    const names = domains.flatMap(({ record }) => [
      ...(record.permission ? [record.permission] : []),
      ...columnsOf(record.columns).flatMap(c => c.permission ?? []),
    ]);
    const decisions = await this.#decide(
      caller,
      [needed.name, ...names],
      nowMs,
    );
    const allowed = new Set(
      [...decisions].flatMap(([name, result]) =>
        result === AuthorizeResult.ALLOW ? [name] : [],
      ),
    );
    if (!allowed.has(needed.name)) {
      throw new NotAllowedError(`'${needed.name}' is needed`);
    }
    const entityRefs = await this.#entityRefs(
      caller,
      decisions.get(catalogEntityReadPermission.name),
      nowMs,
    );
    const may = (name?: string | null) => !name || allowed.has(name);
    const visible = domains.filter(
      ({ record }) =>
        record.status !== 'notInstalled' &&
        record.epoch !== null &&
        may(record.permission),
    );
    return {
      nowMs,
      entityRefs,
      hidesDomains: domains.some(
        d => d.record.epoch !== null && !visible.includes(d),
      ),
      domains: visible.map(({ record, confirmedAtMs, sources }) => ({
        domain: record.domain,
        title: record.title,
        columns: columnsOf(record.columns).filter(c => may(c.permission)),
        confirmedAtMs,
        sources,
        trouble: record.trouble ?? undefined,
      })),
    };
  }

  /**
   * Decisions by name, and the one for reading catalog entities. They are asked for
   * together: a question with and one without a resource are the same request to the
   * permission backend, which answers the latter with yes or no.
   */
  async #decide(
    caller: BackstageCredentials,
    names: string[],
    nowMs: number,
  ): Promise<Decisions> {
    const unique = [...new Set(names)].sort();
    const user = this.#userOf(caller);
    const key = user && [user, ...unique].join(' ');
    const kept = key && this.#decisionsOf.recall(key, nowMs);
    if (kept) return kept;
    const asked: Permission[] = unique.map(name =>
      createPermission({ name, attributes: { action: 'read' } }),
    );
    asked.push(catalogEntityReadPermission);
    const answers = await this.#options.permissions.authorizeConditional(
      asked.map(permission => ({
        permission: permission as ResourcePermission,
      })),
      { credentials: caller },
    );
    const decisions = new Map(
      asked.map(({ name }, i) => [name, answers[i].result]),
    );
    if (key) {
      this.#decisionsOf.keep(key, decisions, nowMs + DECISIONS_KEPT_MS);
    }
    return decisions;
  }

  #userOf(caller: BackstageCredentials): string | undefined {
    return this.#options.auth.isPrincipal(caller, 'user')
      ? caller.principal.userEntityRef
      : undefined;
  }

  /**
   * Entities that the catalog shows the caller; undefined: all. A conditional decision
   * is about entities as the catalog knows them, so the catalog is asked, as the caller,
   * for all their world services; with the list inside the query, totals and counts
   * hold only what the caller may see.
   */
  async #entityRefs(
    caller: BackstageCredentials,
    result: AuthorizeResult | undefined,
    nowMs: number,
  ): Promise<string[] | undefined> {
    if (result === AuthorizeResult.ALLOW) return undefined;
    if (result !== AuthorizeResult.CONDITIONAL) return [];
    const user = this.#userOf(caller);
    const kept = user && this.#entityRefsOf.recall(user, nowMs);
    if (kept) return kept;
    const refs = await this.#readEntityRefs(caller);
    if (user) this.#entityRefsOf.keep(user, refs, nowMs + ENTITY_REFS_KEPT_MS);
    return refs;
  }

  async #readEntityRefs(credentials: BackstageCredentials) {
    const fields = ['kind', 'metadata.namespace', 'metadata.name'];
    const refs: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await this.#options.catalog.queryEntities(
        cursor
          ? { cursor, fields, limit: PAGE_SIZE }
          : {
              filter: {
                kind: 'component',
                'spec.type': [...worldServiceTypes],
              },
              fields,
              limit: PAGE_SIZE,
            },
        { credentials },
      );
      refs.push(...page.items.map(entity => stringifyEntityRef(entity)));
      cursor = page.pageInfo.nextCursor;
    } while (cursor);
    return refs;
  }
}

function columnsOf(json: string): SummaryColumn[] {
  return JSON.parse(json);
}
