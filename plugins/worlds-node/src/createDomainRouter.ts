import {
  BackstageCredentials,
  HttpAuthService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { InputError, NotAllowedError, NotFoundError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import {
  AuthorizeResult,
  BasicPermission,
} from '@backstage/plugin-permission-common';
import {
  SourceHealth,
  SourcesResponse,
  SummariesResponse,
  summariesRequestSchema,
  SummaryColumn,
  SummarySource,
  UnknownReason,
  UnknownsResponse,
} from '@worldscale/backstage-plugin-worlds-common';
import express, { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { z } from 'zod';
import { parseRequest } from './parseRequest';
import { SourceMonitor } from './sources/SourceMonitor';
import { SummaryLedger } from './summaries/SummaryLedger';

export interface DomainRouterOptions {
  /** Plugin id of the domain. */
  domain: string;
  title: string;
  columns: SummaryColumn[];
  /** Without it a reader sees nothing of this domain. */
  readPermission: BasicPermission;
  httpAuth: HttpAuthService;
  permissions: PermissionsService;
  catalog: Pick<CatalogService, 'getEntityByRef'>;
  ledger: Pick<SummaryLedger, 'answer' | 'countBySource'>;
  monitor: Pick<SourceMonitor, 'snapshot'>;
  /**
   * Monitored sources without which a source of the ledger is not confirmed, for a
   * domain where they differ. Default: the one of the same id.
   */
  sourcesBehind?(id: string, monitored: SourceHealth[]): SourceHealth[];
  /**
   * Why something about a service cannot be said; empty: all is known. The entity
   * exists and the caller may see it. The reference is in lower case.
   */
  explainUnknowns(
    entityRef: string,
    caller: BackstageCredentials,
  ): Promise<UnknownReason[]>;
}

const unknownsQuerySchema = z.object({ entityRef: z.string().min(1) });

/**
 * The three routes with which a domain meets the fleet: `GET /summaries` for other
 * backends alone, and for readers with `readPermission` `GET /sources` and
 * `GET /unknowns?entityRef=`, the last for entities that the catalog shows them.
 */
export function createDomainRouter(options: DomainRouterOptions): Router {
  const { domain, title, columns, readPermission, httpAuth, ledger } = options;
  const router = PromiseRouter();

  async function reader(
    req: express.Request,
    allow: Array<'user' | 'service'> = ['user', 'service'],
  ): Promise<BackstageCredentials> {
    const caller = await httpAuth.credentials(req, { allow });
    const [decision] = await options.permissions.authorize(
      [{ permission: readPermission }],
      { credentials: caller },
    );
    if (decision.result !== AuthorizeResult.ALLOW) {
      throw new NotAllowedError(`'${readPermission.name}' is needed`);
    }
    return caller;
  }

  router.get('/summaries', async (req, res) => {
    await reader(req, ['service']);
    const request = parseRequest(summariesRequestSchema, req.query);
    const permission = readPermission.name;
    const [rows, monitored] = await Promise.all([
      ledger.answer(request),
      options.monitor.snapshot(),
    ]);
    const behind =
      options.sourcesBehind ??
      (id => monitored.filter(source => source.id === id));
    const answer: SummariesResponse = {
      ...{ domain, title, permission, columns },
      ...rows,
      sources: rows.sources.map(source => ({
        ...source,
        ...describeSource(behind(source.id, monitored)),
      })),
    };
    res.json(answer);
  });

  router.get('/sources', async (req, res) => {
    await reader(req);
    const [sources, rows] = await Promise.all([
      options.monitor.snapshot(),
      ledger.countBySource(),
    ]);
    const answer: SourcesResponse = {
      domain,
      title,
      sources: sources.map(s => ({ ...s, rows: rows.get(s.id) ?? 0 })),
    };
    res.json(answer);
  });

  router.get('/unknowns', async (req, res) => {
    const caller = await reader(req);
    const query = parseRequest(unknownsQuerySchema, req.query);
    const entityRef = readEntityRef(query.entityRef);
    const entity = await options.catalog.getEntityByRef(entityRef, {
      credentials: caller,
    });
    if (!entity) throw new NotFoundError(`There is no entity '${entityRef}'`);
    const answer: UnknownsResponse = {
      domain,
      title,
      unknowns: await options.explainUnknowns(entityRef, caller),
    };
    res.json(answer);
  });

  return router;
}

/** The one that fails, else the only one; of several that work none is to be named. */
function describeSource(
  behind: SourceHealth[],
): Pick<SummarySource, 'title' | 'error'> {
  const failing = behind.find(source => source.reachable === false);
  const [named] = failing ? [failing] : behind;
  if (!named || (!failing && behind.length > 1)) return {};
  const { title, lastError } = named;
  if (!failing || !lastError) return { title };
  const { message, code } = lastError;
  return { title, error: { message, ...(code && { code }) } };
}

/** A full entity reference in lower case. */
function readEntityRef(text: string): string {
  try {
    return stringifyEntityRef(parseEntityRef(text));
  } catch {
    throw new InputError(
      `'entityRef' must look like component:default/name, not '${text}'`,
    );
  }
}
