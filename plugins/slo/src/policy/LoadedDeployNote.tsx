import { useApi } from '@backstage/core-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import { SLO_SIGNAL } from '@worldscale/backstage-plugin-slo-common';
import { isWorldService } from '@worldscale/backstage-plugin-worlds-common';
import {
  ErrorNote,
  usePolled,
} from '@worldscale/backstage-plugin-worlds-react';
import { useCallback } from 'react';
import { sloApiRef } from '../api';
import { kindOfFailure } from '../face/LoadError';
import { LiftFreeze } from './LiftFreeze';
import { PolicyNote } from './PolicyNote';

const POLL_MS = 30_000;

/** What the error-budget policy says of changes to the entity of the page. */
export function LoadedDeployNote() {
  const { entity } = useEntity();
  const api = useApi(sloApiRef);
  const isFor = isWorldService(entity);
  const { kind } = entity;
  const { name, namespace = 'default' } = entity.metadata;
  const load = useCallback(
    async (signal: AbortSignal) =>
      isFor
        ? api.getPolicy({ kind, namespace, name }, {}, { signal })
        : undefined,
    [api, isFor, kind, namespace, name],
  );
  const { data, error, failingSince, loadedAt, isPrevious, reload } = usePolled(
    load,
    { intervalMs: POLL_MS, signalChannel: SLO_SIGNAL },
  );
  const policy = isPrevious ? undefined : data;
  return (
    <>
      {/* Elsewhere than on pages of objectives, nobody misses what is not there. */}
      {error && kindOfFailure(error) === 'failed' && (
        <ErrorNote
          title="Whether changes may go ahead is not known"
          error={error}
          since={failingSince}
          shownFrom={policy && loadedAt}
          onRetry={reload}
        />
      )}
      {policy && (
        <PolicyNote
          policy={policy}
          isBrief
          action={<LiftFreeze policy={policy} onLifted={reload} />}
        />
      )}
    </>
  );
}
