import { stringifyEntityRef } from '@backstage/catalog-model';
import { useApi } from '@backstage/core-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import { scalingChannel } from '@worldscale/backstage-plugin-scaling-common';
import { usePolled } from '@worldscale/backstage-plugin-worlds-react';
import { useCallback } from 'react';
import { scalingApiRef } from '../api';
import { LatestChange, latestIn } from './latestChange';

const POLL_MS = 30_000;
/** So many that most regions are among them in an ordinary hour. */
const NEWEST = 100;

/**
 * The newest change of each of the regions of the entity of the page. Busy regions push
 * quiet ones out of the newest of all, so those that are missing there are asked for
 * one by one.
 */
export function useNewestChanges(
  regions: readonly string[],
): (region: string) => LatestChange {
  const { entity } = useEntity();
  const api = useApi(scalingApiRef);
  const { kind } = entity;
  const { name, namespace = 'default' } = entity.metadata;
  const wanted = JSON.stringify(regions);
  const load = useCallback(
    async (signal: AbortSignal) => {
      const of = { kind, namespace, name };
      const all: string[] = JSON.parse(wanted);
      if (all.length === 0) return new Map<string, LatestChange>();
      const newest = await api.getChanges({ ...of, limit: NEWEST }, { signal });
      const quiet =
        newest.nextCursor === null
          ? []
          : all.filter(
              each => latestIn(newest.changes, each).status === 'none',
            );
      const older = await Promise.all(
        quiet.map(region =>
          api.getChanges({ ...of, region, limit: 1 }, { signal }),
        ),
      );
      const changes = [newest, ...older].flatMap(page => page.changes);
      return new Map(all.map(each => [each, latestIn(changes, each)]));
    },
    [api, kind, namespace, name, wanted],
  );
  const { data, error, isPrevious } = usePolled(load, {
    intervalMs: POLL_MS,
    signalChannel: scalingChannel(stringifyEntityRef(entity)),
  });
  const latest = isPrevious ? undefined : data;
  return region =>
    latest?.get(region) ??
    (error
      ? { status: 'unknown', reason: error.message }
      : { status: 'loading' });
}
