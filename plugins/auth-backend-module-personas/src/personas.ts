import {
  DEFAULT_NAMESPACE,
  parseEntityRef,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

/** One person that a visitor may sign in as. */
export interface Persona {
  id: string;
  title: string;
  /** Full reference of the catalog's user, in lower case. */
  entityRef: string;
}

/**
 * Reads `auth.providers.personas`.
 *
 * @throws InputError naming the entry, where an id occurs twice or a reference
 * does not name a user
 */
export function readPersonas(provider: Config): Persona[] {
  const personas = provider.getConfigArray('people').map(person => {
    const id = person.getString('id');
    const ref = person.getOptionalString('entityRef') ?? id;
    return {
      id,
      title: person.getString('title'),
      entityRef: userRefOf(id, ref),
    };
  });
  const seen = new Set<string>();
  for (const { id } of personas) {
    if (seen.has(id)) {
      throw new InputError(
        `auth.providers.personas.people: the id '${id}' occurs twice`,
      );
    }
    seen.add(id);
  }
  return personas;
}

function userRefOf(id: string, ref: string): string {
  const where = `auth.providers.personas.people: the entityRef '${ref}' of '${id}'`;
  let kind: string;
  let parsed: string;
  try {
    const compound = parseEntityRef(ref, {
      defaultKind: 'user',
      defaultNamespace: DEFAULT_NAMESPACE,
    });
    kind = compound.kind.toLocaleLowerCase('en-US');
    parsed = stringifyEntityRef(compound);
  } catch (error) {
    throw new InputError(`${where} is not an entity reference`, error);
  }
  if (kind !== 'user') throw new InputError(`${where} is not a user`);
  return parsed;
}
