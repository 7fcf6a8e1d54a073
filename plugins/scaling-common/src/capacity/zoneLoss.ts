import { State } from '@worldscale/backstage-plugin-worlds-common';
import { count, formatNumber, listOf } from '../state/wording';
import { ZoneCapacity } from './capacityContract';
import { NodeGrowth, NODES_NOT_ASKED } from './nodeGrowth';
import { WorkloadFacts } from './workloadFacts';

export interface ZoneLossEvidence {
  /** Of all workloads of the service in the region; undefined: not looked at yet. */
  facts: ReadonlyArray<WorkloadFacts | undefined>;
  /** Replicas that the demand itself needs, at their target; null: unknown. */
  inUse: number | null;
  noun: 'replica' | 'game server';
}

type Zones = ZoneCapacity['zones'];

/**
 * How grave the loss of the largest zone is; undefined: a fact, neither good nor bad. An
 * autoscaler keeps no more than its target asks for, so most services are short for the
 * minutes that new replicas take.
 */
export const zoneLossStates: Readonly<
  Record<ZoneCapacity['verdict'], State | undefined>
> = {
  holds: 'healthy',
  recovers: undefined,
  breaks: 'atRisk',
  unknown: 'unknown',
};

/**
 * N-1: the replicas that are ready outside of the largest zone against those that the
 * present demand needs, each loaded as its autoscaler aims at. Where that is too few it
 * recovers if the other zones have, or may be given, nodes for what is missing, which
 * takes as long as new capacity takes; it breaks where they have not, or where nothing
 * is left that carries players until then. What adds nodes, but not surely in those
 * zones, leaves it unknown.
 */
export function zoneLossOf(evidence: ZoneLossEvidence): ZoneCapacity {
  const { facts, inUse, noun } = evidence;
  const unreadable = facts.find(each => !each?.zones);
  if (facts.length === 0 || facts.some(each => !each?.zones)) {
    return unknown(
      [],
      `Where its ${noun}s run is not known: ${
        unreadable?.whyNoZones ??
        'pods and nodes of its cluster have not been read yet'
      }.`,
    );
  }
  const zones = mergeZones(facts);
  const ready = zones.reduce((sum, zone) => sum + zone.ready, 0);
  if (ready === 0) {
    return unknown(zones, `No ${noun} is ready, so no zone carries anything.`);
  }
  const nameless = zones.find(({ zone }) => zone === '')?.ready ?? 0;
  if (nameless > 0) {
    return unknown(
      zones,
      `The nodes of ${
        nameless === ready ? 'its' : `${formatNumber(nameless)} of its`
      } ${noun}s do not say in which zone they are (label topology.kubernetes.io/zone).`,
    );
  }
  const largest = [...zones].sort(
    (a, b) => b.ready - a.ready || a.zone.localeCompare(b.zone, 'en-US'),
  )[0];
  const without = ready - largest.ready;
  const known = {
    ...{ zones, largest: largest.zone, readyWithoutLargest: without },
    nodeZones: nodeZonesOf(facts),
  };
  const isOnly = without === 0;
  const place = isOnly
    ? `${ready === 1 ? `The only ${noun}` : `All ${count(ready, noun)}`} that ${
        ready === 1 ? 'is' : 'are'
      } ready ${ready === 1 ? 'runs' : 'run'} in zone ${largest.zone}`
    : `Without zone ${largest.zone}, the largest, ${formatNumber(
        without,
      )} of ${count(ready, noun)} are left`;
  if (inUse === null) {
    return {
      ...unknown(
        zones,
        `${place}; whether they hold the demand is not known, because it is not known how many it needs.`,
      ),
      ...known,
    };
  }
  const needed = Math.max(0, Math.ceil(inUse - 1e-9));
  const missing = Math.max(0, needed - without);
  const roomElsewhere = roomBeside(facts, largest.zone);
  const needs = `${place}; the present demand needs ${formatNumber(needed)}`;
  if (missing === 0) {
    return {
      ...known,
      ...{ missing, roomElsewhere, verdict: 'holds' },
      sentence: `${needs}.`,
    };
  }
  const others = zones.flatMap(({ zone }) =>
    zone === largest.zone ? [] : [zone],
  );
  const { verdict, until } = judgeMissing(
    missing,
    roomElsewhere,
    addedNodes(facts, largest.zone),
    others,
  );
  return {
    ...known,
    ...{ missing, roomElsewhere, verdict: isOnly ? 'breaks' : verdict },
    sentence: `${needs}, so ${formatNumber(missing)} would be missing${until}.`,
  };
}

/** What becomes of those that are missing, and how long they are. */
function judgeMissing(
  missing: number,
  room: number | null,
  added: AddedNodes,
  others: readonly string[],
): { verdict: ZoneCapacity['verdict']; until: string } {
  if (room === null) {
    return {
      verdict: 'unknown',
      until: '; whether the other zones have room for them is not known',
    };
  }
  if (room >= missing) {
    const where =
      others.length > 0 && others.length < 4
        ? `in ${listOf(others)}`
        : 'elsewhere';
    return {
      verdict: 'recovers',
      until: ` until they start anew ${where}, where there is room`,
    };
  }
  if (room + added.pods >= missing) {
    return {
      verdict: 'recovers',
      until: ` until they start anew on nodes that ${listOf(
        added.names,
      )} may add`,
    };
  }
  const only =
    room === 0
      ? ', and the nodes of other zones have no room for them'
      : `, and the nodes of other zones have room for ${formatNumber(
          room,
        )} only`;
  if (room + added.mostPods >= missing) {
    return {
      verdict: 'unknown',
      until: `${only}; whether those that ${listOf(
        added.unplaced,
      )} may add are in other zones is not known`,
    };
  }
  return added.unknown === null
    ? { verdict: 'breaks', until: only }
    : {
        verdict: 'unknown',
        until: `${only}; whether nodes may be added is not known: ${added.unknown}`,
      };
}

/** Pods that fit on nodes that may be added, by the workload that finds the least. */
interface AddedNodes {
  /** In zones that are left. */
  pods: number;
  names: string[];
  /** With those of which it is not known in which zones they are. */
  mostPods: number;
  unplaced: string[];
  unknown: string | null;
}

type Source = NodeGrowth['sources'][number];

/** What may add nodes in zones that are left when one is lost. */
function addedNodes(
  facts: ZoneLossEvidence['facts'],
  lost: string,
): AddedNodes {
  const growths = facts.map(each => each?.nodeGrowth ?? NODES_NOT_ASKED);
  const least = (counts: (source: Source) => boolean) =>
    Math.min(
      ...growths.map(({ sources }) =>
        sources
          .filter(counts)
          .reduce((sum, { pods }) => sum + (pods ?? Infinity), 0),
      ),
    );
  const names = (counts: (source: Source) => boolean) => [
    ...new Set(
      growths.flatMap(({ sources }) =>
        sources
          .filter(({ pods }) => pods !== 0)
          .filter(counts)
          .map(({ name }) => name),
      ),
    ),
  ];
  const isLeft = ({ zones }: Source) =>
    zones === 'any' || (zones?.some(zone => zone !== lost) ?? false);
  const isUnplaced = ({ zones }: Source) => zones === undefined;
  return {
    ...{ pods: least(isLeft), names: names(isLeft) },
    mostPods: least(source => isLeft(source) || isUnplaced(source)),
    unplaced: names(isUnplaced),
    unknown: growths.find(({ unknown: why }) => why !== null)?.unknown ?? null,
  };
}

function unknown(zones: Zones, sentence: string): ZoneCapacity {
  return {
    ...{ zones, largest: null, readyWithoutLargest: null, missing: null },
    ...{ roomElsewhere: null, nodeZones: null },
    ...{ verdict: 'unknown', sentence },
  };
}

function nodeZonesOf(facts: ZoneLossEvidence['facts']): number | null {
  if (facts.some(each => !each?.room)) return null;
  const zones = facts.flatMap(each => each?.room ?? []).map(({ zone }) => zone);
  return new Set(zones.filter(Boolean)).size;
}

function mergeZones(facts: ZoneLossEvidence['facts']): Zones {
  const merged = new Map<string, Zones[number]>();
  for (const { zone, ready, total } of facts.flatMap(f => f?.zones ?? [])) {
    const held = merged.get(zone) ?? { zone, ready: 0, total: 0 };
    merged.set(zone, {
      zone,
      ready: held.ready + ready,
      total: held.total + total,
    });
  }
  return [...merged.values()].sort((a, b) =>
    a.zone.localeCompare(b.zone, 'en-US'),
  );
}

/** Room in other zones, by the workload that finds the least; null: unknown. */
function roomBeside(
  facts: ZoneLossEvidence['facts'],
  lost: string,
): number | null {
  const rooms = facts.map(
    each =>
      each?.room
        ?.filter(({ zone }) => zone !== lost)
        .reduce((sum, { pods }) => sum + pods, 0) ?? null,
  );
  return rooms.reduce<number | null>(
    (least, room) =>
      least === null || room === null ? null : Math.min(least, room),
    Infinity,
  );
}
