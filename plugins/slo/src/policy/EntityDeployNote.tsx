import { lazy, Suspense } from 'react';

const LoadedDeployNote = lazy(() =>
  import('./LoadedDeployNote').then(m => ({ default: m.LoadedDeployNote })),
);

/**
 * For pages that people deploy from: may the service of the page be deployed, and why.
 * Nothing for entities that are no world service.
 */
export function EntityDeployNote() {
  return (
    <Suspense fallback={null}>
      <LoadedDeployNote />
    </Suspense>
  );
}
