import { HttpAuthService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import {
  historyRequestSchema,
  serviceRequestSchema,
} from '@worldscale/backstage-plugin-scaling-common';
import { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { HistoryService } from './history/HistoryService';
import { parseServiceRequest } from './parseServiceRequest';
import { ScalingService } from './ScalingService';

export function createRouter(options: {
  httpAuth: HttpAuthService;
  service: ScalingService;
  history: HistoryService;
}): Router {
  const { httpAuth, service, history } = options;
  const router = PromiseRouter();

  router.get('/services/:kind/:namespace/:name', async (req, res) => {
    const caller = await httpAuth.credentials(req, {
      allow: ['user', 'service'],
    });
    const request = parseServiceRequest(serviceRequestSchema.strict(), req);
    res.json(await service.getService(request, caller));
  });

  router.get('/services/:kind/:namespace/:name/history', async (req, res) => {
    const caller = await httpAuth.credentials(req, {
      allow: ['user', 'service'],
    });
    const request = parseServiceRequest(historyRequestSchema, req, {
      region: '',
    });
    const left = new AbortController();
    res.on('close', () => left.abort(new InputError('The reader left')));
    res.json(await history.getHistory(request, caller, left.signal));
  });

  return router;
}
