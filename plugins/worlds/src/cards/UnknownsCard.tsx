import { stringifyEntityRef } from '@backstage/catalog-model';
import { useApi } from '@backstage/core-plugin-api';
import { EntityInfoCard, useEntity } from '@backstage/plugin-catalog-react';
import { FLEET_SIGNAL } from '@worldscale/backstage-plugin-worlds-common';
import {
  ErrorNote,
  usePolled,
} from '@worldscale/backstage-plugin-worlds-react';
import { useCallback } from 'react';
import { worldsApiRef } from '../api';
import { reasonsOf, UnknownReasons } from './UnknownReasons';

const POLL_MS = 30_000;

/**
 * Answers "why is this unknown?" for a world service, in the words of all domains. No
 * card where nothing is unknown, and none while that is not known yet.
 */
export function UnknownsCard() {
  const { entity } = useEntity();
  const worlds = useApi(worldsApiRef);
  const entityRef = stringifyEntityRef(entity);
  const load = useCallback(
    (signal: AbortSignal) => worlds.unknowns(entityRef, signal),
    [worlds, entityRef],
  );
  const { data, error, failingSince, loadedAt, reload } = usePolled(load, {
    intervalMs: POLL_MS,
    signalChannel: FLEET_SIGNAL,
  });
  const reasons = reasonsOf(data?.domains ?? []);
  if (reasons.length === 0 && !error) return null;
  return (
    <EntityInfoCard title="Why is this unknown?">
      {error && (
        <ErrorNote
          title="Whether something is unknown could not be asked"
          error={error}
          since={failingSince}
          shownFrom={data && loadedAt}
          onRetry={reload}
        />
      )}
      <UnknownReasons reasons={reasons} />
    </EntityInfoCard>
  );
}
