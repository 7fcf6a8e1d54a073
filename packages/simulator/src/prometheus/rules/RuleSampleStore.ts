import { nameLabel } from '../promql/labels';
import { Matcher, matchesAll } from '../promql/Matcher';
import { OutputVector } from '../evaluation/OutputVector';
import {
  Column,
  CounterSamples,
  coveringIntervals,
  Interval,
  Run,
  SampleStore,
  Total,
  Windows,
} from '../evaluation/SampleStore';
import { Work } from '../evaluation/Work';
import { activeAlerts, Alert, replay } from './alerts';
import { maySelect, seriesNames } from './dependencies';
import { RuleHistory } from './RuleHistory';

/** The series ALERTS and ALERTS_FOR_STATE of an alerting rule. */
async function alertsAt(
  history: RuleHistory,
  points: Float64Array,
  work: Work,
): Promise<Column[]> {
  if (points.length === 0) return [];
  const out = new OutputVector(points.length);
  const put = (i: number, active: Iterable<Alert>) => {
    for (const { labels, state, activeAtMs } of active) {
      const alert = { ...labels, alertstate: state, [nameLabel]: 'ALERTS' };
      out.put(out.column(alert), i, 1);
      const since = { ...labels, [nameLabel]: 'ALERTS_FOR_STATE' };
      out.put(out.column(since), i, Math.floor(activeAtMs / 1000));
    }
  };
  // As /api/v1/alerts has it, at the first of them: since when, be it long ago.
  const known = await activeAlerts(history, points[0], work);
  let i = 0;
  await replay(
    history,
    points[0],
    points[points.length - 1],
    work,
    (atMs, active) => {
      if (points[i] !== atMs) return;
      put(i, active);
      i += 1;
    },
    0,
    known,
  );
  return out.result();
}

/** The series that rules make, evaluated when they are asked for. */
export class RuleSampleStore implements SampleStore {
  private byName:
    | { of: readonly RuleHistory[]; rules: Map<string, RuleHistory[]> }
    | undefined;

  constructor(
    private readonly histories: () => readonly RuleHistory[],
    private readonly lookbackMs: number,
    private readonly earliestMs: () => number,
  ) {}

  async latest(
    matchers: readonly Matcher[],
    instants: Float64Array,
    work: Work,
  ): Promise<Column[]> {
    const found: Column[] = [];
    for (const history of this.selected(matchers)) {
      // Several instants may share an evaluation.
      const points: number[] = [];
      const placeOf = new Int32Array(instants.length).fill(-1);
      instants.forEach((t, i) => {
        const pointMs = history.pointAt(t);
        if (t - pointMs >= this.lookbackMs || pointMs < this.earliestMs()) {
          return;
        }
        if (points[points.length - 1] !== pointMs) points.push(pointMs);
        placeOf[i] = points.length - 1;
      });
      for (const column of await this.at(history, points, matchers, work)) {
        const values = new Float64Array(instants.length);
        const present = new Uint8Array(instants.length);
        placeOf.forEach((place, i) => {
          if (place < 0) return;
          values[i] = column.values[place];
          present[i] = column.present[place];
        });
        found.push({ labels: column.labels, values, present });
      }
    }
    return found;
  }

  async between(
    matchers: readonly Matcher[],
    intervals: readonly Interval[],
    work: Work,
  ): Promise<Run[]> {
    const runs: Run[] = [];
    for (const history of this.selected(matchers)) {
      const points = intervals.flatMap(({ fromMs, toMs }) =>
        history.pointsBetween(fromMs, toMs),
      );
      for (const column of await this.at(history, points, matchers, work)) {
        const { labels, values, present } = column;
        const whole = !present.includes(0);
        const kept = (_: number, i: number) => present[i] === 1;
        const timesMs = Float64Array.from(points);
        runs.push({
          labels,
          timesMs: whole ? timesMs : timesMs.filter(kept),
          values: whole ? values : values.filter(kept),
        });
      }
    }
    return runs;
  }

  async totals(
    matchers: readonly Matcher[],
    { fromMs, toMs }: Interval,
    work: Work,
  ): Promise<Total[] | undefined> {
    const histories = this.selected(matchers);
    if (histories.some(({ rule }) => rule.kind !== 'recording'))
      return undefined;
    const found: Total[] = [];
    for (const history of histories) {
      const totals = await history.totals(fromMs, toMs, work);
      if (!totals) return undefined;
      found.push(
        ...totals.filter(({ labels }) => matchesAll(matchers, labels)),
      );
    }
    return found;
  }

  async counters(
    matchers: readonly Matcher[],
    windows: Windows,
    work: Work,
  ): Promise<CounterSamples> {
    const intervals = coveringIntervals(windows);
    return {
      observed: [],
      runs: await this.between(matchers, intervals, work),
    };
  }

  private selected(matchers: readonly Matcher[]): RuleHistory[] {
    const exact = matchers.find(m => m.name === nameLabel && m.op === '=');
    const all = this.histories();
    const candidates = exact ? this.named(all).get(exact.value) ?? [] : all;
    return candidates.filter(({ rule }) => maySelect(rule, matchers));
  }

  /** Rules by the names of their series; made once for each set of rules. */
  private named(all: readonly RuleHistory[]) {
    if (this.byName?.of === all) return this.byName.rules;
    const rules = new Map<string, RuleHistory[]>();
    for (const history of all) {
      for (const name of seriesNames(history.rule)) {
        const known = rules.get(name);
        if (known) known.push(history);
        else rules.set(name, [history]);
      }
    }
    this.byName = { of: all, rules };
    return rules;
  }

  private async at(
    history: RuleHistory,
    points: readonly number[],
    matchers: readonly Matcher[],
    work: Work,
  ): Promise<Column[]> {
    if (points.length === 0) return [];
    const at = Float64Array.from(points);
    const columns =
      history.rule.kind === 'recording'
        ? await history.at(at, work)
        : await alertsAt(history, at, work);
    return columns.filter(column => matchesAll(matchers, column.labels));
  }
}
