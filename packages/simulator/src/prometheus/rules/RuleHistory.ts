/*
 * A rule as a pure function of the instant. Prometheus evaluates a rule once
 * per interval and stores what it gave; here any evaluation of the past is made
 * when somebody asks for it, so that a rule that was loaded a second ago has a
 * history at once. Long stretches are evaluated in chunks of fixed place, which
 * are kept; single instants are evaluated directly, unless their chunk is there.
 *
 * Like Prometheus' evaluation times, the instants are multiples of the group's
 * interval (Prometheus adds an offset per group, to spread its load).
 */
import { Clock } from '../../Clock';
import { ExecutionError } from '../promql/errors';
import { evaluate, Value } from '../evaluation/evaluate';
import { labelKey, nameLabel } from '../promql/labels';
import { relabelled } from '../evaluation/OutputVector';
import { Dialect } from '../evaluation/rate';
import { Column, SampleStore } from '../evaluation/SampleStore';
import { TooManySamplesError, Work, WorkLimits } from '../evaluation/Work';
import { ChunkCache } from './ChunkCache';
import { Rule, RuleGroup } from './ruleFile';

/** Evaluations in a chunk: four hours of a rule with an interval of a minute. */
const chunkPoints = 240;

export interface RuleSurroundings {
  /** Samples that expressions read; the recorded ones among them. */
  store: SampleStore;
  clock: Clock;
  earliestMs: () => number;
  dialect: Dialect;
  cache: ChunkCache;
  limits: WorkLimits;
}

export interface LastEvaluation {
  atMs: number;
  durationMs: number;
  problem?: string;
}

/** What one rule gives at the instants of its group. */
export class RuleHistory {
  /** The evaluation made last; undefined where there was none yet. */
  last: LastEvaluation | undefined;

  constructor(
    private readonly id: string,
    readonly rule: Rule,
    readonly group: RuleGroup,
    private readonly surroundings: RuleSurroundings,
  ) {}

  /** The rule's newest evaluation at or before each instant. */
  pointAt(instantMs: number): number {
    const { intervalMs } = this.group;
    const untilMs = Math.min(instantMs, this.surroundings.clock.now());
    return Math.floor(untilMs / intervalMs) * intervalMs;
  }

  /** Evaluations within an interval, both ends included. */
  pointsBetween(fromMs: number, toMs: number): number[] {
    const { intervalMs } = this.group;
    const firstMs = Math.max(fromMs, this.surroundings.earliestMs());
    const lastMs = Math.min(toMs, this.surroundings.clock.now());
    const points: number[] = [];
    let t = Math.ceil(firstMs / intervalMs) * intervalMs;
    for (; t <= lastMs; t += intervalMs) points.push(t);
    return points;
  }

  /**
   * What the rule gives at each point: the recorded series, or what an alert
   * is raised for; points ascend and are multiples
   * of the interval. A rule that cannot be evaluated gives nothing and leaves
   * a warning, as Prometheus then stores nothing.
   */
  async at(points: Float64Array, work: Work): Promise<Column[]> {
    const { rule, surroundings } = this;
    if (rule.problem || !rule.expr) {
      work.warnings.add(`rule ${rule.name}: ${rule.problem}`);
      return [];
    }
    try {
      return await this.gather(points, work);
    } catch (error) {
      const own = error instanceof TooManySamplesError && error.work === work;
      if (!(error instanceof ExecutionError) || own) throw error;
      work.warnings.add(`rule ${rule.name}: ${error.message}`);
      this.last = {
        atMs: surroundings.clock.now(),
        durationMs: 0,
        problem: error.message,
      };
      return [];
    }
  }

  private async gather(points: Float64Array, work: Work): Promise<Column[]> {
    const { cache, clock, earliestMs } = this.surroundings;
    const chunkMs = chunkPoints * this.group.intervalMs;
    const columns = new Map<string, Column>();
    const place = (found: Column[], from: number[], to: number[]) => {
      for (const { labels, values, present } of found) {
        const key = labelKey(labels);
        let column = columns.get(key);
        if (!column) {
          work.charge(points.length);
          column = {
            labels,
            values: new Float64Array(points.length),
            present: new Uint8Array(points.length),
          };
          columns.set(key, column);
        }
        for (let k = 0; k < from.length; k++) {
          column.values[to[k]] = values[from[k]];
          column.present[to[k]] = present[from[k]];
        }
      }
    };

    const direct: number[] = [];
    let i = 0;
    while (i < points.length) {
      const chunk = Math.floor(points[i] / chunkMs);
      const members: number[] = [];
      for (; i < points.length && Math.floor(points[i] / chunkMs) === chunk; ) {
        if (points[i] >= earliestMs()) members.push(i);
        i += 1;
      }
      const key = `${this.id}/${chunk}`;
      const past = (chunk + 1) * chunkMs <= clock.now();
      const worthwhile = members.length * 4 >= chunkPoints;
      if (members.length && past && (worthwhile || cache.has(key))) {
        const found = await cache.get(key, () => this.chunk(chunk * chunkMs));
        const from = members.map(
          m => (points[m] - chunk * chunkMs) / this.group.intervalMs,
        );
        place(found, from, members);
        await work.pause();
      } else {
        direct.push(...members);
      }
    }
    if (direct.length) {
      const instants = Float64Array.from(direct, m => points[m]);
      const found = await this.evaluate(instants, work);
      place(found, [...direct.keys()], direct);
    }
    return [...columns.values()].filter(c => c.present.includes(1));
  }

  private chunk(startMs: number): Promise<Column[]> {
    const { limits } = this.surroundings;
    const instants = new Float64Array(chunkPoints).map(
      (_, k) => startMs + k * this.group.intervalMs,
    );
    // Its own work: the chunk outlives the query that first asked for it.
    const work = new Work({ maxSamples: limits.maxSamples });
    return this.evaluate(instants, work);
  }

  private async evaluate(
    instants: Float64Array,
    work: Work,
  ): Promise<Column[]> {
    const { store, dialect, clock } = this.surroundings;
    const startedMs = performance.now();
    const value: Value = await evaluate(this.rule.expr!, {
      store,
      instants,
      dialect,
      defaultStepMs: this.group.intervalMs,
      work,
    });
    this.last = {
      atMs: Math.min(instants[instants.length - 1], clock.now()),
      durationMs: performance.now() - startedMs,
    };
    if (value.type === 'vector') return this.named(value.columns, instants);
    const values = value.type === 'scalar' ? value.values : instants;
    const present = new Uint8Array(instants.length).fill(1);
    return this.named([{ labels: {}, values, present }], instants);
  }

  private named(columns: Column[], { length }: Float64Array): Column[] {
    const { kind, name, labels: own } = this.rule;
    if (kind === 'alerting') return columns;
    return relabelled(columns, length, labels => ({
      ...labels,
      ...own,
      [nameLabel]: name,
    }));
  }
}
