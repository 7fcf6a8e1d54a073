import {
  BackstageCredentials,
  HttpAuthService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { InputError, NotAllowedError } from '@backstage/errors';
import {
  AuthorizeResult,
  BasicPermission,
} from '@backstage/plugin-permission-common';
import {
  fleetFiltersSchema,
  fleetQuerySchema,
  fleetStatesQuerySchema,
  worldsFleetReadPermission,
  worldsSourcesReadPermission,
} from '@worldscale/backstage-plugin-worlds-common';
import { parseRequest } from '@worldscale/backstage-plugin-worlds-node';
import express, { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { z } from 'zod';
import { FleetService } from './fleet/FleetService';
import { JoinedSourcesService } from './sources/JoinedSourcesService';

export interface RouterOptions {
  httpAuth: HttpAuthService;
  permissions: PermissionsService;
  fleet: FleetService;
  joined: JoinedSourcesService;
}

const heatMapQuerySchema = fleetFiltersSchema.strict();
const unknownsQuerySchema = z.object({ entityRef: z.string().min(1) }).strict();

/** The routes of the fleet; see `WorldsClient` for their answers. */
export function createRouter(options: RouterOptions): Router {
  const { httpAuth, permissions, fleet, joined } = options;
  const router = PromiseRouter();

  const callerOf = (req: express.Request) =>
    httpAuth.credentials(req, { allow: ['user', 'service'] });

  async function authorized(
    req: express.Request,
    permission: BasicPermission,
  ): Promise<BackstageCredentials> {
    const credentials = await callerOf(req);
    const [{ result }] = await permissions.authorize([{ permission }], {
      credentials,
    });
    if (result !== AuthorizeResult.ALLOW) {
      throw new NotAllowedError(`'${permission.name}' is needed`);
    }
    return credentials;
  }

  router.get('/fleet', async (req, res) => {
    const caller = await callerOf(req);
    const query = parseRequest(fleetQuerySchema, req.query);
    res.json(await fleet.fleet(query, caller));
  });

  router.get('/fleet/heatmap', async (req, res) => {
    const caller = await callerOf(req);
    const filters = parseRequest(heatMapQuerySchema, req.query);
    res.json(await fleet.heatMap(filters, caller));
  });

  router.get('/fleet/states', async (req, res) => {
    const caller = await callerOf(req);
    const query = parseRequest(fleetStatesQuerySchema, req.query);
    const entityRefs = query.entityRef.map(readEntityRef);
    res.json(await fleet.states(entityRefs, caller));
  });

  router.get('/fleet/services/:kind/:namespace/:name', async (req, res) => {
    const caller = await callerOf(req);
    const { kind, namespace, name } = req.params;
    const entityRef = stringifyEntityRef({ kind, namespace, name });
    res.json(await fleet.service(entityRef, caller));
  });

  router.get('/sources', async (req, res) => {
    const caller = await authorized(req, worldsSourcesReadPermission);
    res.json(await joined.sources(caller));
  });

  router.get('/unknowns', async (req, res) => {
    const caller = await authorized(req, worldsFleetReadPermission);
    const { entityRef } = parseRequest(unknownsQuerySchema, req.query);
    res.json(await joined.unknowns(readEntityRef(entityRef), caller));
  });

  return router;
}

function readEntityRef(text: string): string {
  try {
    return stringifyEntityRef(parseEntityRef(text));
  } catch {
    throw new InputError(
      `'entityRef' must look like component:default/name, not '${text}'`,
    );
  }
}
