/*
 * Evaluates an expression at many instants at once. Prometheus walks the
 * instants and evaluates a vector at each; here every value is a column over
 * all instants, so that a range query, and a recording rule's history, costs
 * about as much as its samples. Label matching, which does not depend on the
 * instant, is then done once. The results are the same.
 */
import {
  Aggregation,
  Call,
  Expr,
  Range,
  Selector,
  setOps,
} from '../promql/ast';
import { aggregate } from './aggregate';
import { combineSets, combineVectors, combineWithScalar } from './binary';
import { histogramQuantile } from './histogramQuantile';
import { dropLabels, Labels, nameLabel } from '../promql/labels';
import { operate } from './operators';
import { relabelled } from './OutputVector';
import { overTime } from './overTime';
import {
  Dialect,
  extrapolate,
  extrapolatedRate,
  instantRate,
  WindowFunction,
} from './rate';
import {
  Column,
  coveringIntervals,
  Run,
  SampleStore,
  Total,
} from './SampleStore';
import { SharedIncreases } from './SharedIncreases';
import { absent, elementwise, mapped, single } from './vectorFunctions';
import { Work } from './Work';

export type Value =
  | { type: 'scalar'; values: Float64Array }
  | { type: 'vector'; columns: Column[] }
  | { type: 'string'; text: string };

export interface Evaluation {
  store: SampleStore;
  /** Unix milliseconds, ascending. */
  instants: Float64Array;
  dialect: Dialect;
  /** Resolution of a subquery that names none, in milliseconds. */
  defaultStepMs: number;
  work: Work;
  /** What rules of one group read again and again; only where instants lie evenly. */
  shared?: SharedIncreases;
}

/** What sums and counts alone can tell. */
const ofTotal: Record<string, ((total: Total) => number) | undefined> = {
  sum_over_time: ({ sum }) => sum,
  count_over_time: ({ count }) => count,
  avg_over_time: ({ sum, count }) => sum / count,
};

const withoutName = (labels: Labels) => dropLabels(labels, [nameLabel]);

function windowFunction(name: string, run: Run, dialect: Dialect) {
  switch (name) {
    case 'delta':
      return extrapolatedRate(run, {
        isCounter: false,
        perSecond: false,
        dialect,
      });
    case 'irate':
      return instantRate(run);
    default:
      return overTime[name](run);
  }
}

class Evaluator {
  private readonly count: number;

  constructor(private readonly context: Evaluation) {
    this.count = context.instants.length;
  }

  async scalar(expr: Expr): Promise<Float64Array> {
    const value = await this.value(expr);
    if (value.type !== 'scalar') throw new Error('the type check has a gap');
    return value.values;
  }

  async vector(expr: Expr): Promise<Column[]> {
    const value = await this.value(expr);
    if (value.type !== 'vector') throw new Error('the type check has a gap');
    return value.columns;
  }

  async value(expr: Expr): Promise<Value> {
    await this.context.work.pause();
    switch (expr.kind) {
      case 'number':
        return this.constant(expr.value);
      case 'string':
        return { type: 'string', text: expr.text };
      case 'paren':
        return this.value(expr.of);
      case 'selector':
        return { type: 'vector', columns: await this.selector(expr) };
      case 'negation':
        return this.negation(await this.value(expr.of));
      case 'aggregation':
        return { type: 'vector', columns: await this.aggregation(expr) };
      case 'call':
        return this.call(expr);
      case 'binary':
        return this.binary(expr);
      default:
        throw new Error('a range vector is not a value');
    }
  }

  private constant(value: number): Value {
    return {
      type: 'scalar',
      values: new Float64Array(this.count).fill(value),
    };
  }

  private shifted(offsetMs: number): Float64Array {
    const { instants } = this.context;
    return offsetMs === 0 ? instants : instants.map(t => t - offsetMs);
  }

  private selector({ matchers, offsetMs }: Selector): Promise<Column[]> {
    const { store, work } = this.context;
    return store.latest(matchers, this.shifted(offsetMs), work);
  }

  private negation(value: Value): Value {
    if (value.type !== 'vector') {
      const values = value.type === 'scalar' ? value.values : [];
      return { type: 'scalar', values: Float64Array.from(values, v => -v) };
    }
    return {
      type: 'vector',
      columns: mapped(value.columns, this.count, v => -v),
    };
  }

  private async aggregation(expr: Aggregation): Promise<Column[]> {
    const columns = await this.vector(expr.of);
    return aggregate(expr.op, expr.grouping, columns, this.count);
  }

  private async binary(expr: Expr & { kind: 'binary' }): Promise<Value> {
    const left = await this.value(expr.left);
    const right = await this.value(expr.right);
    if (left.type === 'scalar' && right.type === 'scalar') {
      const values = left.values.map(
        (l, i) => operate(expr, l, right.values[i], l) ?? NaN,
      );
      return { type: 'scalar', values };
    }
    const { count } = this;
    let columns: Column[] = [];
    if (left.type === 'vector' && right.type === 'vector') {
      columns = setOps.includes(expr.op)
        ? combineSets(expr, left.columns, right.columns, count)
        : combineVectors(expr, left.columns, right.columns, count);
    } else if (left.type === 'vector' && right.type === 'scalar') {
      columns = combineWithScalar(expr, left.columns, right.values, 'right');
    } else if (left.type === 'scalar' && right.type === 'vector') {
      columns = combineWithScalar(expr, right.columns, left.values, 'left');
    }
    this.context.work.charge(columns.length * count);
    return { type: 'vector', columns };
  }

  private async call({ name, args }: Call): Promise<Value> {
    const [first, second, third] = args;
    if (first?.kind === 'range') {
      const columns = await this.overRange(name, first);
      return { type: 'vector', columns };
    }
    const vector = (columns: Column[]): Value => ({ type: 'vector', columns });
    switch (name) {
      case 'time':
        return {
          type: 'scalar',
          values: this.context.instants.map(t => t / 1000),
        };
      case 'vector': {
        const values = await this.scalar(first);
        const present = new Uint8Array(this.count).fill(1);
        return vector([{ labels: {}, values, present }]);
      }
      case 'scalar':
        return {
          type: 'scalar',
          values: single(await this.vector(first), this.count),
        };
      case 'absent':
        return vector(absent(first, await this.vector(first), this.count));
      case 'histogram_quantile':
        return vector(
          histogramQuantile(
            await this.scalar(first),
            await this.vector(second),
          ),
        );
      default: {
        const columns = await this.vector(first);
        const low = second && (await this.scalar(second));
        const high = third && (await this.scalar(third));
        return vector(elementwise(name, columns, this.count, { low, high }));
      }
    }
  }

  private async overRange(name: string, range: Range): Promise<Column[]> {
    const { dialect, work } = this.context;
    const ends = this.shifted(range.offsetMs);
    if (name === 'rate' || name === 'increase') {
      const make = () => this.increases(name, range, ends);
      const { shared } = this.context;
      return shared ? shared.of(name, range, ends, make) : make();
    }
    const summed = await this.totals(name, range, ends[0]);
    if (summed) return relabelled(summed, this.count, withoutName);
    const runs = await rangeRuns(range, ends, this.context);
    const columns: Column[] = [];
    for (const run of runs) {
      work.charge(this.count);
      await work.pause();
      const f = windowFunction(name, run, dialect);
      columns.push(this.slide(run, ends, range.rangeMs, f));
    }
    // The newest sample keeps its name; all others are something else by now.
    if (name === 'last_over_time') return columns;
    return relabelled(columns, this.count, withoutName);
  }

  /** At a single instant sums need not be made of all their samples. */
  private async totals(
    name: string,
    { of, rangeMs, stepMs }: Range,
    endMs: number,
  ): Promise<Column[] | undefined> {
    const { store, work, dialect } = this.context;
    const value = ofTotal[name];
    const isPlain = of.kind === 'selector' && stepMs === undefined;
    if (!value || !isPlain || this.count !== 1) return undefined;
    const fromMs = endMs - rangeMs + (dialect === 2 ? 0 : 1);
    const interval = { fromMs, toMs: endMs };
    const totals = await store.totals?.(of.matchers, interval, work);
    return totals?.map(total => ({
      labels: total.labels,
      values: Float64Array.of(value(total)),
      present: Uint8Array.of(1),
    }));
  }

  private async increases(
    name: 'rate' | 'increase',
    range: Range,
    ends: Float64Array,
  ): Promise<Column[]> {
    const { dialect, work, store } = this.context;
    const { rangeMs, of } = range;
    const isPlain = of.kind === 'selector' && range.stepMs === undefined;
    const { observed, runs } = isPlain
      ? await store.counters(
          of.matchers,
          { ends, rangeMs, closed: dialect === 2 },
          work,
        )
      : { observed: [], runs: await rangeRuns(range, ends, this.context) };
    const options = { isCounter: true, perSecond: name === 'rate', dialect };
    const columns: Column[] = [];
    for (const run of runs) {
      work.charge(this.count);
      await work.pause();
      const f = extrapolatedRate(run, options);
      columns.push(this.slide(run, ends, rangeMs, f));
    }
    for (const { labels, observe } of observed) {
      const values = new Float64Array(this.count);
      const present = new Uint8Array(this.count);
      for (let i = 0; i < this.count; i++) {
        if (i % 256 === 0) await work.pause();
        const window = { startMs: ends[i] - rangeMs, endMs: ends[i] };
        const seen = observe(i);
        if (!seen) continue;
        values[i] = extrapolate(seen, window, options);
        present[i] = 1;
      }
      columns.push({ labels, values, present });
    }
    return relabelled(columns, this.count, withoutName);
  }

  private slide(
    run: Run,
    ends: Float64Array,
    rangeMs: number,
    f: WindowFunction,
  ): Column {
    const values = new Float64Array(this.count);
    const present = new Uint8Array(this.count);
    const { timesMs } = run;
    const closed = this.context.dialect === 2;
    let from = 0;
    let to = 0;
    for (let i = 0; i < this.count; i++) {
      const endMs = ends[i];
      const startMs = endMs - rangeMs;
      while (to < timesMs.length && timesMs[to] <= endMs) to += 1;
      while (
        from < to &&
        (closed ? timesMs[from] < startMs : timesMs[from] <= startMs)
      ) {
        from += 1;
      }
      const value = f({ from, to, startMs, endMs });
      if (value !== undefined) {
        values[i] = value;
        present[i] = 1;
      }
    }
    return { labels: run.labels, values, present };
  }
}

async function subqueryRuns(
  { of, rangeMs, stepMs }: Range,
  ends: Float64Array,
  context: Evaluation,
): Promise<Run[]> {
  const step = stepMs || context.defaultStepMs;
  const instants: number[] = [];
  const windows = { ends, rangeMs, closed: context.dialect === 2 };
  for (const { fromMs, toMs } of coveringIntervals(windows)) {
    // Subqueries look at multiples of their step, wherever they start.
    let t = Math.ceil(fromMs / step) * step;
    if (context.dialect === 3 && t === fromMs) t += step;
    for (; t <= toMs; t += step) instants.push(t);
    context.work.charge((toMs - fromMs) / step);
  }
  const inner = new Evaluator({
    ...context,
    instants: Float64Array.from(instants),
  });
  const columns = await inner.vector(of);
  return columns.map(({ labels, values, present }) => ({
    labels,
    timesMs: Float64Array.from(instants).filter((_, i) => present[i] === 1),
    values: values.filter((_, i) => present[i] === 1),
  }));
}

/**
 * The samples of a range selector or subquery for windows with these ends
 * (the range's own offset is in them already).
 */
export async function rangeRuns(
  range: Range,
  ends: Float64Array,
  context: Evaluation,
): Promise<Run[]> {
  if (range.of.kind !== 'selector' || range.stepMs !== undefined) {
    return subqueryRuns(range, ends, context);
  }
  const { rangeMs } = range;
  const windows = { ends, rangeMs, closed: context.dialect === 2 };
  const intervals = coveringIntervals(windows);
  return context.store.between(range.of.matchers, intervals, context.work);
}

/**
 * Evaluates an expression that is no range vector.
 *
 * @throws ExecutionError, or PrometheusError where the work is stopped.
 */
export async function evaluate(
  expr: Expr,
  context: Evaluation,
): Promise<Value> {
  return new Evaluator(context).value(expr);
}
