import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { NotFoundError } from '@backstage/errors';
import {
  DefinitionFile,
  EntityName,
  EntitySlos,
  SloChanges,
  sloChangesQuerySchema,
  SloDetail,
  SloHistory,
  sloHistoryQuerySchema,
  SloList,
  SloListQuery,
  sloListQuerySchema,
  SloRow,
  WorldSlos,
  spellInstant,
} from '@worldscale/backstage-plugin-slo-common';
import {
  FreshnessLimits,
  freshnessAt,
  tellTrouble,
  UnknownReason,
} from '@worldscale/backstage-plugin-worlds-common';
import {
  PROMETHEUS_SOURCE,
  SourceMonitor,
  VisibleEntities,
  VisibleRefs,
} from '@worldscale/backstage-plugin-worlds-node';
import { z } from 'zod';
import { CatalogReader } from './definitions/CatalogReader';
import {
  DefinitionBook,
  Definitions,
  KnownSlo,
} from './definitions/Definitions';
import { describeFile } from './definitions/describeFile';
import { foreignOfRow } from './elsewhere/ForeignSlo';
import { DetailService } from './detail/DetailService';
import { ResultStore } from './results/ResultStore';
import { ChangeStore } from './standing/ChangeStore';
import { RowQuery } from './rows/RowQuery';
import { RowStore } from './rows/RowStore';
import { worldOf } from './standing/worldOf';
import { PolicyService } from './PolicyService';

export interface SloServiceOptions {
  catalog: CatalogReader;
  definitions: Definitions;
  rows: RowStore;
  query: RowQuery;
  changes: ChangeStore;
  policies: PolicyService;
  details: DetailService;
  visible: VisibleEntities;
  monitor: Pick<SourceMonitor, 'snapshot'>;
  limits: FreshnessLimits;
  results: Pick<ResultStore, 'firstSeenMs'>;
  /** How long changes are kept. */
  keepChangesMs: number;
  now: () => number;
}

/** What callers may ask, as themselves. */
export class SloService {
  readonly #options: SloServiceOptions;

  constructor(options: SloServiceOptions) {
    this.#options = options;
  }

  async list(
    query: SloListQuery,
    caller: BackstageCredentials,
  ): Promise<SloList> {
    await this.#allow(caller);
    const [refs, book, isTooOld] = await Promise.all([
      this.#options.visible.all(caller),
      this.#options.definitions.latest(this.#options.catalog.picture),
      this.#isTooOld(),
    ]);
    const [found, troubles] = await Promise.all([
      this.#options.query.list(query, refs, { isTooOld }),
      this.#troubles(),
    ]);
    const unreadable = this.#unreadable(book);
    const titles = this.#options.catalog.picture.entities;
    const named = (facet: SloList['facets']['world']) =>
      facet.map(each => {
        const title = titles.get(each.value)?.title;
        return title ? { ...each, title } : each;
      });
    const seen = refs && new Set(refs);
    const countSeen = (refsOf: readonly (string | null)[]) =>
      refsOf.filter(ref => ref === null || !seen || seen.has(ref)).length;
    return {
      ...found,
      rows: found.rows.map(row => this.#age(row)),
      facets: { ...found.facets, world: named(found.facets.world) },
      brokenFiles: countSeen([...book.brokenFiles, ...unreadable]),
      unreadableFiles: countSeen(unreadable),
      brokenDefinitions: countSeen(book.brokenDefinitions),
      isReading:
        book.isReading || (found.total === 0 && (await this.#isFirst())),
      troubles,
    };
  }

  /** Of each file that was never read, since it cannot be, the entity that names it. */
  #unreadable(book: DefinitionBook): (string | null)[] {
    const never = [...book.files.values()].flatMap(({ file }) =>
      file.text === null && file.error !== null ? [file.entityRef] : [],
    );
    return [...this.#options.catalog.picture.flaws.keys(), ...never];
  }

  /** What is asked and does not answer, so that figures grow old. */
  async #troubles(): Promise<NonNullable<SloList['troubles']>> {
    const sources = await this.#options.monitor.snapshot();
    return sources.flatMap(({ title, reachable, lastError, lastSuccessAt }) =>
      reachable === false && lastError
        ? [{ text: tellTrouble(title, lastError), lastSuccessAt }]
        : [],
    );
  }

  /** Whether nothing was ever looked at or measured, since the portal is new. */
  async #isFirst(): Promise<boolean> {
    const { catalog, definitions, query } = this.#options;
    const { picture } = catalog;
    if (picture.entities.size === 0) return true;
    const { slos } = await definitions.book(picture);
    const one = sloListQuerySchema.parse({ limit: 1 });
    return slos.size > 0 && (await query.list(one, undefined)).total === 0;
  }

  async getSlo(name: string, caller: BackstageCredentials): Promise<SloDetail> {
    await this.#allow(caller);
    const slo = await this.#find(name, caller);
    const policy = slo.entity
      ? await this.#options.policies.decisionOf(slo.entity.entityRef)
      : null;
    const detail = await this.#options.details.describe(slo, policy);
    return {
      ...detail,
      objectives: detail.objectives.map(objective => {
        const row = this.#age(objective.row);
        const isOld = row.observedAt !== null && row.freshness !== 'fresh';
        return {
          ...{ ...objective, row },
          regions: objective.regions.map(region => this.#age(region)),
          alerts: isOld
            ? objective.alerts.map(alert => ({ ...alert, isHeld: true }))
            : objective.alerts,
        };
      }),
    };
  }

  async getHistory(
    name: string,
    request: z.output<typeof sloHistoryQuerySchema>,
    caller: BackstageCredentials,
  ): Promise<SloHistory> {
    await this.#allow(caller);
    const slo = await this.#find(name, caller);
    return this.#options.details.history(slo, request);
  }

  async getChanges(
    request: z.output<typeof sloChangesQuerySchema>,
    caller: BackstageCredentials,
  ): Promise<SloChanges> {
    await this.#allow(caller);
    const { slo, entityRef, from, to, limit } = request;
    if (slo !== undefined) await this.#find(slo, caller);
    const entityRefs =
      slo === undefined
        ? await this.#refsOfChanges(entityRef, caller)
        : undefined;
    const changes = await this.#options.changes.find({
      ...{ slo, entityRefs, limit },
      ...{ fromMs: Date.parse(from), toMs: Date.parse(to) },
    });
    const { results, keepChangesMs, now } = this.#options;
    const seenMs = await results.firstSeenMs(slo);
    const sinceMs =
      seenMs === null ? null : Math.max(seenMs, now() - keepChangesMs);
    const knownSince =
      sinceMs === null ? null : new Date(sinceMs).toISOString();
    return { changes, knownSince };
  }

  async getEntity(
    name: EntityName,
    caller: BackstageCredentials,
  ): Promise<EntitySlos> {
    await this.#allow(caller);
    const entityRef = await this.readable(name, caller);
    const [rows, book] = await Promise.all([
      this.#options.rows.where({ entity_ref: entityRef }),
      this.#book(),
    ]);
    const files = this.#filesOf(entityRef, book);
    const aged = rows.map(row => this.#age(row));
    const [worst] = aged;
    return {
      entityRef,
      state: worst?.state ?? 'unknown',
      reason: worst
        ? `${worst.displayName}: ${worst.reason}`
        : this.#absence(entityRef, files),
      rows: aged,
      files,
      policy: rows.length
        ? await this.#options.policies.decisionOf(entityRef)
        : null,
    };
  }

  async getWorld(
    { namespace, name }: Omit<EntityName, 'kind'>,
    caller: BackstageCredentials,
  ): Promise<WorldSlos> {
    await this.#allow(caller);
    const world = await this.readable(
      { kind: 'system', namespace, name },
      caller,
    );
    const rows = await this.#options.rows.where({ world, is_journey: true });
    const refs = await this.#options.visible.all(caller);
    const visible = refs && new Set(refs);
    const seen = rows.filter(
      ({ entityRef }) => !entityRef || !visible || visible.has(entityRef),
    );
    const title =
      this.#options.catalog.picture.entities.get(world)?.title ?? name;
    return worldOf(
      world,
      title,
      seen.map(row => this.#age(row)),
    );
  }

  /** Rules of the SLOs that the caller may see, of one service or of all. */
  async getRules(
    service: string | undefined,
    caller: BackstageCredentials,
  ): Promise<string> {
    await this.#allow(caller);
    const slos = [...(await this.#book()).slos.values()].filter(
      ({ definition }) =>
        service === undefined || definition.service === service,
    );
    const refs = await this.#options.visible.all(caller);
    const visible = refs && new Set(refs);
    const seen = slos.filter(
      ({ entity }) => !entity || !visible || visible.has(entity.entityRef),
    );
    if (service !== undefined && seen.length === 0) {
      throw new NotFoundError(`There is no SLO of a service '${service}'`);
    }
    return this.#options.definitions.rulesOf(seen);
  }

  /** For an entity that the caller may see: what about it is unknown, and why. */
  async explainUnknowns(entityRef: string): Promise<UnknownReason[]> {
    const rows = await this.#options.rows.where({ entity_ref: entityRef });
    const files = this.#filesOf(entityRef, await this.#book());
    const broken = files.flatMap(file => {
      const why = file.error ?? file.problems.find(isError)?.message;
      if (!why) return [];
      return [{ region: '', reason: `${file.url}: ${why}`, since: null }];
    });
    if (!rows.length) {
      const isNamed = this.#options.catalog.picture.files.some(
        file => file.entityRef === entityRef,
      );
      if (broken.length || !isNamed) return broken;
      return [
        { region: '', reason: this.#absence(entityRef, files), since: null },
      ];
    }
    const unknown = rows
      .map(row => this.#age(row))
      .filter(row => row.state === 'unknown')
      .map(row => ({
        region: '',
        reason: `${row.displayName}: ${row.reason}`,
        source: PROMETHEUS_SOURCE,
        since: null,
      }));
    return [...broken, ...unknown];
  }

  /**
   * Reference of an entity that the caller may see.
   *
   * @throws NotFoundError where there is none
   */
  async readable(
    name: EntityName,
    caller: BackstageCredentials,
  ): Promise<string> {
    const entityRef = stringifyEntityRef(name);
    if (!(await this.#options.visible.has(entityRef, caller)))
      throw new NotFoundError(`There is no entity '${entityRef}'`);
    return entityRef;
  }

  /** @throws NotAllowedError without the permission */
  #allow(caller: BackstageCredentials): Promise<void> {
    return this.#options.visible.allow(caller);
  }

  /** Entities whose changes the caller asks for and may see; undefined: all. */
  async #refsOfChanges(
    entityRef: string | undefined,
    caller: BackstageCredentials,
  ): Promise<VisibleRefs> {
    const { visible } = this.#options;
    if (entityRef === undefined) return visible.all(caller);
    const ref = stringifyEntityRef(parseEntityRef(entityRef));
    return (await visible.has(ref, caller)) ? [ref] : [];
  }

  async #find(name: string, caller: BackstageCredentials): Promise<KnownSlo> {
    const { rows, catalog } = this.#options;
    const slo =
      (await this.#book()).slos.get(name) ??
      foreignOfRow((await rows.ofSlo(name))[0]?.row, catalog.picture);
    const ref = slo?.entity?.entityRef;
    const isVisible = !ref || (await this.#options.visible.has(ref, caller));
    if (!slo || !isVisible)
      throw new NotFoundError(`There is no SLO '${name}'`);
    return slo;
  }

  #book(): Promise<DefinitionBook> {
    const { definitions, catalog } = this.#options;
    return definitions.book(catalog.picture);
  }

  #filesOf(entityRef: string, book: DefinitionBook): DefinitionFile[] {
    const { definitions } = this.#options;
    return [...book.files.values()]
      .filter(({ file }) => file.entityRef === entityRef)
      .map(({ file }) => describeFile(file, definitions.problemsOf(file.url)));
  }

  #absence(entityRef: string, files: readonly DefinitionFile[]): string {
    const { picture } = this.#options.catalog;
    const flaw = picture.flaws.get(entityRef);
    if (flaw) return `Its file of objectives cannot be read: ${flaw}.`;
    const failing = files.find(file => file.error);
    if (failing) return `${failing.url} cannot be read: ${failing.error}.`;
    if (files.some(file => file.problems.some(isError))) {
      return 'Its file of objectives holds errors.';
    }
    const isNamed = picture.files.some(file => file.entityRef === entityRef);
    return isNamed
      ? 'Its objectives have not been measured yet.'
      : 'No objective is defined for it.';
  }

  /** Whether no figure of the last round counts any more, so that none may be filtered by. */
  async #isTooOld(): Promise<boolean> {
    const { rows, limits, now } = this.#options;
    const times = await rows.times();
    return (
      times !== undefined &&
      freshnessAt(new Date(times.observedAtMs).toISOString(), now(), limits) ===
        'unknown'
    );
  }

  /** What was not confirmed for too long is unknown. */
  #age(row: SloRow): SloRow {
    const { limits, now } = this.#options;
    const freshness = freshnessAt(row.observedAt, now(), limits);
    if (freshness !== 'unknown' || row.observedAt === null) {
      return { ...row, freshness };
    }
    return {
      ...{ ...row, freshness, state: 'unknown' },
      reason: `Not known, because Prometheus was last read at ${spellInstant(
        row.observedAt,
      )}. Then: ${row.reason}`,
    };
  }
}

function isError({ severity }: { severity: string }): boolean {
  return severity === 'error';
}
