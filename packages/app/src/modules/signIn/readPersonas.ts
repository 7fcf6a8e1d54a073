import type { ConfigApi } from '@backstage/frontend-plugin-api';

/** One person of the sign-in page. */
export interface PersonaChoice {
  id: string;
  title: string;
  role?: string;
  description?: string;
}

/** The part of `auth.providers.personas` that the browser is given. */
export function readPersonas(config: ConfigApi): PersonaChoice[] {
  return (
    config.getOptionalConfigArray('auth.providers.personas.people') ?? []
  ).map(person => ({
    id: person.getString('id'),
    title: person.getString('title'),
    role: person.getOptionalString('role'),
    description: person.getOptionalString('description'),
  }));
}
