import { setTimeout as pause } from 'node:timers/promises';
import { Entity, RELATION_MEMBER_OF } from '@backstage/catalog-model';
import { NotAllowedError, ServiceUnavailableError } from '@backstage/errors';
import {
  AuthResolverContext,
  SignInResolver,
} from '@backstage/plugin-auth-node';
import { Unread } from '@worldscale/backstage-plugin-worlds-node';
import { Persona } from './personas';

/** How often the catalog is asked again, in milliseconds. */
const ASK_AGAIN_MS = 250;

export interface SignInOptions {
  /** How long a request waits for what the catalog is about to have. */
  patienceMs: number;
  /**
   * What the catalog has not read; undefined where it has no way to tell. Rejects
   * where it could not be asked.
   */
  unread(): Promise<Unread | undefined>;
}

/**
 * Signs in as the catalog's user, with the groups that the catalog gives it.
 *
 * A catalog that was started a moment ago is still being read. Whoever signs in
 * then waits a little for the user and their groups, and is told what the catalog
 * is about and to come again (503): a session without its groups would lack their
 * permissions until it is renewed. The same holds where the catalog could not say
 * what it has read. What a catalog that is read does not have, it will not have: the
 * user is refused (403), a group is left out.
 */
export function signInAsPersona(
  options: SignInOptions,
): SignInResolver<Persona> {
  return async ({ result: persona }, ctx) => {
    const deadlineMs = performance.now() + options.patienceMs;
    const user = await find(ctx, persona.entityRef, deadlineMs);
    if (!user) {
      const unread = await askUnread(options, persona.entityRef);
      sayWhatIsUnread(persona.entityRef, unread);
      throw new NotAllowedError(
        `The catalog has no '${persona.entityRef}'.${
          unread
            ? ''
            : ' Right after the first start it is still being read; try again in a moment.'
        }`,
      );
    }
    const refs = (user.relations ?? [])
      .filter(({ type }) => type === RELATION_MEMBER_OF)
      .map(({ targetRef }) => targetRef);
    const groups = await Promise.all(
      refs.map(ref => find(ctx, ref, deadlineMs)),
    );
    const missing = refs.find((_, i) => !groups[i]);
    if (missing) {
      const unread = await askUnread(options, missing);
      // A file that cannot be read must not keep out who was found without it.
      if (unread?.waiting) sayWhatIsUnread(missing, unread);
    }
    const { ownershipEntityRefs } = await ctx.resolveOwnershipEntityRefs(user);
    return ctx.issueToken({
      claims: { sub: persona.entityRef, ent: ownershipEntityRefs },
    });
  };
}

/** @throws ServiceUnavailableError where the catalog could not be asked */
async function askUnread(
  options: SignInOptions,
  missing: string,
): Promise<Unread | undefined> {
  try {
    return await options.unread();
  } catch (error) {
    throw new ServiceUnavailableError(
      `The catalog does not have '${missing}' yet, and could not say what it has read.`,
      error,
    );
  }
}

/** @throws ServiceUnavailableError where what is missing may still come */
function sayWhatIsUnread(missing: string, unread: Unread | undefined) {
  const [failed] = unread?.unreadable ?? [];
  if (failed) {
    const others = unread!.unreadable.length - 1;
    throw new ServiceUnavailableError(
      `The catalog does not have '${missing}' yet, and cannot read all that it should: ${
        failed.reason
      }.${others > 0 ? ` Nor can it read ${others} more.` : ''}`,
    );
  }
  if (unread?.waiting) {
    throw new ServiceUnavailableError(
      `The catalog is still being read. It does not have '${missing}' yet.`,
    );
  }
}

async function find(
  ctx: AuthResolverContext,
  entityRef: string,
  deadlineMs: number,
): Promise<Entity | undefined> {
  for (;;) {
    try {
      return (await ctx.findCatalogUser({ entityRef })).entity;
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'NotFoundError') {
        throw error;
      }
    }
    if (performance.now() >= deadlineMs) return undefined;
    await pause(ASK_AGAIN_MS);
  }
}
