import { toError } from '@backstage/errors';
import { z } from 'zod';
import { WatchedResource } from '../collections';

const uidSchema = z.object({ metadata: z.object({ uid: z.string().min(1) }) });

/** Undefined where the object does not tell. */
export function uidOf(object: unknown): string | undefined {
  return uidSchema.safeParse(object).data?.metadata.uid;
}

/** Why an object could not be understood. */
export interface Problem {
  /** Undefined: it does not tell. */
  uid: string | undefined;
  why: string;
}

/** What is wrong with each object of a list that could not be understood. */
export type Problems = Map<string, Problem>;

export function noteProblem(
  problems: Problems,
  object: unknown,
  why: string,
  otherwise: string,
): void {
  const uid = uidOf(object);
  problems.set(uid ?? otherwise, { uid, why });
}

/** More kinds of problems would not help a reader. */
const PROBLEMS_LIMIT = 3;

/**
 * Objects that were left out because they could not be understood. What they are is
 * not known, so neither is whether something of their collection does not exist.
 */
export class MalformedObjects {
  readonly #problems = new Map<string, Problems>();

  /** Of a whole list. */
  replace({ id }: WatchedResource, problems: Problems): void {
    this.#problems.set(id, problems);
  }

  /** Of one event. Those that cannot be told apart count once. */
  add({ id }: WatchedResource, object: unknown, why: string): void {
    const problems: Problems = this.#problems.get(id) ?? new Map();
    noteProblem(problems, object, why, why);
    this.#problems.set(id, problems);
  }

  /**
   * Why it is not known whether an object exists that is not among those understood, as
   * a clause; undefined: it does not.
   *
   * @param uid undefined: not known
   */
  mayBe({ id }: WatchedResource, uid: string | undefined): string | undefined {
    const problems = this.#problems.get(id);
    const own = uid === undefined ? undefined : problems?.get(uid);
    if (own) return describeLost(own.why);
    const [other] = [...(problems?.values() ?? [])].filter(
      each => uid === undefined || each.uid === undefined,
    );
    return (
      other &&
      `an object of its kind could not be understood (${other.why}), and may be this one`
    );
  }

  /** The object was deleted, or is understood now. */
  forget({ id }: WatchedResource, object: unknown): void {
    const uid = uidOf(object);
    if (uid) this.#problems.get(id)?.delete(uid);
  }

  /** `2 Deployments of Oregon's cluster could not be understood (no name)`. */
  describe(
    { id, kind, noun }: WatchedResource,
    place: string,
  ): string | undefined {
    const problems = this.#problems.get(id);
    if (!problems || problems.size === 0) return undefined;
    const what = problems.size === 1 ? `1 ${kind}` : `${problems.size} ${noun}`;
    const why = [
      ...new Set([...problems.values()].map(({ why: each }) => each)),
    ].slice(0, PROBLEMS_LIMIT);
    return `${what} of ${place} could not be understood (${why.join(', ')})`;
  }
}

/** Why an object could not be understood; its kind is said elsewhere. */
export function problemOf(error: unknown): string {
  return toError(error).message.replace(/^malformed [^:]*: /, '');
}

export function describeLost(why: string): string {
  return `it could not be understood (${why})`;
}
