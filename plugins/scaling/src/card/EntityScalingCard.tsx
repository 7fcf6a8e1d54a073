import { Link, Progress } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import {
  EntityInfoCard,
  entityRouteParams,
  entityRouteRef,
  useEntity,
} from '@backstage/plugin-catalog-react';
import { ErrorNote } from '@worldscale/backstage-plugin-worlds-react';
import { useNewestChanges } from '../ledger/useNewestChanges';
import { useServiceScaling } from '../useServiceScaling';
import { ScalingCardView } from './ScalingCardView';

/** The card on an entity's overview. */
export function EntityScalingCard() {
  const { entity } = useEntity();
  const entityPath = useRouteRef(entityRouteRef)(entityRouteParams(entity));
  const { data, error, failingSince, loadedAt, isPrevious, reload } =
    useServiceScaling();
  const shown = isPrevious ? undefined : data;
  const worst = shown?.regions[0];
  const latestOf = useNewestChanges(worst ? [worst.region] : []);
  return (
    <EntityInfoCard
      title="Scaling"
      footerActions={<Link to={`${entityPath}/scaling`}>Show scaling</Link>}
    >
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
        <ScalingCardView
          scaling={shown}
          latestOf={latestOf}
          path={`${entityPath}/scaling`}
        />
      )}
      {!shown && !error && <Progress />}
    </EntityInfoCard>
  );
}
