import { HttpAuthService } from '@backstage/backend-plugin-api';
import {
  overrideRequestSchema,
  policyRequestSchema,
  sloChangesQuerySchema,
  sloHistoryQuerySchema,
  sloListQuerySchema,
} from '@worldscale/backstage-plugin-slo-common';
import { parseRequest } from '@worldscale/backstage-plugin-worlds-node';
import express, { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { z } from 'zod';
import { PolicyService } from './PolicyService';
import { SloService } from './SloService';

const entitySchema = z.object({
  kind: z.string().min(1),
  namespace: z.string().min(1),
  name: z.string().min(1),
});
const worldSchema = entitySchema.omit({ kind: true });
const rulesSchema = z.strictObject({ service: z.string().min(1).optional() });

export function createRouter(options: {
  httpAuth: HttpAuthService;
  service: SloService;
  policies: PolicyService;
}): Router {
  const { httpAuth, service, policies } = options;
  const router = PromiseRouter();
  router.use(express.json());
  const callerOf = (req: express.Request) =>
    httpAuth.credentials(req, { allow: ['user', 'service'] });

  router.get('/slos', async (req, res) => {
    const caller = await callerOf(req);
    const query = parseRequest(sloListQuerySchema, req.query);
    res.json(await service.list(query, caller));
  });
  router.get('/slos/:slo', async (req, res) => {
    res.json(await service.getSlo(req.params.slo, await callerOf(req)));
  });
  router.get('/slos/:slo/history', async (req, res) => {
    const caller = await callerOf(req);
    const query = parseRequest(sloHistoryQuerySchema, req.query);
    res.json(await service.getHistory(req.params.slo, query, caller));
  });
  router.get('/changes', async (req, res) => {
    const caller = await callerOf(req);
    const query = parseRequest(sloChangesQuerySchema, req.query);
    res.json(await service.getChanges(query, caller));
  });
  router.get('/entities/:kind/:namespace/:name', async (req, res) => {
    const caller = await callerOf(req);
    const name = parseRequest(entitySchema, req.params, 'path');
    res.json(await service.getEntity(name, caller));
  });
  router.get('/entities/:kind/:namespace/:name/policy', async (req, res) => {
    const caller = await callerOf(req);
    const name = parseRequest(entitySchema, req.params, 'path');
    const request = parseRequest(policyRequestSchema, req.query);
    await policies.allow(caller);
    const entityRef = await service.readable(name, caller);
    res.json(await policies.getDecision(entityRef, request, caller));
  });
  router.post(
    '/entities/:kind/:namespace/:name/policy/override',
    async (req, res) => {
      const caller = await httpAuth.credentials(req, { allow: ['user'] });
      const name = parseRequest(entitySchema, req.params, 'path');
      const request = parseRequest(overrideRequestSchema, req.body, 'body');
      const entityRef = await service.readable(name, caller);
      res.json(await policies.override(entityRef, request, caller));
    },
  );
  router.get('/worlds/:namespace/:name', async (req, res) => {
    const caller = await callerOf(req);
    const name = parseRequest(worldSchema, req.params, 'path');
    res.json(await service.getWorld(name, caller));
  });
  router.get('/rules', async (req, res) => {
    const caller = await callerOf(req);
    const query = parseRequest(rulesSchema, req.query);
    const rules = await service.getRules(query.service, caller);
    res.type('application/yaml').send(rules);
  });
  return router;
}
