import { gzipSync } from 'node:zlib';
import { HttpAuthService } from '@backstage/backend-plugin-api';
import {
  shardHeatRequestSchema,
  shardRequestSchema,
  shardsRequestSchema,
} from '@worldscale/backstage-plugin-scaling-common';
import { parseRequest } from '@worldscale/backstage-plugin-worlds-node';
import { Request, Response, Router } from 'express';
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
    sendJson(req, res, await shards.list(query, caller));
  });

  router.get('/shards/heat', async (req, res) => {
    const caller = await callerOf(req);
    const filters = parseRequest(shardHeatRequestSchema, req.query);
    sendJson(req, res, await shards.heat(filters, caller));
  });

  router.get('/shards/:id', async (req, res) => {
    const caller = await callerOf(req);
    const { id } = parseRequest(shardRequestSchema, req.params, 'path');
    sendJson(req, res, await shards.shard(id, caller));
  });

  return router;
}

/** The least that zlib can do makes a tenth of a page of shards, in a third of the time. */
const GZIP = { level: 1 };
/** Longer answers are compressed by the backend, in a thread of its own. */
const AT_ONCE_MOST = 200_000;

/**
 * Outside of production Express indents its answers, which takes longer than to find a
 * page of shards and doubles a heat map.
 */
function sendJson(req: Request, res: Response, answer: unknown): void {
  const text = JSON.stringify(answer);
  res.type('json');
  if (text.length > AT_ONCE_MOST || !req.acceptsEncodings('gzip')) {
    res.send(text);
    return;
  }
  res
    .set('Content-Encoding', 'gzip')
    .vary('Accept-Encoding')
    .send(gzipSync(text, GZIP));
}
