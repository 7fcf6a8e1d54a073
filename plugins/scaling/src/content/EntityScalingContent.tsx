import { Progress } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import {
  entityRouteParams,
  entityRouteRef,
  useEntity,
} from '@backstage/plugin-catalog-react';
import { ErrorNote } from '@worldscale/backstage-plugin-worlds-react';
import { Fragment } from 'react';
import { HistoryPanel } from '../history/HistoryPanel';
import { LedgerPanel } from '../ledger/LedgerPanel';
import { useNewestChanges } from '../ledger/useNewestChanges';
import { useShardsOf } from '../shards/useShardsOf';
import { useServiceScaling } from '../useServiceScaling';
import { useTabQuery } from '../useTabQuery';
import { ScalingView } from './ScalingView';

/**
 * The tab: how the entity is scaled, region by region, how that went, and every change.
 * `?region=` opens one.
 */
export function EntityScalingContent() {
  const { entity } = useEntity();
  const entityPath = useRouteRef(entityRouteRef)(entityRouteParams(entity));
  const [{ region }] = useTabQuery();
  const shardsOf = useShardsOf(entity);
  const { data, error, failingSince, loadedAt, isPrevious, reload } =
    useServiceScaling();
  const shown = isPrevious ? undefined : data;
  const latestOf = useNewestChanges(
    shown?.regions.map(each => each.region) ?? [],
  );
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
            latestOf={latestOf}
            shardsOf={shardsOf}
            region={region}
          />
          <HistoryPanel regions={shown.regions} />
          <LedgerPanel regions={shown.regions} />
        </Fragment>
      )}
      {!shown && !error && <Progress />}
    </>
  );
}
