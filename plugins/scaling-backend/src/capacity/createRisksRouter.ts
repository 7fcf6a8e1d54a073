import { HttpAuthService } from '@backstage/backend-plugin-api';
import { risksRequestSchema } from '@worldscale/backstage-plugin-scaling-common';
import { parseRequest } from '@worldscale/backstage-plugin-worlds-node';
import { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { RisksService } from './RisksService';

export function createRisksRouter(options: {
  httpAuth: HttpAuthService;
  risks: RisksService;
}): Router {
  const { httpAuth, risks } = options;
  const router = PromiseRouter();

  router.get('/risks', async (req, res) => {
    const caller = await httpAuth.credentials(req, {
      allow: ['user', 'service'],
    });
    const request = parseRequest(risksRequestSchema.strict(), req.query);
    res.json(await risks.getRisks(request, caller));
  });

  return router;
}
