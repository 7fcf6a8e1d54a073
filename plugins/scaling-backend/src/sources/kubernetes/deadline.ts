/** A signal that is given with its parent, or when time is up. */
export interface Deadline {
  signal: AbortSignal;
  /** Ends it, and whatever still runs under it. */
  clear(): void;
}

/**
 * Like `AbortSignal.any` with a timeout, but leaves nothing behind on a parent that
 * lives as long as the backend.
 */
export function deadline(parent: AbortSignal, ms: number): Deadline {
  const controller = new AbortController();
  const follow = () => controller.abort(parent.reason);
  const timer = setTimeout(
    () => controller.abort(new DOMException('no answer', 'TimeoutError')),
    ms,
  );
  parent.addEventListener('abort', follow);
  if (parent.aborted) follow();
  return {
    signal: controller.signal,
    clear: () => {
      clearTimeout(timer);
      parent.removeEventListener('abort', follow);
      controller.abort();
    },
  };
}
