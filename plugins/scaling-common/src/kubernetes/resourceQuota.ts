import { readAmount } from './quantity';
import { asRecord, asText, readObject } from './reading';

/** v1 ResourceQuota. */
export interface ResourceQuota {
  namespace: string;
  name: string;
  uid: string;
  /** By resource, as it is written (`requests.cpu`); null: unknown. */
  resources: ReadonlyArray<{
    resource: string;
    hard: number | null;
    used: number | null;
  }>;
  /** Which pods it counts; empty: all of its namespace. */
  scopes: readonly string[];
}

/** What is above cannot be true: it is beyond 2^60 bytes. */
const MOST = 2 ** 60;

/**
 * Its status is what the quota controller enforces; before it has reported, the
 * specification says what is allowed, and what is used is unknown.
 *
 * @throws InputError where it has no name
 */
export function readResourceQuota(value: unknown): ResourceQuota {
  const { metadata, spec, status = {} } = readObject('ResourceQuota', value);
  const used = asRecord(status.used);
  const hard = { ...asRecord(spec.hard), ...asRecord(status.hard) };
  const { matchExpressions } = asRecord(spec.scopeSelector);
  const selected = (
    Array.isArray(matchExpressions) ? matchExpressions : []
  ).flatMap(each => asText(asRecord(each).scopeName) ?? []);
  const scopes = (Array.isArray(spec.scopes) ? spec.scopes : []).flatMap(
    each => asText(each) ?? [],
  );
  return {
    namespace: metadata.namespace,
    name: metadata.name,
    uid: metadata.uid,
    resources: Object.entries(hard).map(([resource, most]) => ({
      resource,
      hard: readAmount(most, MOST),
      used: readAmount(used[resource], MOST),
    })),
    scopes: [...scopes, ...selected],
  };
}
