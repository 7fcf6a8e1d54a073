/*
 * What the catalog has not read. A file that is broken when it is read for the first
 * time describes no entity that could carry its error, and so does a whole repository
 * behind a host that is down: the catalog's API shows neither. The catalog notes them in
 * its own tables, which `@backstage/plugin-catalog-backend-module-unprocessed` serves as
 * "pending": whatever is discovered and has no entity yet, with errors if it was tried.
 */
import { AuthService, DiscoveryService } from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { ResponseError } from '@backstage/errors';
import {
  FetchLike,
  UnreadablePart,
} from '@worldscale/backstage-plugin-worlds-common';
import { z } from 'zod';
import { describeError } from './describeError';

/** An answer of the whole list may take this long; it is large at a first start. */
const ANSWER_TIMEOUT_MS = 8000;

/** What the catalog still has to read, and what it tried to read in vain. */
export interface Unread {
  /** Descriptions that were found and are not entities yet; none of them failed. */
  waiting: number;
  /** What failed each time until now. */
  unreadable: UnreadablePart[];
}

// The columns that name the entity are null on some databases; the description is not.
const pendingSchema = z.object({
  entities: z.array(
    z.object({
      unprocessed_entity: z.looseObject({
        kind: z.string(),
        metadata: z.looseObject({
          name: z.string(),
          namespace: z.string().optional(),
        }),
        spec: z.looseObject({ target: z.string().optional() }).optional(),
      }),
      // Empty text before the first try.
      errors: z
        .union([z.array(z.looseObject({ message: z.string() })), z.literal('')])
        .nullish(),
    }),
  ),
});
type Pending = z.infer<typeof pendingSchema>['entities'][number];

export interface CatalogReadingOptions {
  auth: Pick<AuthService, 'getOwnServiceCredentials' | 'getPluginRequestToken'>;
  discovery: Pick<DiscoveryService, 'getBaseUrl'>;
  fetch?: FetchLike;
}

/** Asks the catalog what it has not read. */
export class CatalogReading {
  readonly #options: CatalogReadingOptions;

  constructor(options: CatalogReadingOptions) {
    this.#options = options;
  }

  /**
   * Undefined where the catalog does not tell, because the module is not installed.
   *
   * @throws ResponseError where the catalog refuses or fails
   */
  async unread(): Promise<Unread | undefined> {
    const { auth, discovery, fetch = globalThis.fetch } = this.#options;
    const { token } = await auth.getPluginRequestToken({
      onBehalfOf: await auth.getOwnServiceCredentials(),
      targetPluginId: 'catalog',
    });
    const response = await fetch(
      `${await discovery.getBaseUrl('catalog')}/entities/unprocessed/pending`,
      {
        headers: { Authorization: `Bearer ${token}` },
        signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
      },
    );
    if (response.status === 404) return undefined;
    if (!response.ok) throw await ResponseError.fromResponse(response);
    const { entities } = pendingSchema.parse(await response.json());
    const failed = entities.filter(({ errors }) => errors && errors.length > 0);
    return {
      waiting: entities.length - failed.length,
      unreadable: failed
        .map(describePending)
        .sort((a, b) => a.part.localeCompare(b.part, 'en')),
    };
  }
}

function describePending({
  unprocessed_entity: entity,
  errors,
}: Pending): UnreadablePart {
  const [first] = errors || [];
  const { message } = describeError(first?.message);
  const ref = stringifyEntityRef({ kind: entity.kind, ...entity.metadata });
  // A location that was registered by its address alone has a name that says nothing.
  const place =
    entity.spec?.target?.includes('://') && entity.kind === 'Location'
      ? entity.spec.target
      : ref;
  const more =
    errors && errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  return {
    part: ref,
    reason: `${place} was never read: ${message.replace(/\.$/, '')}${more}`,
    since: null,
  };
}
