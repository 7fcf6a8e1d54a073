import { Demand } from '../demand/Demand';
import { DAY_MS, incidentsOf, isOut } from '../demand/incidents';
import { generatedServices, largeWorlds } from '../large';
import {
  RegionSpec,
  regions,
  ServiceSpec,
  services as lifeverseServices,
  worlds as lifeverseWorlds,
  WorldSpec,
} from '../lifeverse';
import { ScenarioName } from '../scenarioNames';
import { Blocks } from './Blocks';
import { DemandGrid } from './DemandGrid';
import { workloadOf } from './lifeverseWorkloads';
import { Rollouts } from './rollouts';
import { Workload } from './Workload';
import { WorkloadState } from './RunState';
import { WorkloadTimeline } from './WorkloadTimeline';

/** How much history can be asked for. */
const HISTORY_DAYS = 90;

interface Pace {
  stepMs: number;
  /** Days between two versions of a service. */
  rolloutDays: number;
  /** Least size as a share of what the evening needs. */
  minShare: number;
  /** Requests and limits of containers, as a share of the usual ones. */
  sizeFactor: number;
  /** Bytes kept of past runs. */
  capacityBytes: number;
}

/** The HPA's own sync period; everything is decided in these steps. */
const usualPace: Pace = {
  stepMs: 15_000,
  rolloutDays: 7,
  minShare: 0.42,
  sizeFactor: 1,
  capacityBytes: 96_000_000,
};

/**
 * 10,000 workloads: coarser steps, a version a day (so that counters never look
 * further back), small pods whose number moves little, and room for one day of all
 * of them.
 */
const largePace: Pace = {
  stepMs: 60_000,
  rolloutDays: 1,
  minShare: 0.72,
  sizeFactor: 1 / 8,
  capacityBytes: 220_000_000,
};

/** The moving parts of a world, put together for one scenario. */
export class Simulation {
  readonly regions: readonly RegionSpec[] = regions;
  readonly worlds: readonly WorldSpec[];
  readonly services: readonly ServiceSpec[];
  readonly demand: Demand;
  readonly grid: DemandGrid;
  readonly blocks: Blocks;
  readonly rollouts: Rollouts;
  readonly timeline: WorkloadTimeline;
  readonly earliestMs: number;
  private readonly byCluster = new Map<string, Workload[]>();

  constructor(
    readonly scenario: ScenarioName,
    readonly seed: number,
    readonly anchorMs: number,
  ) {
    const isLarge = scenario === 'large';
    const pace = isLarge ? largePace : usualPace;
    this.worlds = isLarge ? largeWorlds : lifeverseWorlds;
    this.services = isLarge
      ? [...lifeverseServices, ...generatedServices]
      : lifeverseServices;
    const incidents = incidentsOf(scenario, anchorMs);
    this.blocks = new Blocks(pace.stepMs);
    this.earliestMs = this.blocks.stepOf(anchorMs - HISTORY_DAYS * DAY_MS);
    this.demand = new Demand(this.worlds, regions, seed, incidents);
    this.grid = new DemandGrid(this.demand, pace.stepMs);
    this.rollouts = new Rollouts(this.blocks, pace.rolloutDays);
    this.timeline = new WorkloadTimeline(
      this.blocks,
      {
        stepMs: pace.stepMs,
        outages: incidents.outages,
        players: workload => this.grid.reader(workload),
      },
      pace.capacityBytes,
    );
    for (const region of regions) {
      this.byCluster.set(
        region.cluster,
        this.services
          .filter(service => service.regions.includes(region.name))
          .map(service =>
            workloadOf(service, region, {
              demand: this.demand,
              blocks: this.blocks,
              seed,
              anchorMs,
              minShare: pace.minShare,
              sizeFactor: pace.sizeFactor,
              leaks: incidents.leaks,
              kedaHolds: incidents.kedaHolds,
            }),
          ),
      );
    }
  }

  regionOf(cluster: string): RegionSpec {
    const region = this.regions.find(other => other.cluster === cluster);
    if (!region) {
      throw new Error(
        `No cluster '${cluster}'. Known clusters: ${[
          ...this.byCluster.keys(),
        ].join(', ')}`,
      );
    }
    return region;
  }

  workloadsOf(cluster: string): readonly Workload[] {
    return this.byCluster.get(cluster) ?? [];
  }

  allWorkloads(): Iterable<Workload> {
    return [...this.byCluster.values()].flat();
  }

  /** Replaces the workloads of one cluster that `isReplaced` names by others. */
  replaceWorkloads(
    cluster: string,
    isReplaced: (workload: Workload) => boolean,
    others: Workload[],
  ) {
    const known = this.byCluster.get(cluster) ?? [];
    known.filter(isReplaced).forEach(gone => this.timeline.forget(gone));
    this.byCluster.set(cluster, [
      ...known.filter(workload => !isReplaced(workload)),
      ...others,
    ]);
  }

  /** Instants before the first one are answered as that. */
  clamp(atMs: number): number {
    return Math.max(atMs, this.earliestMs);
  }

  exists(workload: Workload, atMs: number): boolean {
    return (
      workload.bornMs === undefined ||
      this.blocks.stepOf(atMs) >= this.blocks.stepOf(workload.bornMs)
    );
  }

  isOut(region: RegionSpec, atMs: number): boolean {
    return isOut(this.demand.incidents.outages, region.name, atMs);
  }

  stateAt(workload: Workload, atMs: number): WorkloadState {
    return this.timeline.runAt(workload, atMs).at(atMs);
  }
}
