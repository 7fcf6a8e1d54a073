import { useRouteRef } from '@backstage/frontend-plugin-api';
import { PageTabs } from '@worldscale/backstage-plugin-worlds-react';
import { boardRouteRef, heatMapRouteRef, sourcesRouteRef } from './routes';

/** The ways to look at the fleet. */
export function FleetTabs() {
  const board = useRouteRef(boardRouteRef)?.() ?? '';
  const heatMap = useRouteRef(heatMapRouteRef)?.() ?? '';
  const sources = useRouteRef(sourcesRouteRef)?.() ?? '';
  return (
    <PageTabs
      label="Fleet"
      tabs={[
        { title: 'Board', to: board },
        { title: 'Heat map', to: heatMap },
        { title: 'Sources', to: sources },
      ]}
    />
  );
}
