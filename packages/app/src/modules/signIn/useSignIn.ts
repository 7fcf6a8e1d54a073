import { isError } from '@backstage/errors';
import type { IdentityApi } from '@backstage/frontend-plugin-api';
import { useCallback, useEffect, useRef, useState } from 'react';
import { isNotReady, reasonOf } from './providerErrors';

/** Often enough that nobody notices, seldom enough for a backend that is starting. */
const ASK_AGAIN_MS = 2000;

/** A sign-in that goes on until the provider lets the person in or refuses. */
export interface SigningIn {
  /** Id of the person being signed in. */
  pending?: string;
  /** Why the provider is not ready, as it said last. */
  notReady?: string;
  error?: Error;
  start(id: string): void;
  stop(): void;
}

/** @param initial id of the person to begin with, when the page opens */
export function useSignIn(options: {
  initial?: string;
  signIn(id: string): Promise<IdentityApi>;
  onSuccess(identity: IdentityApi): void;
}): SigningIn {
  const latest = useRef(options);
  latest.current = options;
  const [pending, setPending] = useState(options.initial);
  const [notReady, setNotReady] = useState<string>();
  const [error, setError] = useState<Error>();

  useEffect(() => {
    if (pending === undefined) return undefined;
    let over = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const attempt = async () => {
      try {
        const identity = await latest.current.signIn(pending);
        if (!over) latest.current.onSuccess(identity);
      } catch (reason) {
        if (over) return;
        const known = isError(reason) ? reason : new Error(String(reason));
        if (isNotReady(known)) {
          setNotReady(reasonOf(known));
          timer = setTimeout(attempt, ASK_AGAIN_MS);
        } else {
          setError(known);
          setPending(undefined);
        }
      }
    };
    attempt();
    return () => {
      over = true;
      clearTimeout(timer);
      setNotReady(undefined);
    };
  }, [pending]);

  const start = useCallback((id: string) => {
    setError(undefined);
    setPending(id);
  }, []);
  const stop = useCallback(() => setPending(undefined), []);
  return { pending, notReady, error, start, stop };
}
