import { Progress } from '@backstage/core-components';
import { NotFoundErrorPage } from '@backstage/frontend-plugin-api';
import { PageTitle } from '@worldscale/backstage-plugin-worlds-react';
import { lazy, Suspense } from 'react';
import { Route, Routes } from 'react-router-dom';
import { sloRouteRef } from './routes';

const ListPage = lazy(() =>
  import('./list/ListPage').then(m => ({ default: m.ListPage })),
);
const DetailPage = lazy(() =>
  import('./detail/DetailPage').then(m => ({ default: m.DetailPage })),
);

/** The list of all objectives, and each one in detail. */
export function SloPage() {
  return (
    <Suspense fallback={<Progress />}>
      <Routes>
        <Route
          path="/"
          element={
            <>
              <PageTitle title="SLOs" />
              <ListPage />
            </>
          }
        />
        <Route path={sloRouteRef.path} element={<DetailPage />} />
        <Route path="*" element={<NotFoundErrorPage />} />
      </Routes>
    </Suspense>
  );
}
