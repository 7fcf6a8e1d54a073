import {
  AuthService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import { CatalogService } from '@backstage/plugin-catalog-node';

/** Shorter than anybody waits to see a policy changed. */
const KEPT_MS = 10_000;
const READERS_MAX = 200;
const REFS_AT_ONCE = 1000;

/** Which of the entities that have objectives the catalog shows a reader. */
export class VisibleEntities {
  readonly #options: {
    catalog: Pick<CatalogService, 'getEntitiesByRefs'>;
    auth: Pick<AuthService, 'isPrincipal'>;
    now: () => number;
  };
  readonly #kept = new Map<
    string,
    { untilMs: number; asked: string; hidden: Promise<Set<string>> }
  >();

  constructor(options: {
    catalog: Pick<CatalogService, 'getEntitiesByRefs'>;
    auth: Pick<AuthService, 'isPrincipal'>;
    now: () => number;
  }) {
    this.#options = options;
  }

  /** Those of `refs` that the reader may not see. */
  async hidden(
    refs: readonly string[],
    caller: BackstageCredentials,
  ): Promise<Set<string>> {
    const { auth, now } = this.#options;
    if (!auth.isPrincipal(caller, 'user')) return this.#ask(refs, caller);
    const user = caller.principal.userEntityRef;
    const asked = `${refs.length} ${refs.at(-1)}`;
    const kept = this.#kept.get(user);
    if (kept && kept.asked === asked && now() < kept.untilMs) {
      return kept.hidden;
    }
    const hidden = this.#ask(refs, caller);
    this.#kept.delete(user);
    this.#kept.set(user, { untilMs: now() + KEPT_MS, asked, hidden });
    hidden.catch(() => this.#kept.delete(user));
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > READERS_MAX) this.#kept.delete(oldest);
    return hidden;
  }

  async #ask(
    refs: readonly string[],
    credentials: BackstageCredentials,
  ): Promise<Set<string>> {
    const hidden = new Set<string>();
    for (let i = 0; i < refs.length; i += REFS_AT_ONCE) {
      const entityRefs = refs.slice(i, i + REFS_AT_ONCE);
      const { items } = await this.#options.catalog.getEntitiesByRefs(
        { entityRefs, fields: ['kind'] },
        { credentials },
      );
      entityRefs.forEach((ref, n) => {
        if (!items[n]) hidden.add(ref);
      });
    }
    return hidden;
  }
}
