import { stringifyEntityRef } from '@backstage/catalog-model';
import {
  MOST_SERVICES_AT_ONCE,
  VersionRecord,
} from '@worldscale/backstage-plugin-scaling-common';
import {
  LaneAnswer,
  LaneGap,
  LaneMark,
  LaneQuery,
  TimeSpan,
} from '@worldscale/backstage-plugin-worlds-react';
import { instantText, whoText } from '../ledger/changeWords';
import { regionTitle } from '../wording';
import { hrefOf, ScalingLaneDeps } from './changesLane';
import { gapsOfAnswer, gapsOfClusters } from './ledgerGaps';
import { titleOf } from './serviceOf';

/*
 * New versions of a service's workloads, from the ledger. Nothing records versions of the
 * past, so what was before the ledger began to watch is not known, and said to be.
 */

/** More than a picture can tell apart. */
const VERSIONS_ASKED = 2_000;

function gapBefore(
  name: string,
  since: string | null,
  { fromMs, toMs }: TimeSpan,
): LaneGap[] {
  const sinceMs = since === null ? toMs : Date.parse(since);
  if (sinceMs <= fromMs) return [];
  return [
    {
      ...{ fromMs, toMs: Math.min(sinceMs, toMs) },
      reason:
        since === null
          ? `Versions of ${name} are not observed yet.`
          : `Versions of ${name} are observed since ${instantText(
              since,
            )}; those before are not known.`,
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
  const { versions, cut, missing, observedSince, unreadClusters } =
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
      ...[...byRef].flatMap(([ref, entity]) =>
        ref in observedSince
          ? gapBefore(titleOf(entity), observedSince[ref], span)
          : [],
      ),
      ...gapsOfClusters(unreadClusters, span),
      ...gapsOfAnswer({ found: versions, cut, missing }, span, 'versions'),
    ],
  };
}
