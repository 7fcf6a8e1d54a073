import { useApi } from '@backstage/core-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import {
  EntitySlos,
  SLO_SIGNAL,
} from '@worldscale/backstage-plugin-slo-common';
import { Polled, usePolled } from '@worldscale/backstage-plugin-worlds-react';
import { useCallback } from 'react';
import { sloApiRef } from '../api';

const POLL_MS = 30_000;

/** The objectives of the page's entity. */
export function useEntitySlos(): Polled<EntitySlos> {
  const { entity } = useEntity();
  const api = useApi(sloApiRef);
  const { kind } = entity;
  const { name, namespace = 'default' } = entity.metadata;
  const load = useCallback(
    (signal: AbortSignal) =>
      api.getEntity({ kind, namespace, name }, { signal }),
    [api, kind, namespace, name],
  );
  return usePolled(load, { intervalMs: POLL_MS, signalChannel: SLO_SIGNAL });
}
