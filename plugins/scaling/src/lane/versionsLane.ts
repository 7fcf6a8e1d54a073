import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import {
  MOST_SERVICES_AT_ONCE,
  VersionGap,
  VersionRecord,
} from '@worldscale/backstage-plugin-scaling-common';
import {
  LaneAnswer,
  LaneMark,
  LaneQuery,
  minuteText,
  TimeSpan,
} from '@worldscale/backstage-plugin-worlds-react';
import { instantText, whoText } from '../ledger/changeWords';
import { regionTitle } from '../wording';
import { hrefOf, ScalingLaneDeps } from './changesLane';
import {
  gapsOfAnswer,
  gapsOfClusters,
  gapsOfServices,
  gapsOfUnasked,
  ServiceGap,
} from './ledgerGaps';
import { titleOf } from './serviceOf';

/*
 * New versions of a service's workloads, from the ledger. Nothing records versions of the
 * past, so what was before the ledger began to watch is not known, and said to be.
 */

/** More than a picture can tell apart. */
const VERSIONS_ASKED = 2_000;

function gapBefore(
  entity: Entity,
  since: string | null,
  { fromMs, toMs }: TimeSpan,
): ServiceGap[] {
  const sinceMs = since === null ? toMs : Date.parse(since);
  if (sinceMs <= fromMs) return [];
  return [
    {
      ...{ entity, fromMs, toMs: Math.min(sinceMs, toMs) },
      say: whom =>
        since === null
          ? `Versions of ${whom} are not observed yet.`
          : `Versions of ${whom} are observed since ${minuteText(
              sinceMs,
            )}; those before are not known.`,
    },
  ];
}

function gapWithout(
  entity: Entity | undefined,
  gap: VersionGap,
  span: TimeSpan,
): ServiceGap[] {
  const fromMs = Math.max(Date.parse(gap.from), span.fromMs);
  const toMs = Math.min(Date.parse(gap.to), span.toMs);
  if (!entity || fromMs >= toMs) return [];
  return [
    {
      ...{ entity, fromMs, toMs },
      say: whom =>
        `Nobody watched ${regionTitle(
          gap,
        )}: versions of ${whom} that came and went are not known.`,
    },
  ];
}

function markOf(
  version: VersionRecord,
  options: { serviceTitle?: string; href: string },
): LaneMark {
  const { id, at, notBefore, title, sentence, actor } = version;
  const { serviceTitle, href } = options;
  return {
    ...{ id, href, atMs: Date.parse(at), where: regionTitle(version) },
    title: [serviceTitle ?? [], title].flat().join(': '),
    sentence: notBefore
      ? `${sentence} It began at some time since ${instantText(notBefore)}.`
      : sentence,
    ...{ shape: 'event', topic: 'deployment' },
    isInferred: notBefore !== null,
    actor: actor.name === null ? undefined : whoText(version),
  };
}

export async function loadVersions(
  query: LaneQuery,
  deps: ScalingLaneDeps,
): Promise<LaneAnswer> {
  const { fromMs, toMs, signal } = query;
  const span = { fromMs, toMs };
  const entities = query.entities.slice(0, MOST_SERVICES_AT_ONCE);
  const byRef = new Map(
    entities.map(entity => [stringifyEntityRef(entity), entity]),
  );
  const { versions, cut, missing, observedSince, gaps, unreadClusters } =
    await deps.scaling.getVersionsOfServices(
      {
        entityRefs: [...byRef.keys()],
        from: new Date(fromMs).toISOString(),
        to: new Date(toMs).toISOString(),
        limit: VERSIONS_ASKED,
      },
      { signal },
    );
  return {
    marks: versions.flatMap(version => {
      const entity = byRef.get(version.entityRef);
      if (!entity) return [];
      return [
        markOf(version, {
          serviceTitle: entities.length > 1 ? titleOf(entity) : undefined,
          href: hrefOf(entity, version, deps.routes),
        }),
      ];
    }),
    gaps: [
      ...gapsOfServices(
        [
          ...[...byRef].flatMap(([ref, entity]) =>
            ref in observedSince
              ? gapBefore(entity, observedSince[ref], span)
              : [],
          ),
          ...gaps.flatMap(gap =>
            gapWithout(byRef.get(gap.entityRef), gap, span),
          ),
        ],
        entities.length,
      ),
      ...gapsOfUnasked(query.entities.length, span, 'versions'),
      ...gapsOfClusters(unreadClusters, span),
      ...gapsOfAnswer({ found: versions, cut, missing }, span, 'versions'),
    ],
  };
}
