import { stringifyEntityRef } from '@backstage/catalog-model';
import { useApi } from '@backstage/core-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import {
  scalingChannel,
  ServiceScaling,
} from '@worldscale/backstage-plugin-scaling-common';
import { Polled, usePolled } from '@worldscale/backstage-plugin-worlds-react';
import { useCallback } from 'react';
import { scalingApiRef } from './api';

/** Signals hasten it; without any, a page is never older than this and a bit. */
const POLL_MS = 15_000;

/** How the entity of the page is scaled. */
export function useServiceScaling(): Polled<ServiceScaling> {
  const { entity } = useEntity();
  const api = useApi(scalingApiRef);
  const { kind } = entity;
  const { name, namespace = 'default' } = entity.metadata;
  const load = useCallback(
    (signal: AbortSignal) =>
      api.getService({ kind, namespace, name }, { signal }),
    [api, kind, namespace, name],
  );
  return usePolled(load, {
    intervalMs: POLL_MS,
    signalChannel: scalingChannel(stringifyEntityRef(entity)),
  });
}
