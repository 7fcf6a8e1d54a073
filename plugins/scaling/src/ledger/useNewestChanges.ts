import { stringifyEntityRef } from '@backstage/catalog-model';
import { useApi } from '@backstage/core-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import {
  ScalingChange,
  scalingChannel,
} from '@worldscale/backstage-plugin-scaling-common';
import { usePolled } from '@worldscale/backstage-plugin-worlds-react';
import { useCallback } from 'react';
import { scalingApiRef } from '../api';
import { LatestChange, latestIn } from './latestChange';

const POLL_MS = 30_000;
/** So many that each region is among them in an ordinary hour. */
const NEWEST = 100;

/** The newest changes of the entity of the page, by region. */
export function useNewestChanges(): {
  changes: readonly ScalingChange[];
  of: (region: string) => LatestChange;
} {
  const { entity } = useEntity();
  const api = useApi(scalingApiRef);
  const { kind } = entity;
  const { name, namespace = 'default' } = entity.metadata;
  const load = useCallback(
    (signal: AbortSignal) =>
      api.getChanges({ kind, namespace, name, limit: NEWEST }, { signal }),
    [api, kind, namespace, name],
  );
  const { data, error, isPrevious } = usePolled(load, {
    intervalMs: POLL_MS,
    signalChannel: scalingChannel(stringifyEntityRef(entity)),
  });
  const page = isPrevious ? undefined : data;
  const of = (region: string): LatestChange => {
    if (page) return latestIn(page.changes, region);
    return error
      ? { status: 'unknown', reason: error.message }
      : { status: 'loading' };
  };
  return { changes: page?.changes ?? [], of };
}
