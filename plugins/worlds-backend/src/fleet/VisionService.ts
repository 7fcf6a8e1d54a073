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
import { Vision } from './Vision';

/**
 * How long the list of entities that a reader may see is kept. It is asked for only
 * where the policy's answer for the catalog depends on the entity; without keeping it,
 * each page of such a reader would read their whole catalog.
 */
const ENTITY_REFS_KEPT_MS = 30_000;

/** Readers whose lists are kept at once. */
const READERS_MAX = 200;

const PAGE_SIZE = 1000;

export interface VisionServiceOptions {
  reader: FleetReader;
  permissions: PermissionsService;
  auth: Pick<AuthService, 'isPrincipal'>;
  catalog: Pick<CatalogService, 'queryEntities'>;
  now: () => Date;
}

/** Works out what a reader may see of the fleet. */
export class VisionService {
  readonly #options: VisionServiceOptions;
  readonly #kept = new Map<string, { untilMs: number; refs: string[] }>();

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
    const decisions = await this.#decide(caller, [needed.name, ...names]);
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
      domains: visible.map(({ record, confirmedAtMs }) => ({
        domain: record.domain,
        title: record.title,
        columns: columnsOf(record.columns).filter(c => may(c.permission)),
        confirmedAtMs,
      })),
    };
  }

  /**
   * Decisions by name, and the one for reading catalog entities. They are asked for
   * together: a question with and one without a resource are the same request to the
   * permission backend, which answers the latter with yes or no, and one way there and
   * back is most of what a page costs.
   */
  async #decide(
    caller: BackstageCredentials,
    names: string[],
  ): Promise<Map<string, AuthorizeResult>> {
    const asked: Permission[] = [...new Set(names)].map(name =>
      createPermission({ name, attributes: { action: 'read' } }),
    );
    asked.push(catalogEntityReadPermission);
    const decisions = await this.#options.permissions.authorizeConditional(
      asked.map(permission => ({
        permission: permission as ResourcePermission,
      })),
      { credentials: caller },
    );
    return new Map(asked.map(({ name }, i) => [name, decisions[i].result]));
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
    const { auth } = this.#options;
    if (result === AuthorizeResult.ALLOW) return undefined;
    if (result !== AuthorizeResult.CONDITIONAL) return [];
    const user = auth.isPrincipal(caller, 'user')
      ? caller.principal.userEntityRef
      : undefined;
    const kept = user ? this.#kept.get(user) : undefined;
    if (kept && kept.untilMs > nowMs) return kept.refs;
    const refs = await this.#readEntityRefs(caller);
    if (user) {
      this.#kept.delete(user);
      this.#kept.set(user, { untilMs: nowMs + ENTITY_REFS_KEPT_MS, refs });
      const [oldest] = this.#kept.keys();
      if (this.#kept.size > READERS_MAX) this.#kept.delete(oldest);
    }
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
