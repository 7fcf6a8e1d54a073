import { signalApiRef } from '@backstage/plugin-signals-react';
import { JsonObject } from '@backstage/types';
import { useApiHolder } from '@backstage/core-plugin-api';
import { useCallback, useEffect, useRef, useState } from 'react';

export interface Polled<T> {
  /** The last answer; kept when a later attempt fails. */
  data: T | undefined;
  /** When `data` arrived (Unix milliseconds). */
  loadedAt: number | undefined;
  /** Why the last attempt failed; undefined once one succeeds. */
  error: Error | undefined;
  /** Since when attempts fail (Unix milliseconds). */
  failingSince: number | undefined;
  /** `data` answers an earlier `load`; that of the present one is under way. */
  isPrevious: boolean;
  reload: () => void;
}

export interface PolledOptions {
  intervalMs: number;
  /**
   * A signal on this channel, or on one of them, means "changed" and hastens the next
   * load. With `#` and a key behind the channel, signals that name other keys alone
   * (`changed`, a list) do not.
   */
  signalChannel?: string | readonly string[];
}

interface Outcome<T> {
  data?: T;
  loadedAt?: number;
  answered?: unknown;
  error?: Error;
  failingSince?: number;
}

/** Signals come in bursts; one load answers all that come within this time. */
const SIGNAL_PAUSE_MS = 1000;

function concerns({ changed }: JsonObject, key: string | undefined): boolean {
  return key === undefined || !Array.isArray(changed) || changed.includes(key);
}

/**
 * Loads at once, then every `intervalMs` and after signals; not while the tab is
 * hidden, and at once when it is shown again. `load` must be stable (useCallback): a
 * new one loads anew. A late answer of an earlier load is dropped.
 */
export function usePolled<T>(
  load: (signal: AbortSignal) => Promise<T>,
  options: PolledOptions,
): Polled<T> {
  const { intervalMs } = options;
  // As one text, so that an equal list is no change. Names of channels have no spaces.
  const channels = [options.signalChannel ?? []].flat().join(' ');
  const signals = useApiHolder().get(signalApiRef);
  const [outcome, setOutcome] = useState<Outcome<T>>({});
  const trigger = useRef<() => void>(() => {});

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let hastened: ReturnType<typeof setTimeout> | undefined;
    let isLate = false;
    let running: AbortController | undefined;
    let disposed = false;

    const schedule = (delayMs: number) => {
      clearTimeout(timer);
      timer = setTimeout(run, delayMs);
    };
    async function run() {
      clearTimeout(timer);
      if (document.hidden) return;
      running?.abort();
      const controller = new AbortController();
      running = controller;
      isLate = false;
      try {
        const data = await load(controller.signal);
        if (disposed || running !== controller) return;
        setOutcome({ data, loadedAt: Date.now(), answered: load });
      } catch (e) {
        if (disposed || running !== controller) return;
        const error = e instanceof Error ? e : new Error(String(e));
        setOutcome(last => ({
          ...last,
          error,
          failingSince: last.failingSince ?? Date.now(),
        }));
      }
      running = undefined;
      schedule(isLate ? 0 : intervalMs);
    }
    // Of a burst the first decides when: no number of signals puts the load off. A load
    // that is under way may have missed the change; it ends, and another one follows.
    const hasten = () => {
      hastened ??= setTimeout(() => {
        hastened = undefined;
        if (running) isLate = true;
        else run();
      }, SIGNAL_PAUSE_MS);
    };
    const onVisibility = () => {
      if (document.hidden) clearTimeout(timer);
      else run();
    };

    trigger.current = run;
    document.addEventListener('visibilitychange', onVisibility);
    const subscriptions = channels.split(' ').flatMap(address => {
      const [channel, key] = address.split('#');
      const tell = (message: JsonObject) => {
        if (concerns(message, key)) hasten();
      };
      return channel && signals ? [signals.subscribe(channel, tell)] : [];
    });
    run();
    return () => {
      disposed = true;
      clearTimeout(timer);
      clearTimeout(hastened);
      running?.abort();
      document.removeEventListener('visibilitychange', onVisibility);
      subscriptions.forEach(subscription => subscription.unsubscribe());
    };
  }, [load, intervalMs, channels, signals]);

  const reload = useCallback(() => trigger.current(), []);
  return {
    data: outcome.data,
    loadedAt: outcome.loadedAt,
    error: outcome.error,
    failingSince: outcome.failingSince,
    isPrevious: outcome.data !== undefined && outcome.answered !== load,
    reload,
  };
}
