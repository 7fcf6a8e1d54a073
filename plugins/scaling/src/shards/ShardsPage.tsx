import { Progress } from '@backstage/core-components';
import { NotFoundErrorPage } from '@backstage/frontend-plugin-api';
import { PageTitle } from '@worldscale/backstage-plugin-worlds-react';
import { lazy, ReactNode, Suspense } from 'react';
import { Route, Routes } from 'react-router-dom';
import { shardHeatMapRouteRef } from './shardRoutes';

const ShardListPage = lazy(() =>
  import('./list/ShardListPage').then(m => ({ default: m.ShardListPage })),
);
const ShardHeatPage = lazy(() =>
  import('./heat/ShardHeatPage').then(m => ({ default: m.ShardHeatPage })),
);
const ShardPage = lazy(() =>
  import('./detail/ShardPage').then(m => ({ default: m.ShardPage })),
);

/** All shards as a list and as a heat map, and each of them on its own. */
export function ShardsPage() {
  return (
    <Suspense fallback={<Progress />}>
      <Routes>
        <Route path="/" element={titled('Shards', <ShardListPage />)} />
        <Route
          path={shardHeatMapRouteRef.path}
          element={titled('Heat map of shards', <ShardHeatPage />)}
        />
        <Route path="/:id" element={<ShardPage />} />
        <Route path="*" element={<NotFoundErrorPage />} />
      </Routes>
    </Suspense>
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
