import { HttpAuthService } from '@backstage/backend-plugin-api';
import { serviceRequestSchema } from '@worldscale/backstage-plugin-scaling-common';
import { parseRequest } from '@worldscale/backstage-plugin-worlds-node';
import { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { ScalingService } from './ScalingService';

export function createRouter(options: {
  httpAuth: HttpAuthService;
  service: ScalingService;
}): Router {
  const { httpAuth, service } = options;
  const router = PromiseRouter();

  router.get('/services/:kind/:namespace/:name', async (req, res) => {
    const caller = await httpAuth.credentials(req, {
      allow: ['user', 'service'],
    });
    const request = parseRequest(serviceRequestSchema, req.params, 'path');
    res.json(await service.getService(request, caller));
  });

  return router;
}
