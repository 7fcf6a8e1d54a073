/*
 * A rule as a pure function of the instant. Prometheus evaluates a rule once
 * per interval and stores what it gave; here any evaluation of the past is made
 * when somebody asks for it, so that a rule that was loaded a second ago has a
 * history at once. Long stretches are evaluated in chunks of fixed place, which
 * are kept, and that of the present grows; single instants are evaluated directly,
 * unless their chunk is there.
 *
 * Like Prometheus' evaluation times, the instants are multiples of the group's
 * interval (Prometheus adds an offset per group, to spread its load).
 */
import { Clock } from '../../Clock';
import { ExecutionError } from '../promql/errors';
import { evaluate, Value } from '../evaluation/evaluate';
import { labelKey, Labels, nameLabel } from '../promql/labels';
import { relabelled } from '../evaluation/OutputVector';
import { Dialect } from '../evaluation/rate';
import { Column, SampleStore, Total } from '../evaluation/SampleStore';
import { SharedIncreases } from '../evaluation/SharedIncreases';
import { TooManySamplesError, Work, WorkLimits } from '../evaluation/Work';
import { Chunk, ChunkCache } from './ChunkCache';
import { ExactSum, wholeSum } from './chunkTotals';
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
  shared: SharedIncreases;
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
  /**
   * Others of its group that read the same scraped series: whoever asks for one asks
   * for them next, and their samples are dear.
   */
  readonly alike: RuleHistory[] = [];

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
    return this.told(work, () => this.gather(points, work));
  }

  /**
   * Sums of what the rule gives within an interval, both ends included, from those of
   * its chunks; undefined where it is better read point by point.
   */
  async totals(
    fromMs: number,
    toMs: number,
    work: Work,
  ): Promise<Total[] | undefined> {
    const { cache, clock, earliestMs } = this.surroundings;
    const { intervalMs } = this.group;
    const first = Math.ceil(Math.max(fromMs, earliestMs()) / intervalMs);
    const last = Math.floor(Math.min(toMs, clock.now()) / intervalMs);
    const index = (point: number) => Math.floor(point / chunkPoints);
    // A chunk or two are as quickly read.
    if (index(last) - index(first) < 3) return undefined;
    return this.told(work, async () => {
      const sums = new Map<string, { labels: Labels; sum: ExactSum }>();
      for (let chunk = index(first); chunk <= index(last); chunk++) {
        const begin = Math.max(first - chunk * chunkPoints, 0);
        const end = Math.min(last - chunk * chunkPoints + 1, chunkPoints);
        const missing = end - cache.doneOf(`${this.id}/${chunk}`);
        const { columns } = await this.chunk(chunk, end);
        if (missing > 0) {
          for (const each of this.alike) await each.prepare(chunk, end);
        }
        for (const column of columns) {
          const key = labelKey(column.labels);
          const known = sums.get(key) ?? {
            labels: column.labels,
            sum: new ExactSum(),
          };
          sums.set(key, known);
          if (begin === 0 && end === chunkPoints) {
            known.sum.addSum(wholeSum(column));
          } else known.sum.addValues(column, begin, end);
        }
        work.charge(columns.length);
        await work.pause();
      }
      return [...sums.values()]
        .filter(({ sum }) => sum.count > 0)
        .map(({ labels, sum }) => ({
          ...{ labels, sum: sum.value, count: sum.count },
        }));
    });
  }

  /** What the rule gives, or nothing with a warning where it fails. */
  private async told<T>(
    work: Work,
    evaluation: () => Promise<T[]>,
  ): Promise<T[]> {
    const { rule } = this;
    if (rule.problem || !rule.expr) {
      work.warnings.add(`rule ${rule.name}: ${rule.problem}`);
      return [];
    }
    try {
      return await evaluation();
    } catch (error) {
      const own = error instanceof TooManySamplesError && error.work === work;
      if (!(error instanceof ExecutionError) || own) throw error;
      work.warnings.add(`rule ${rule.name}: ${error.message}`);
      this.note(error);
      return [];
    }
  }

  private async gather(points: Float64Array, work: Work): Promise<Column[]> {
    const { cache, earliestMs } = this.surroundings;
    const chunkMs = chunkPoints * this.group.intervalMs;
    const columns = new Map<string, Column>();
    const place = (found: readonly Column[], from: number[], to: number[]) => {
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
      if (!members.length) continue;
      const key = `${this.id}/${chunk}`;
      const startMs = chunk * chunkMs;
      const from = members.map(
        m => (points[m] - startMs) / this.group.intervalMs,
      );
      const until = from[from.length - 1] + 1;
      const missing = until - cache.doneOf(key);
      // A chunk is worthwhile if at least a quarter of what it takes is asked for.
      if (members.length * 4 >= missing) {
        const { columns: found } = await this.chunk(chunk, until);
        if (missing > 0) {
          for (const each of this.alike) await each.prepare(chunk, until);
        }
        place(found, from, members);
        await work.pause();
      } else {
        direct.push(...members);
      }
    }
    if (direct.length) {
      const instants = Float64Array.from(direct, m => points[m]);
      const found =
        direct.length === 1
          ? await this.single(instants)
          : await this.evaluate(instants, work, undefined);
      place(found, [...direct.keys()], direct);
    }
    return [...columns.values()].filter(c => c.present.includes(1));
  }

  /** The present is asked for again and again until the next evaluation. */
  private async single(instant: Float64Array): Promise<readonly Column[]> {
    const { cache, limits, shared } = this.surroundings;
    const key = `${this.id}@${instant[0]}`;
    const chunk = await cache.get(key, 1, async () => {
      const work = new Work({ maxSamples: limits.maxSamples });
      const columns = await this.evaluate(instant, work, shared);
      return { columns, done: 1 };
    });
    return chunk.columns;
  }

  /** A rule that fails is told of when it is asked for. */
  private async prepare(chunk: number, until: number): Promise<void> {
    try {
      await this.chunk(chunk, until);
    } catch (error) {
      if (!(error instanceof ExecutionError)) throw error;
      this.note(error);
    }
  }

  private note({ message }: ExecutionError): void {
    const atMs = this.surroundings.clock.now();
    this.last = { atMs, durationMs: 0, problem: message };
  }

  private chunk(chunk: number, until: number): Promise<Chunk> {
    const { cache } = this.surroundings;
    const startMs = chunk * chunkPoints * this.group.intervalMs;
    return cache.get(`${this.id}/${chunk}`, until, (known, to) =>
      this.extend(known, startMs, to),
    );
  }

  private async extend(
    { columns, done }: Chunk,
    startMs: number,
    until: number,
  ): Promise<Chunk> {
    const { limits, shared } = this.surroundings;
    const instants = new Float64Array(until - done).map(
      (_, k) => startMs + (done + k) * this.group.intervalMs,
    );
    // Its own work: the chunk outlives the query that first asked for it.
    const work = new Work({ maxSamples: limits.maxSamples });
    const byKey = new Map(columns.map(each => [labelKey(each.labels), each]));
    for (const { labels, values, present } of await this.evaluate(
      instants,
      work,
      shared,
    )) {
      const key = labelKey(labels);
      const column = byKey.get(key) ?? {
        labels,
        values: new Float64Array(chunkPoints),
        present: new Uint8Array(chunkPoints),
      };
      // Whoever reads the chunk now reads what comes before.
      column.values.set(values, done);
      column.present.set(present, done);
      byKey.set(key, column);
    }
    return { columns: [...byKey.values()], done: until };
  }

  private async evaluate(
    instants: Float64Array,
    work: Work,
    shared: SharedIncreases | undefined,
  ): Promise<Column[]> {
    const { store, dialect, clock } = this.surroundings;
    const startedMs = performance.now();
    const value: Value = await evaluate(this.rule.expr!, {
      store,
      instants,
      dialect,
      defaultStepMs: this.group.intervalMs,
      ...{ work, shared },
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
