import {
  FLEET_STATES_MAX,
  FleetState,
  WorldsApi,
} from '@worldscale/backstage-plugin-worlds-common';

/** What is known of a service's state at present. */
export interface StateReading {
  /** Undefined: nothing is known (yet). */
  state?: FleetState;
  /** The fleet answered, with or without this service. */
  isAnswered: boolean;
  /** Why the last question failed; `state` is then that of an earlier one. */
  error?: Error;
}

const NOTHING: StateReading = { isAnswered: false };

/** Results of one page are mounted one after the other; this gathers them. */
const GATHER_MS = 30;

/** States seldom change faster than people read. */
const POLL_MS = 30_000;

/**
 * States of the services that views show at present. Views tell one by one what they
 * show; the fleet is asked for all of it at once, and again while it is shown and the
 * tab is not hidden.
 */
export class ServiceStates {
  readonly #worlds: Pick<WorldsApi, 'states'>;
  readonly #watchers = new Map<string, Set<() => void>>();
  readonly #readings = new Map<string, StateReading>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #dueMs = Infinity;

  constructor(worlds: Pick<WorldsApi, 'states'>) {
    this.#worlds = worlds;
  }

  /** Keeps the state of a service up to date until the returned function is called. */
  watch(entityRef: string, onChange: () => void): () => void {
    const watchers = this.#watchers.get(entityRef) ?? new Set();
    this.#watchers.set(entityRef, watchers.add(onChange));
    if (!this.#readings.has(entityRef)) this.#schedule(GATHER_MS);
    else this.#schedule(POLL_MS);
    return () => {
      watchers.delete(onChange);
      if (watchers.size > 0 || this.#watchers.get(entityRef) !== watchers) {
        return;
      }
      this.#watchers.delete(entityRef);
      this.#readings.delete(entityRef);
      if (this.#watchers.size === 0) this.#rest();
    };
  }

  /** The same object as long as nothing changed. */
  read(entityRef: string): StateReading {
    return this.#readings.get(entityRef) ?? NOTHING;
  }

  #schedule(delayMs: number) {
    const dueMs = Date.now() + delayMs;
    if (dueMs >= this.#dueMs) return;
    this.#rest();
    this.#dueMs = dueMs;
    this.#timer = setTimeout(() => this.#run(), delayMs);
  }

  #rest() {
    clearTimeout(this.#timer);
    this.#dueMs = Infinity;
  }

  async #run() {
    this.#dueMs = Infinity;
    const refs = [...this.#watchers.keys()];
    if (!document.hidden) {
      for (let i = 0; i < refs.length; i += FLEET_STATES_MAX) {
        await this.#ask(refs.slice(i, i + FLEET_STATES_MAX));
      }
    }
    if (this.#watchers.size > 0) this.#schedule(POLL_MS);
  }

  async #ask(refs: string[]) {
    try {
      const { services } = await this.#worlds.states(refs);
      const found = new Map(services.map(state => [state.entityRef, state]));
      for (const ref of refs) {
        this.#keep(ref, { state: found.get(ref), isAnswered: true });
      }
    } catch (e) {
      const error = e instanceof Error ? e : new Error(String(e));
      for (const ref of refs) this.#keep(ref, { ...this.read(ref), error });
    }
  }

  #keep(entityRef: string, reading: StateReading) {
    const watchers = this.#watchers.get(entityRef);
    if (!watchers) return;
    this.#readings.set(entityRef, reading);
    watchers.forEach(tell => tell());
  }
}
