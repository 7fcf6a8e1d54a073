import { HttpAuthService } from '@backstage/backend-plugin-api';
import {
  shardHeatRequestSchema,
  shardRequestSchema,
  shardsRequestSchema,
} from '@worldscale/backstage-plugin-scaling-common';
import { parseRequest } from '@worldscale/backstage-plugin-worlds-node';
import { Request, Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { ShardsService } from './ShardsService';

/** The routes of shards; see `ShardsApi` for their answers. */
export function createShardsRouter(options: {
  httpAuth: HttpAuthService;
  shards: ShardsService;
}): Router {
  const { httpAuth, shards } = options;
  const router = PromiseRouter();
  const callerOf = (req: Request) =>
    httpAuth.credentials(req, { allow: ['user', 'service'] });

  router.get('/shards', async (req, res) => {
    const caller = await callerOf(req);
    const query = parseRequest(shardsRequestSchema, req.query);
    res.json(await shards.list(query, caller));
  });

  router.get('/shards/heat', async (req, res) => {
    const caller = await callerOf(req);
    const filters = parseRequest(shardHeatRequestSchema, req.query);
    res.json(await shards.heat(filters, caller));
  });

  router.get('/shards/:id', async (req, res) => {
    const caller = await callerOf(req);
    const { id } = parseRequest(shardRequestSchema, req.params, 'path');
    res.json(await shards.shard(id, caller));
  });

  return router;
}
