import { Progress } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import {
  entityRouteParams,
  entityRouteRef,
  useEntity,
} from '@backstage/plugin-catalog-react';
import { ErrorNote } from '@worldscale/backstage-plugin-worlds-react';
import { Fragment } from 'react';
import { useSearchParams } from 'react-router-dom';
import { HistoryPanel } from '../history/HistoryPanel';
import { useServiceScaling } from '../useServiceScaling';
import { ScalingView } from './ScalingView';

/** The tab: how the entity is scaled, region by region. `?region=` opens one. */
export function EntityScalingContent() {
  const { entity } = useEntity();
  const entityPath = useRouteRef(entityRouteRef)(entityRouteParams(entity));
  const [query] = useSearchParams();
  const region = query.get('region') ?? undefined;
  const { data, error, failingSince, loadedAt, isPrevious, reload } =
    useServiceScaling();
  const shown = isPrevious ? undefined : data;
  return (
    <>
      {error && (
        <ErrorNote
          title="The scaling state could not be loaded"
          error={error}
          since={failingSince}
          shownFrom={shown && loadedAt}
          onRetry={reload}
        />
      )}
      {shown && (
        <Fragment key={shown.entityRef}>
          <ScalingView
            scaling={shown}
            kubernetesPath={`${entityPath}/kubernetes`}
            region={region}
          />
          <HistoryPanel regions={shown.regions} region={region} />
        </Fragment>
      )}
      {!shown && !error && <Progress />}
    </>
  );
}
