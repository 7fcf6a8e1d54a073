import {
  ANNOTATION_ORIGIN_LOCATION,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import {
  InputError,
  NotFoundError,
  ResponseError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { patiently } from '../forge/patiently';

/**
 * A catalog that does not answer or restarts with everything else, or whose forge does:
 * what a forge answers to the catalog, also a 503, reaches us as a 400.
 */
async function whileAvailable<T>(request: () => Promise<T>): Promise<T> {
  try {
    return await request();
  } catch (error) {
    const { name, message, cause } = error as Error;
    if (error instanceof ResponseError && error.statusCode === 400) {
      throw new ServiceUnavailableError(
        `The catalog could not read it: ${error.cause.message}.`,
      );
    }
    const isDown =
      error instanceof ResponseError
        ? error.statusCode >= 500
        : name === 'TypeError' || name === 'FetchError';
    if (!isDown) throw error;
    throw new ServiceUnavailableError(
      `The catalog is not available: ${(cause as Error)?.message ?? message}.`,
    );
  }
}

/**
 * `worlds:registerService`: a location of the catalog, once, however often it runs.
 * (`catalog:register` ends with a conflict when it runs again; its `optional` hides
 * every other failure as well.)
 */
export function createRegisterServiceAction({
  catalog,
}: {
  catalog: CatalogService;
}) {
  return createTemplateAction({
    id: 'worlds:registerService',
    description:
      'Registers the catalog-info.yaml of a repository. May be repeated: what is registered is refreshed.',
    supportsDryRun: true,
    schema: {
      input: {
        repoContentsUrl: z =>
          z.string().url().describe('Address of the repository’s files'),
        entityRef: z =>
          z.string().describe('Entity that the file must describe'),
      },
      output: {
        catalogInfoUrl: z => z.string().describe('What was registered'),
        entityRef: z => z.string().describe('What it describes'),
      },
    },
    async handler(ctx) {
      const { repoContentsUrl, entityRef } = ctx.input;
      const target = `${repoContentsUrl.replace(/\/*$/, '/')}catalog-info.yaml`;
      ctx.output('catalogInfoUrl', target);
      ctx.output('entityRef', entityRef);
      if (ctx.isDryRun) {
        ctx.logger.info(`Would register ${target}`);
        return;
      }
      const credentials = await ctx.getInitiatorCredentials();
      await patiently(
        () =>
          whileAvailable(async () => {
            const { entities } = await catalog.addLocation(
              { type: 'url', target, dryRun: true },
              { credentials },
            );
            const found = entities.map(entity => stringifyEntityRef(entity));
            if (found.length === 0) {
              throw new NotFoundError(`The catalog finds nothing in ${target}`);
            }
            if (!found.includes(entityRef)) {
              throw new InputError(
                `${target} describes ${found.join(', ')}, not ${entityRef}`,
              );
            }
            await catalog.addLocation(
              { type: 'url', target, onConflict: 'refresh' },
              { credentials },
            );
          }),
        {
          signal: ctx.signal,
          onFailure: ({ message }, pauseMs) =>
            ctx.logger.warn(`${message} Again in ${pauseMs / 1000} s.`),
        },
      );
      ctx.logger.info(`Registered ${target}`);
    },
  });
}

/** Where the catalog has an entity from, as an annotation holds it. */
export function originOf(
  annotations: Record<string, string> | undefined,
): string | undefined {
  return annotations?.[ANNOTATION_ORIGIN_LOCATION];
}
