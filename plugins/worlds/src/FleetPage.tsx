import { Progress } from '@backstage/core-components';
import { NotFoundErrorPage } from '@backstage/frontend-plugin-api';
import { PageTitle } from '@worldscale/backstage-plugin-worlds-react';
import { lazy, ReactNode, Suspense } from 'react';
import { Route, Routes } from 'react-router-dom';
import { FleetTabs } from './FleetTabs';
import { heatMapRouteRef, sourcesRouteRef } from './routes';

const BoardPage = lazy(() =>
  import('./board/BoardPage').then(m => ({ default: m.BoardPage })),
);
const HeatMapPage = lazy(() =>
  import('./heatmap/HeatMapPage').then(m => ({ default: m.HeatMapPage })),
);
const SourcesPage = lazy(() =>
  import('./sources/SourcesPage').then(m => ({ default: m.SourcesPage })),
);

/**
 * Board, heat map and sources. They are routes of one page rather than sub-pages of the
 * framework, since the latter's tabs point at panels that do not exist
 * (`aria-controls`), and since going from `/fleet` to the first of them would lose the
 * filters in the address.
 */
export function FleetPage() {
  return (
    <>
      <FleetTabs />
      <Suspense fallback={<Progress />}>
        <Routes>
          <Route path="/" element={titled('Fleet', <BoardPage />)} />
          <Route
            path={heatMapRouteRef.path}
            element={titled('Heat map of the fleet', <HeatMapPage />)}
          />
          <Route
            path={sourcesRouteRef.path}
            element={titled('Sources of the fleet', <SourcesPage />)}
          />
          <Route path="*" element={<NotFoundErrorPage />} />
        </Routes>
      </Suspense>
    </>
  );
}

function titled(title: string, page: ReactNode) {
  return (
    <>
      <PageTitle title={title} />
      {page}
    </>
  );
}
