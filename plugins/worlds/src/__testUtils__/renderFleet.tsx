import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { Entity } from '@backstage/catalog-model';
import {
  EntityProvider,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { useLocation } from 'react-router-dom';
import { worldsApiRef } from '../api';
import { boardRouteRef } from '../routes';
import { ServiceStates } from '../search/ServiceStates';
import { serviceStatesApiRef } from '../search/useServiceState';
import { FakeWorlds } from './FakeWorlds';

function Address() {
  const { pathname, search } = useLocation();
  return <output data-testid="address">{`${pathname}${search}`}</output>;
}

export interface RenderFleetOptions {
  worlds?: FakeWorlds;
  address?: string;
  entity?: Entity;
}

/** Renders a part of the plugin in an app whose backend is a fake. */
export function renderFleet(
  element: JSX.Element,
  options: RenderFleetOptions = {},
): { worlds: FakeWorlds; unmount: () => void } {
  const { worlds = new FakeWorlds(), address = '/fleet', entity } = options;
  const content = entity ? (
    <EntityProvider entity={entity}>{element}</EntityProvider>
  ) : (
    element
  );
  const { unmount } = renderInTestApp(
    <>
      {content}
      <Address />
    </>,
    {
      apis: [
        [worldsApiRef, worlds],
        [serviceStatesApiRef, new ServiceStates(worlds)],
        mockApis.identity({
          userEntityRef: 'user:default/mira',
          ownershipEntityRefs: ['user:default/mira', 'group:default/core'],
        }),
      ],
      mountedRoutes: {
        '/fleet': boardRouteRef,
        '/catalog/:namespace/:kind/:name': entityRouteRef,
      },
      mountPath:
        address === '/fleet' || address.startsWith('/fleet?')
          ? '/fleet'
          : undefined,
      initialRouteEntries: [address],
    },
  );
  return { worlds, unmount };
}
