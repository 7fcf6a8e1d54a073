import { Link, Progress } from '@backstage/core-components';
import { useApi } from '@backstage/core-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { EntityInfoCard, useEntity } from '@backstage/plugin-catalog-react';
import { SLO_SIGNAL } from '@worldscale/backstage-plugin-slo-common';
import { usePolled } from '@worldscale/backstage-plugin-worlds-react';
import { useCallback } from 'react';
import { sloApiRef } from '../api';
import { LoadError } from '../face/LoadError';
import { sloAddress } from '../list/sloAddress';
import { useSloPaths } from '../useSloPaths';
import { WorldSlosView } from './WorldSlosView';

const POLL_MS = 30_000;

/** What players can do in a world: its journeys, and their budgets together. */
export function WorldSlosCard() {
  const { entity } = useEntity();
  const api = useApi(sloApiRef);
  const { list } = useSloPaths();
  const { name, namespace = 'default' } = entity.metadata;
  const load = useCallback(
    (signal: AbortSignal) => api.getWorld({ namespace, name }, { signal }),
    [api, namespace, name],
  );
  const { data, error, failingSince, loadedAt, isPrevious, reload } = usePolled(
    load,
    { intervalMs: POLL_MS, signalChannel: SLO_SIGNAL },
  );
  const shown = isPrevious ? undefined : data;
  const world = [stringifyEntityRef(entity)];
  return (
    <EntityInfoCard
      title="What players can do"
      footerActions={
        list && (
          <Link to={`${list}${sloAddress.write({ world })}`}>
            All objectives of this world
          </Link>
        )
      }
    >
      {error && (
        <LoadError
          title="The player journeys could not be loaded"
          error={error}
          since={failingSince}
          shownFrom={shown && loadedAt}
          onRetry={reload}
        />
      )}
      {shown && <WorldSlosView slos={shown} />}
      {!shown && !error && <Progress />}
    </EntityInfoCard>
  );
}
