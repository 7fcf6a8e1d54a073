interface Identity {
  namespace: string;
  name: string;
  uid: string;
  resourceVersion: string;
}

const text = (value: unknown) => (typeof value === 'string' ? value : '');

/** What tells objects and their versions apart; empty where it is missing. */
export function asIdentity(object: unknown): Identity {
  const { metadata } = (object ?? {}) as { metadata?: Record<string, unknown> };
  return {
    namespace: text(metadata?.namespace),
    name: text(metadata?.name),
    uid: text(metadata?.uid),
    resourceVersion: text(metadata?.resourceVersion),
  };
}

/** Versions are compared only where both are numbers. */
export function isOlderVersion(next: string, held: string): boolean {
  if (!/^\d+$/.test(next) || !/^\d+$/.test(held)) return false;
  return next.length === held.length ? next < held : next.length < held.length;
}
