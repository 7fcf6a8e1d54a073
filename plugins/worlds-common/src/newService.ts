/*
 * What a new world service may be called. Its name becomes part of the names of
 * many other things, and the longest of those sets the limit: Kubernetes refuses a
 * label value or a Service above 63 characters, and cuts a pod's host name there.
 */

/** Two shapes that a world service can have. */
export const serviceKinds = ['stateful-shard', 'stateless-service'] as const;
export type ServiceKind = (typeof serviceKinds)[number];

/** Longest label value, Service name and host name (RFC 1123) in Kubernetes. */
const LABEL_LENGTH = 63;

/** Names of Services follow RFC 1035: they begin with a letter. */
const legalName = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;

/** One name that is made of a service's name. */
export interface DerivedName {
  /** What is called so. */
  what: string;
  name: string;
  /** Most characters that it may have. */
  limit: number;
}

/**
 * Names that something else than the service itself gets from a service's name.
 * Suffixes of controllers stand with their length: `x` is any character.
 */
export function derivedNames(kind: ServiceKind, name: string): DerivedName[] {
  const derived = (what: string, suffix: string): DerivedName => ({
    what,
    name: `${name}${suffix}`,
    limit: LABEL_LENGTH,
  });
  const shared = [derived('objective', '-availability')];
  return kind === 'stateful-shard'
    ? [
        derived('fleet autoscaler', '-autoscaler'),
        // Fleet -> GameServerSet -> GameServer: five random characters each.
        derived('game server', '-xxxxx-xxxxx'),
        ...shared,
      ]
    : [
        // Deployment -> ReplicaSet (a hash of up to ten characters) -> Pod.
        derived('pod', '-xxxxxxxxxx-xxxxx'),
        derived('objective', '-latency'),
        ...shared,
      ];
}

/** Most characters that a service's name may have. */
export function longestServiceName(kind: ServiceKind): number {
  return Math.min(
    ...derivedNames(kind, '').map(({ name, limit }) => limit - name.length),
  );
}

/**
 * Why a service cannot be called so, in a sentence; undefined where it can.
 *
 * @param kind - undefined where it is not chosen yet: then both must be possible
 */
export function serviceNameProblem(
  kind: ServiceKind | undefined,
  name: string,
): string | undefined {
  if (name === '') return 'A name is needed.';
  if (!legalName.test(name)) {
    return 'Use lower case letters, digits and hyphens; begin with a letter and do not end with a hyphen.';
  }
  if (name.startsWith('kube-')) {
    return "Names that begin with 'kube-' are kept for Kubernetes itself.";
  }
  for (const one of kind ? [kind] : serviceKinds) {
    const tooLong = derivedNames(one, name)
      .filter(derived => derived.name.length > derived.limit)
      .sort((a, b) => b.name.length - a.name.length)[0];
    if (tooLong) {
      return `Too long by ${name.length - longestServiceName(one)}: its ${
        tooLong.what
      } would be called '${tooLong.name}' (${
        tooLong.name.length
      } characters, Kubernetes allows ${
        tooLong.limit
      }). Use at most ${longestServiceName(one)} characters.`;
    }
  }
  return undefined;
}
