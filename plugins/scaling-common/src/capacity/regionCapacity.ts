import { WorkloadScaling } from '../contract';
import { withoutOldNumbers } from '../state/unreadWorkload';
import { CapacityVerdict, LeadTime, RegionCapacity } from './capacityContract';
import { CapacityEvidence } from './capacityEvidence';
import { demandOf, DemandPicture } from './demand';
import { describeHidden, describeVerdict } from './describeCapacity';
import { judgeCapacity } from './judgeCapacity';
import { carryingReplicas } from './neededReplicas';
import { bindingOf, Bound, boundsOf, describeBinding } from './limits';
import { zoneLossOf } from './zoneLoss';

/**
 * What a service can carry in a region, what is asked of it, what ends its growth, and
 * whether that comes too soon.
 *
 * Each limit is a ceiling: so many replicas of its workload are possible at most. The
 * one that leaves the fewest is the one that binds. Headroom in minutes is the way from
 * what demand needs now to that ceiling, at the present growth:
 *
 *   minutes = (ceiling − replicas needed) / replicas needed more per minute
 *
 * It is enough where it is longer than new capacity takes: a replica's start, and,
 * as the limit asks for it, a node or a person before that.
 */
export function regionCapacity(given: CapacityEvidence): RegionCapacity {
  const workloads = given.workloads.map(withoutOldNumbers);
  const evidence = { ...given, workloads };
  const { factsOf, factsAt } = evidence;
  const noun =
    workloads.length > 0 && workloads.every(({ kind }) => kind === 'Fleet')
      ? 'game server'
      : 'replica';
  const picture = demandOf(evidence);
  const bounds = workloads.flatMap(workload =>
    boundsOf(workload, factsOf(workload), picture.needs.get(workload) ?? null),
  );
  const bound = bindingOf(bounds);
  const isCertain = bounds.every(({ limit }) => limit.unknown === null);
  const leadTime = leadTimeOf(bound, evidence);
  const known = headroomOf(bound, picture);
  const hidden = hiddenMaximum(bound, bounds);
  const asKnown = verdictOf(bound, picture, known.minutes, leadTime);
  // What is too little at most is too little; more than that nobody knows.
  const isTold = !hidden || asKnown === 'notEnoughTime';
  const verdict = isTold ? asKnown : 'unknown';
  const headroom = hidden
    ? { replicas: null, units: null, minutes: isTold ? known.minutes : null }
    : known;
  const ready = sum(workloads.map(w => w.ready));
  const carrying = sum(workloads.map(carryingReplicas));
  const capacity: RegionCapacity = {
    noun,
    replicas: replicasOf(workloads, ready),
    perReplica: picture.perReplica,
    carries:
      carrying === null || picture.perReplica === null
        ? null
        : carrying * picture.perReplica.amount,
    demand: picture.demand,
    limits: bounds.map(({ limit }) => limit),
    binding: bound
      ? {
          kind: bound.limit.kind,
          name: bound.limit.name,
          workload: bound.limit.workload,
          leftReplicas: bound.limit.leftReplicas ?? 0,
          sentence: describeBinding(bound, noun, isCertain),
          ...(bound.mayGrow === undefined ? {} : { mayGrow: bound.mayGrow }),
          isCertain,
        }
      : null,
    headroom,
    leadTime,
    verdict,
    sentence:
      hidden && !isTold
        ? describeHidden(hidden, bound, noun)
        : describeVerdict(verdict, bound, picture, headroom, leadTime, noun),
    zones: zoneLossOf({
      facts: workloads.map(factsOf),
      inUse: picture.total?.inUse ?? null,
      noun,
    }),
    findings: [],
    unknowns: unknownsOf(bounds, picture),
    observedAt: factsAt,
  };
  return {
    ...capacity,
    findings: judgeCapacity(capacity, picture.replicasPerMinute),
  };
}

function sum(values: ReadonlyArray<number | null>): number | null {
  if (values.length === 0) return null;
  let total = 0;
  for (const value of values) {
    if (value === null) return null;
    total += value;
  }
  return total;
}

function replicasOf(
  workloads: readonly WorkloadScaling[],
  ready: number | null,
): RegionCapacity['replicas'] {
  const fleets = workloads.filter(({ kind }) => kind === 'Fleet');
  const of = (field: 'ready' | 'allocated' | 'reserved') =>
    sum(fleets.map(({ gameServers }) => gameServers?.[field] ?? null));
  return {
    ready,
    starting: sum(
      workloads.map(w =>
        w.desired === null || w.ready === null
          ? null
          : Math.max(0, w.desired - w.ready),
      ),
    ),
    spare: of('ready'),
    allocated: of('allocated'),
    reserved: of('reserved'),
  };
}

/** Replicas between what the demand on a workload needs and a ceiling. */
function roomUpTo(bound: Bound, picture: DemandPicture): number | null {
  const need = picture.needs.get(bound.workload);
  if (bound.ceiling === null) return null;
  const from = need?.exact ?? bound.workload.desired;
  return from === null ? null : Math.max(0, bound.ceiling - from);
}

/**
 * A maximum that cannot be read, although every autoscaler has one. What other limits
 * leave is then no headroom but the most that it may be; none is none in any case.
 */
function hiddenMaximum(
  bound: Bound | undefined,
  bounds: readonly Bound[],
): Bound | undefined {
  if (bound?.limit.leftReplicas === 0) return undefined;
  return bounds.find(
    ({ limit: { kind, unknown } }) =>
      (kind === 'autoscalerMax' || kind === 'fleetMax') && unknown !== null,
  );
}

function headroomOf(
  bound: Bound | undefined,
  picture: DemandPicture,
): RegionCapacity['headroom'] {
  const { perReplica, total, needs, replicasPerMinute: pace } = picture;
  const room = bound ? roomUpTo(bound, picture) : null;
  if (!bound || room === null) {
    const replicas = bound?.limit.leftReplicas ?? null;
    return { replicas, units: null, minutes: null };
  }
  const need = needs.get(bound.workload);
  // Of several workloads each takes its share of the growth.
  const share = need && total && total.exact > 0 ? need.exact / total.exact : 1;
  const grows = pace !== null && pace > 0 && picture.growth?.isFlat === false;
  const left = bound.limit.leftReplicas;
  const perFurther =
    perReplica && need ? perReplica.amount / need.perFurther : null;
  return {
    replicas: left,
    units: perFurther === null ? null : room * perFurther,
    ...(perFurther === null || left === null
      ? {}
      : { unitsInPresent: (room - left) * perFurther }),
    minutes:
      grows && share > 0 ? Math.round((room / (pace * share)) * 10) / 10 : null,
  };
}

function leadTimeOf(
  bound: Bound | undefined,
  { factsOf, settings, workloads }: CapacityEvidence,
): LeadTime {
  const starts = (bound ? [bound.workload] : workloads)
    .map(workload => factsOf(workload)?.starts ?? null)
    .find(Boolean);
  const replicaSeconds = starts?.p90Seconds ?? settings.assumedStartSeconds;
  const kind = bound?.limit.kind;
  const nodeSeconds = kind === 'nodePool' ? settings.nodeSeconds : null;
  const personSeconds =
    kind === undefined || kind === 'nodePool' ? null : settings.personSeconds;
  return {
    replicaSeconds,
    replicaSamples: starts?.samples ?? 0,
    ...{ nodeSeconds, personSeconds },
    totalSeconds: replicaSeconds + (nodeSeconds ?? 0) + (personSeconds ?? 0),
  };
}

function verdictOf(
  bound: Bound | undefined,
  picture: DemandPicture,
  minutes: number | null,
  { totalSeconds }: LeadTime,
): CapacityVerdict {
  if (!bound) return 'unknown';
  const room = roomUpTo(bound, picture);
  // A size that somebody has set is not too small as long as it is not all needed.
  if (bound.limit.leftReplicas === 0 && room !== null && room < 1) {
    return 'atLimit';
  }
  const { growth, replicasPerMinute: pace } = picture;
  if (growth === null || pace === null || totalSeconds === null) {
    return 'unknown';
  }
  if (growth.isFlat || pace <= 0) return 'notGrowing';
  if (minutes === null) return 'unknown';
  return minutes * 60 >= totalSeconds ? 'enoughTime' : 'notEnoughTime';
}

function unknownsOf(
  bounds: readonly Bound[],
  picture: DemandPicture,
): string[] {
  const limits = bounds.flatMap(({ limit }) =>
    limit.unknown === null
      ? []
      : [`What is left of the ${limit.name} is not known: ${limit.unknown}.`],
  );
  return [...new Set([...picture.unknowns, ...limits])];
}
