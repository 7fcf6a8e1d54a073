import { count, formatNumber, listOf } from '../state/wording';
import { ZoneCapacity } from './capacityContract';
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
 * N-1: the replicas that are ready outside of the largest zone against those that the
 * present demand needs, each loaded as its autoscaler aims at. Where it breaks, the
 * nodes of the other zones may have room to replace what is missing; that takes as long
 * as new capacity takes.
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
  if (missing === 0) {
    return {
      ...known,
      ...{ missing, roomElsewhere, verdict: 'holds' },
      sentence: `${place}; the present demand needs ${formatNumber(needed)}.`,
    };
  }
  return {
    ...known,
    ...{ missing, roomElsewhere, verdict: 'breaks' },
    sentence: `${place}; the present demand needs ${formatNumber(
      needed,
    )}, so ${formatNumber(missing)} would be missing${describeRoom(
      missing,
      roomElsewhere,
      zones,
      largest.zone,
    )}.`,
  };
}

function describeRoom(
  missing: number,
  room: number | null,
  zones: Zones,
  lost: string,
): string {
  if (room === null) return '';
  if (room >= missing) {
    const others = zones.flatMap(({ zone }) => (zone === lost ? [] : [zone]));
    return others.length > 0 && others.length < 4
      ? ` until they start anew in ${listOf(others)}, where there is room`
      : ' until they start anew elsewhere, where there is room';
  }
  return room === 0
    ? ', and the nodes of other zones have no room for them'
    : `, and the nodes of other zones have room for ${formatNumber(room)} only`;
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
