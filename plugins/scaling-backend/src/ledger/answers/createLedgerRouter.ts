import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { HttpAuthService } from '@backstage/backend-plugin-api';
import {
  changesExportRequestSchema,
  changesRequestSchema,
  servicesChangesRequestSchema,
} from '@worldscale/backstage-plugin-scaling-common';
import { parseRequest } from '@worldscale/backstage-plugin-worlds-node';
import { Request, Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { parseServiceRequest } from '../../parseServiceRequest';
import { LedgerService } from './LedgerService';

export function createLedgerRouter(options: {
  httpAuth: HttpAuthService;
  ledger: LedgerService;
}): Router {
  const { httpAuth, ledger } = options;
  const router = PromiseRouter();
  const callerOf = (req: Request) =>
    httpAuth.credentials(req, { allow: ['user', 'service'] });

  router.get('/services/:kind/:namespace/:name/changes', async (req, res) => {
    const caller = await callerOf(req);
    const request = parseServiceRequest(changesRequestSchema, req);
    res.json(await ledger.getChanges(request, caller));
  });

  router.get(
    '/services/:kind/:namespace/:name/changes.csv',
    async (req, res) => {
      const caller = await callerOf(req);
      const request = parseServiceRequest(changesExportRequestSchema, req);
      const lines = await ledger.exportChanges(request, caller);
      res.type('text/csv; charset=utf-8; header=present');
      res.attachment(`${request.name}-changes.csv`);
      // A reader who leaves, or a failure in the middle, cuts the answer off.
      await pipeline(Readable.from(lines), res).catch(() => res.destroy());
    },
  );

  router.get('/changes', async (req, res) => {
    const caller = await callerOf(req);
    res.json(await ledger.getChangesOfServices(ofServices(req), caller));
  });

  router.get('/versions', async (req, res) => {
    const caller = await callerOf(req);
    res.json(await ledger.getVersionsOfServices(ofServices(req), caller));
  });

  return router;
}

function ofServices(req: Request) {
  // Express takes apart no more than twenty values of one name.
  const { searchParams } = new URL(req.url, 'http://relative');
  const { entityRef, ...request } = parseRequest(servicesChangesRequestSchema, {
    ...req.query,
    entityRef: searchParams.getAll('entityRef'),
  });
  return { ...request, entityRefs: entityRef };
}
