import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { RouteResolutionApi } from '@backstage/frontend-plugin-api';
import {
  entityRouteParams,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import {
  LedgerExtent,
  MOST_SERVICES_AT_ONCE,
  ScalingApi,
  ScalingChange,
} from '@worldscale/backstage-plugin-scaling-common';
import {
  LaneAnswer,
  LaneQuery,
  TimeSpan,
  minuteText,
} from '@worldscale/backstage-plugin-worlds-react';
import { changeMark } from './changeMark';
import {
  gapsOfAnswer,
  gapsOfClusters,
  gapsOfServices,
  gapsOfUnasked,
  ServiceGap,
} from './ledgerGaps';
import { titleOf } from './serviceOf';

/*
 * Changes of size, from the ledger. An empty stretch says that no size changed, so the
 * lane also asks what the ledger cannot know: what was before it began to watch, and what
 * goes on in clusters that cannot be read.
 */

export interface ScalingLaneDeps extends Record<string, unknown> {
  scaling: ScalingApi;
  routes: RouteResolutionApi;
}

/** More than a picture can tell apart. */
const CHANGES_ASKED = 2_000;

/** What the ledger does not know of a time before it watched the service. */
function gapsBefore(
  entity: Entity,
  extent: LedgerExtent,
  span: TimeSpan,
): ServiceGap[] {
  const { observedSince, knownSince, backfill, reason } = extent;
  const since = backfill === 'pending' ? observedSince : knownSince;
  if (backfill === 'done' && !since) return [];
  const toMs = since ? Date.parse(since) : span.toMs;
  if (toMs <= span.fromMs) return [];
  const why =
    backfill === 'pending'
      ? `Earlier ones are ${
          since ? 'still being' : 'not yet'
        } taken over from recorded series. ${reason ?? ''}`
      : reason ?? 'Recorded series tell of no earlier ones.';
  const known = since
    ? `are ${since === observedSince ? 'observed' : 'known'} since ${minuteText(
        toMs,
      )}.`
    : 'are not observed yet.';
  return [
    {
      ...{ entity, fromMs: span.fromMs, toMs },
      say: whom => `Changes of ${whom} ${known} ${why}`.trim(),
    },
  ];
}

/** Where the ledger of a region is shown. */
export function hrefOf(
  entity: Entity,
  { region }: Pick<ScalingChange, 'region'>,
  routes: RouteResolutionApi,
): string {
  const page = routes.resolve(entityRouteRef)?.(
    entityRouteParams(entity, { encodeParams: true }),
  );
  // Opens the region and the part of the ledger that is about it.
  const query = new URLSearchParams({ region, in: region });
  return `${page ?? ''}/scaling?${query}`;
}

export async function loadChanges(
  query: LaneQuery,
  deps: ScalingLaneDeps,
): Promise<LaneAnswer> {
  const { fromMs, toMs, signal } = query;
  const entities = query.entities.slice(0, MOST_SERVICES_AT_ONCE);
  const byRef = new Map(
    entities.map(entity => [stringifyEntityRef(entity), entity]),
  );
  const { changes, cut, missing, extents, unreadClusters } =
    await deps.scaling.getChangesOfServices(
      {
        entityRefs: [...byRef.keys()],
        from: new Date(fromMs).toISOString(),
        to: new Date(toMs).toISOString(),
        limit: CHANGES_ASKED,
      },
      { signal },
    );
  const span = { fromMs, toMs };
  return {
    marks: changes.flatMap(change => {
      const entity = byRef.get(change.entityRef);
      if (!entity) return [];
      return [
        changeMark(change, {
          serviceTitle: entities.length > 1 ? titleOf(entity) : undefined,
          href: hrefOf(entity, change, deps.routes),
        }),
      ];
    }),
    gaps: [
      ...gapsOfServices(
        [...byRef].flatMap(([ref, entity]) =>
          extents[ref] ? gapsBefore(entity, extents[ref], span) : [],
        ),
        entities.length,
      ),
      ...gapsOfUnasked(query.entities.length, span, 'changes'),
      ...gapsOfClusters(unreadClusters, span),
      ...gapsOfAnswer({ found: changes, cut, missing }, span, 'changes'),
    ],
  };
}
