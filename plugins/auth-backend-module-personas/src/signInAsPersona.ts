import { setTimeout as pause } from 'node:timers/promises';
import { Entity, RELATION_MEMBER_OF } from '@backstage/catalog-model';
import { NotAllowedError } from '@backstage/errors';
import {
  AuthResolverContext,
  SignInResolver,
} from '@backstage/plugin-auth-node';
import { Persona } from './personas';

/** How often the catalog is asked again, in milliseconds. */
const ASK_AGAIN_MS = 250;

/**
 * Signs in as the catalog's user, with the groups that the catalog gives it.
 *
 * A catalog that was started a moment ago is still being read. Whoever signs in
 * then waits for the user and their groups, for `patienceMs` at most: a session
 * without its groups would lack their permissions until it is renewed.
 */
export function signInAsPersona(options: {
  patienceMs: number;
}): SignInResolver<Persona> {
  return async ({ result: persona }, ctx) => {
    const deadlineMs = performance.now() + options.patienceMs;
    const user = await find(ctx, persona.entityRef, deadlineMs);
    if (!user) {
      throw new NotAllowedError(
        `The catalog has no '${persona.entityRef}'. Right after the first start it is still being read; try again in a moment.`,
      );
    }
    const groups = (user.relations ?? []).filter(
      ({ type }) => type === RELATION_MEMBER_OF,
    );
    await Promise.all(
      groups.map(({ targetRef }) => find(ctx, targetRef, deadlineMs)),
    );
    const { ownershipEntityRefs } = await ctx.resolveOwnershipEntityRefs(user);
    return ctx.issueToken({
      claims: { sub: persona.entityRef, ent: ownershipEntityRefs },
    });
  };
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
