import { stringifyEntityRef } from '@backstage/catalog-model';
import { useApi } from '@backstage/core-plugin-api';
import { EntityInfoCard, useEntity } from '@backstage/plugin-catalog-react';
import { FLEET_SIGNAL } from '@worldscale/backstage-plugin-worlds-common';
import {
  EmptyNote,
  ErrorNote,
  usePolled,
} from '@worldscale/backstage-plugin-worlds-react';
import { Skeleton } from '@material-ui/lab';
import { useCallback } from 'react';
import { worldsApiRef } from '../api';
import { RegionStates } from './RegionStates';
import { Unknowns } from './Unknowns';

const POLL_MS = 15_000;

/** Not in the fleet (yet): the catalog's news take half a minute to arrive. */
const isMissing = (error: unknown) =>
  error instanceof Error && 'statusCode' in error && error.statusCode === 404;

/** State of a world service in each region and, where something is unknown, why. */
export function ServiceStateCard() {
  const { entity } = useEntity();
  const worlds = useApi(worldsApiRef);
  const entityRef = stringifyEntityRef(entity);
  const { kind, metadata } = entity;
  const { name, namespace = 'default' } = metadata;
  const load = useCallback(
    async (signal: AbortSignal) => {
      const service = await worlds
        .service({ kind, namespace, name }, signal)
        .catch((error: unknown) => {
          if (isMissing(error)) return undefined;
          throw error;
        });
      const isUnknown = service?.rows.some(
        row =>
          row.state === 'unknown' ||
          row.cells.some(cell => cell.state === 'unknown') ||
          Object.values(row.values).includes(null),
      );
      const why = isUnknown
        ? await worlds.unknowns(entityRef, signal)
        : undefined;
      return { service, why };
    },
    [worlds, entityRef, kind, namespace, name],
  );
  const { data, error, failingSince, loadedAt, reload } = usePolled(load, {
    intervalMs: POLL_MS,
    signalChannel: FLEET_SIGNAL,
  });
  return (
    <EntityInfoCard title="State by region">
      {error && (
        <ErrorNote
          title="The state could not be loaded"
          error={error}
          since={failingSince}
          shownFrom={data && loadedAt}
          onRetry={reload}
        />
      )}
      {!data && !error && (
        <div role="status" aria-label="Loading the state by region">
          <Skeleton height={96} />
        </div>
      )}
      {data && !data.service && (
        <EmptyNote title="Not in the fleet yet">
          The catalog&apos;s news take about half a minute to get there.
        </EmptyNote>
      )}
      {data?.service && <RegionStates rows={data.service.rows} />}
      {data?.why && <Unknowns domains={data.why.domains} />}
    </EntityInfoCard>
  );
}
