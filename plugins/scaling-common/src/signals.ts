/**
 * Signals say that something changed, never what. Thousands of services change in a
 * minute, so those of about a second are one signal on one channel, which names them by
 * keys that say nothing to whoever may not read them.
 */
export const SERVICES_CHANNEL = 'scaling:services';

/** True: too many to name. */
export type ServicesChanged = { changed: string[] | true };

/** FNV-1a in 32 bits (IETF draft-eastlake-fnv); two services with one key only reload once more. */
export function signalKeyOf(entityRef: string): string {
  let hash = 0x811c9dc5;
  for (const character of entityRef.toLocaleLowerCase('en-US')) {
    hash = Math.imul(hash ^ character.codePointAt(0)!, 0x01000193);
  }
  return (hash >>> 0).toString(36);
}

/** The signals of one service, as `usePolled` takes them: channel, `#`, key. */
export function scalingChannel(entityRef: string): string {
  return `${SERVICES_CHANNEL}#${signalKeyOf(entityRef)}`;
}
