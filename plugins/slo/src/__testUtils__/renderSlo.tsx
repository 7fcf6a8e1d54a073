import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { ResponseError } from '@backstage/errors';
import {
  EntityProvider,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  TimelineLane,
  timelineApiRef,
} from '@worldscale/backstage-plugin-worlds-react';
import { useLocation } from 'react-router-dom';
import { sloApiRef } from '../api';
import { slosRouteRef } from '../routes';
import { FakeSlo } from './FakeSlo';

function Address() {
  const { pathname, search } = useLocation();
  return <output data-testid="address">{`${pathname}${search}`}</output>;
}

export const service: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'aurora-gateway' },
  spec: { type: 'world-service' },
};

export const world: Entity = {
  ...service,
  kind: 'System',
  metadata: { name: 'aurora' },
  spec: { type: 'world' },
};

/** What the client throws for an answer of the backend. */
export async function refusal(
  status: number,
  error?: { name: string; message: string },
): Promise<Error> {
  const body =
    error && JSON.stringify({ error, response: { statusCode: status } });
  return ResponseError.fromResponse(
    new Response(body ?? null, {
      status,
      headers: { 'content-type': 'application/json' },
    }),
  );
}

export interface RenderSloOptions {
  slo?: FakeSlo;
  address?: string;
  entity?: Entity;
  /** Whether the person may lift freezes. */
  mayLift?: boolean;
  /** The app has no pages of the plugin. */
  withoutPages?: boolean;
  /** Groups and users that the person is or belongs to. */
  owner?: string[];
  /** Lanes of the timeline, of whichever plugins. */
  lanes?: TimelineLane[];
  /** What the catalog has. */
  entities?: Entity[];
}

/** Renders a part of the plugin in an app whose backend is a fake. */
export function renderSlo(
  element: JSX.Element,
  options: RenderSloOptions = {},
): { slo: FakeSlo; container: HTMLElement } {
  const { slo = new FakeSlo(), address = '/slos', entity, mayLift } = options;
  const { owner = ['user:default/mira', 'group:default/aurora-core'] } =
    options;
  const { container } = renderInTestApp(
    <>
      {entity ? (
        <EntityProvider entity={entity}>{element}</EntityProvider>
      ) : (
        element
      )}
      <Address />
    </>,
    {
      apis: [
        [sloApiRef, slo],
        ...(options.lanes
          ? [[timelineApiRef, { lanes: () => options.lanes! }] as const]
          : []),
        catalogApiMock({ entities: options.entities ?? [] }),
        mockApis.identity({
          userEntityRef: 'user:default/mira',
          ownershipEntityRefs: owner,
        }),
        mockApis.permission({
          authorize: mayLift ? AuthorizeResult.ALLOW : AuthorizeResult.DENY,
        }),
      ],
      mountedRoutes: {
        ...(options.withoutPages ? {} : { '/slos': slosRouteRef }),
        '/catalog/:namespace/:kind/:name': entityRouteRef,
      },
      mountPath: address.startsWith('/slos') ? '/slos/*' : undefined,
      initialRouteEntries: [address],
    },
  );
  return { slo, container };
}
