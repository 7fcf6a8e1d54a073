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
    const [allowed, entityRefs] = await Promise.all([
      this.#allowed(caller, needed, names),
      this.#entityRefs(caller, nowMs),
    ]);
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

  /** Names of the permissions that the caller has, `needed` among them. */
  async #allowed(
    caller: BackstageCredentials,
    needed: BasicPermission,
    names: string[],
  ): Promise<Set<string>> {
    const wanted = [
      needed,
      ...[...new Set(names)].map(name =>
        createPermission({ name, attributes: { action: 'read' } }),
      ),
    ];
    const decisions = await this.#options.permissions.authorize(
      wanted.map(permission => ({ permission })),
      { credentials: caller },
    );
    const granted = wanted.filter(
      (_, i) => decisions[i].result === AuthorizeResult.ALLOW,
    );
    if (!granted.includes(needed)) {
      throw new NotAllowedError(`'${needed.name}' is needed`);
    }
    return new Set(granted.map(p => p.name));
  }

  /**
   * Entities that the catalog shows the caller; undefined: all. A conditional decision
   * is about entities as the catalog knows them, so the catalog is asked, as the caller,
   * for all their world services; with the list inside the query, totals and counts
   * hold only what the caller may see.
   */
  async #entityRefs(
    caller: BackstageCredentials,
    nowMs: number,
  ): Promise<string[] | undefined> {
    const { permissions, auth } = this.#options;
    const [{ result }] = await permissions.authorizeConditional(
      [{ permission: catalogEntityReadPermission }],
      { credentials: caller },
    );
    if (result === AuthorizeResult.ALLOW) return undefined;
    if (result === AuthorizeResult.DENY) return [];
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
