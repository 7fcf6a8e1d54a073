import fc from 'fast-check';
import { ScenarioName } from '../scenarioNames';
import { Simulation } from './Simulation';
import { baseOf, ceilingOf } from './lifeverseWorkloads';
import { Workload } from './Workload';

const ANCHOR_MS = Date.UTC(2026, 10, 20, 12, 34, 56);
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

function simulate(scenario: ScenarioName = 'ordinary', seed = 1) {
  return new Simulation(scenario, seed, ANCHOR_MS);
}

function find(simulation: Simulation, cluster: string, name: string): Workload {
  const workload = simulation
    .workloadsOf(cluster)
    .find(other => other.name === name);
  if (!workload) throw new Error(`no ${name} in ${cluster}`);
  return workload;
}

describe('any instant', () => {
  it('is answered the same in any order and by any instance', () => {
    const shared = simulate();
    fc.assert(
      fc.property(
        fc.constantFrom('aurora-gateway', 'ember-presence', 'tidefall-shards'),
        fc.array(fc.integer({ min: 0, max: 90 * 24 * 60 - 1 }), {
          minLength: 1,
          maxLength: 4,
        }),
        (name, minutes) => {
          const instants = minutes.map(m => ANCHOR_MS - m * MINUTE_MS);
          const fresh = simulate();
          const there = instants.map(atMs =>
            fresh.stateAt(find(fresh, 'fra', name), atMs),
          );
          const back = [...instants]
            .reverse()
            .map(atMs => shared.stateAt(find(shared, 'fra', name), atMs))
            .reverse();
          expect(back).toEqual(there);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('differs between seeds', () => {
    const of = (seed: number) => {
      const simulation = simulate('ordinary', seed);
      const workload = find(simulation, 'fra', 'aurora-gateway');
      return simulation.stateAt(workload, ANCHOR_MS).metricMilli;
    };
    expect(of(1)).not.toBe(of(2));
  });

  it('can be 90 days ago', () => {
    const simulation = simulate();
    const workload = find(simulation, 'nrt', 'aurora-chat');
    const state = simulation.stateAt(workload, simulation.earliestMs);
    expect(state.atMs).toBe(simulation.earliestMs);
    expect(state.replicas).toBeGreaterThan(0);
  });

  it('is answered alike when the cache is too small to hold anything', () => {
    const simulation = simulate();
    const workloads = simulation.workloadsOf('gru').slice(0, 10);
    const read = () =>
      workloads.map(workload => simulation.stateAt(workload, ANCHOR_MS));
    const before = read();
    for (let day = 1; day < 90; day += 7) {
      for (const other of simulation.workloadsOf('gru')) {
        simulation.stateAt(other, ANCHOR_MS - day * DAY_MS);
      }
    }
    expect(read()).toEqual(before);
  });
});

describe('the border between two blocks', () => {
  it.each<ScenarioName>(['ordinary', 'slow-leak'])(
    'does not tear any workload of %s',
    scenario => {
      const simulation = simulate(scenario);
      const { blocks } = simulation;
      const torn: string[] = [];
      for (const workload of simulation.allWorkloads()) {
        const block = blocks.indexOf(workload.region, ANCHOR_MS);
        for (const index of [block - 8, block - 1, block]) {
          const borderMs = blocks.startOf(workload.region, index);
          const before = simulation.stateAt(workload, borderMs - 1);
          const after = simulation.stateAt(workload, borderMs);
          // Two steps apart at most one decision lies between.
          const quiet = (atMs: number | undefined) =>
            atMs === undefined || atMs < borderMs - 60 * MINUTE_MS;
          const same =
            after.before === before.replicas &&
            Math.abs(before.replicas - after.replicas) <= 1 &&
            Math.abs(before.ready - after.ready) <= 1 &&
            // When it last scaled may differ only if that was long ago.
            (after.lastScaleMs === before.lastScaleMs ||
              after.lastScaleMs === borderMs ||
              (quiet(after.lastScaleMs) && quiet(before.lastScaleMs)));
          if (!same) {
            torn.push(
              `${workload.key} at ${new Date(borderMs).toISOString()}: ${
                before.replicas
              } -> ${after.before}, last scaled ${before.lastScaleMs} -> ${
                after.lastScaleMs
              }`,
            );
          }
        }
      }
      expect(torn).toEqual([]);
    },
  );
});

describe('sizes', () => {
  it('stay between minimum and maximum, and ready pods within the size', () => {
    const simulation = simulate();
    for (const workload of simulation.allWorkloads()) {
      for (let hour = 0; hour < 24; hour += 3) {
        const atMs = ANCHOR_MS - hour * 60 * MINUTE_MS;
        const state = simulation.stateAt(workload, atMs);
        expect(state.replicas).toBeGreaterThanOrEqual(baseOf(workload.scaler));
        expect(state.replicas).toBeLessThanOrEqual(ceilingOf(workload.scaler));
        expect(state.ready).toBeLessThanOrEqual(state.replicas);
        expect(state.allocated).toBeLessThanOrEqual(state.ready);
      }
    }
  });

  it('follow the players: larger in the evening than before dawn', () => {
    const simulation = simulate();
    const workload = find(simulation, 'fra', 'aurora-gateway');
    const at = (hour: number) =>
      simulation.stateAt(workload, Date.UTC(2026, 10, 18, hour)).replicas;
    expect(at(20)).toBeGreaterThan(1.8 * at(4));
  });

  it('let new pods become ready only after a while', () => {
    const simulation = simulate();
    const workload = find(simulation, 'fra', 'aurora-gateway');
    const fromMs = Date.UTC(2026, 10, 18, 14);
    let starting = 0;
    for (let step = 0; step < 4 * 240; step++) {
      const state = simulation.stateAt(workload, fromMs + step * 15_000);
      if (state.ready < state.replicas) starting++;
    }
    // Every scale-up shows for the two steps or more that a start takes.
    const run = simulation.timeline.runAt(workload, fromMs + 3_600_000);
    const grown = run.changes.filter(
      ({ from, to, atMs }) =>
        to > from && atMs >= fromMs && atMs < fromMs + 4 * 3_600_000,
    );
    expect(grown.length).toBeGreaterThan(3);
    expect(starting).toBeGreaterThanOrEqual(2 * grown.length);
  });
});

describe('a lost region', () => {
  it('serves nobody, keeps its sizes, and comes back after its pods started', () => {
    const simulation = simulate('region-loss');
    const workload = find(simulation, 'fra', 'aurora-gateway');
    const at = (minutes: number) =>
      simulation.stateAt(workload, ANCHOR_MS + minutes * MINUTE_MS);
    expect(at(30)).toMatchObject({ ready: 0, isMetricKnown: false });
    expect(at(30).replicas).toBe(at(10).replicas);
    expect(at(55).ready).toBeGreaterThan(0);
  });

  it('makes the other regions grow', () => {
    const lost = simulate('region-loss');
    const usual = simulate();
    const size = (simulation: Simulation) =>
      simulation.stateAt(
        find(simulation, 'nrt', 'aurora-gateway'),
        ANCHOR_MS + 40 * MINUTE_MS,
      ).replicas;
    expect(size(lost)).toBeGreaterThan(size(usual));
  });
});
