import { setTimeout as sleep } from 'node:timers/promises';
import {
  AuthService,
  BackstageCredentials,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import { ConflictError, ServiceUnavailableError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { buildDocs } from './buildDocs';
import { originOf } from './createRegisterServiceAction';
import { hastenSearch } from './hastenSearch';

/** The catalog looks for new locations every second; under load it takes several. */
const CATALOG_TIMEOUT_MS = 120_000;
const POLL_MS = 500;

/** Building a small site takes a second; the queue before it may be long. */
const DOCS_TIMEOUT_MS = 120_000;

/** `worlds:awaitService`: until it is in the catalog, with its docs built. */
export function createAwaitServiceAction({
  catalog,
  auth,
  discovery,
}: {
  catalog: CatalogService;
  auth: AuthService;
  discovery: DiscoveryService;
}) {
  return createTemplateAction({
    id: 'worlds:awaitService',
    description:
      'Waits until an entity is in the catalog, has its docs built, and has the search index look for it.',
    supportsDryRun: true,
    schema: {
      input: {
        entityRef: z => z.string().describe('The entity'),
        catalogInfoUrl: z =>
          z.string().describe('The file that it must come from'),
      },
      output: {
        docs: z =>
          z.string().describe('`built`, or in a sentence why they are not'),
      },
    },
    async handler(ctx) {
      const { entityRef, catalogInfoUrl } = ctx.input;
      if (ctx.isDryRun) {
        ctx.logger.info(`Would wait for ${entityRef}`);
        ctx.output('docs', 'built');
        return;
      }
      const credentials = await ctx.getInitiatorCredentials();
      await untilThere(catalog, ctx.input, credentials, ctx.signal);
      ctx.logger.info(`${entityRef} is in the catalog`);
      const timeout = AbortSignal.timeout(DOCS_TIMEOUT_MS);
      const failure = await buildDocs({
        entityRef,
        credentials,
        auth,
        discovery,
        signal: ctx.signal ? AbortSignal.any([ctx.signal, timeout]) : timeout,
        onLog: line => ctx.logger.info(line),
      }).catch((error: Error) => {
        ctx.signal?.throwIfAborted();
        return `TechDocs did not answer: ${error.message}.`;
      });
      // The service exists; its reader builds the docs when somebody opens them.
      if (failure) ctx.logger.warn(`The docs are not built. ${failure}`);
      else ctx.logger.info('Its docs are built');
      ctx.output('docs', failure ?? 'built');
      await hastenSearch({ auth, discovery, logger: ctx.logger });
      ctx.logger.info(`Done: ${catalogInfoUrl}`);
    },
  });
}

async function untilThere(
  catalog: CatalogService,
  { entityRef, catalogInfoUrl }: { entityRef: string; catalogInfoUrl: string },
  credentials: BackstageCredentials,
  signal?: AbortSignal,
): Promise<void> {
  const deadlineMs = Date.now() + CATALOG_TIMEOUT_MS;
  let problem = 'the catalog has not read it yet';
  while (Date.now() < deadlineMs) {
    signal?.throwIfAborted();
    try {
      const entity = await catalog.getEntityByRef(entityRef, { credentials });
      const origin = originOf(entity?.metadata.annotations);
      if (origin === `url:${catalogInfoUrl}`) return;
      if (entity) {
        throw new ConflictError(
          `name: ${entityRef} is in the catalog from elsewhere (${origin})`,
        );
      }
    } catch (error) {
      if (error instanceof ConflictError) throw error;
      // It may be starting; the deadline ends this.
      problem = `the catalog does not answer: ${(error as Error).message}`;
    }
    await sleep(POLL_MS, undefined, { signal });
  }
  throw new ServiceUnavailableError(
    `${entityRef} is registered (${catalogInfoUrl}) but did not appear within ${
      CATALOG_TIMEOUT_MS / 1000
    } seconds: ${problem}. Run the task again to go on waiting.`,
  );
}
