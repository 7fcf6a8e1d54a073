import { InputError } from '@backstage/errors';
import {
  Objective,
  SloDefinition,
  WantedBurnAlert,
} from '../definition/SloDefinition';
import { durationMs } from '../openslo/duration';
import { Place, Problem } from '../openslo/Problem';
import { alertRules } from './alertRules';
import {
  flawsOfBurnAlert,
  highestBurnRate,
  repeatedBurnAlerts,
  roundRate,
  usualBurnAlerts,
} from './burnAlerts';
import {
  compositeLabels,
  compositeSliceRules,
  compositeTargetOf,
  compositeWindowRules,
  highestCompositeRate,
} from './compositeRules';
import { flawsOfQueries, measuresOf } from './measures';
import { formatRuleFile, PromRule, RuleGroup } from './ruleFile';
import { recorded, SeriesLabels } from './series';
import {
  exact,
  occurrenceSliceMs,
  sliceRules,
  windowIntervalMs,
  windowRules,
  WindowRulesInput,
} from './windowRules';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Windows that pages show beside those of alerts. */
const shownWindowsMs = [5 * 60_000, hourMs, 6 * hourMs, dayMs, 3 * dayMs];

export interface CompileOptions {
  /** The address of a runbook from the path in the annotation; undefined where there is none. */
  runbookUrl?: (path: string, slo: SloDefinition) => string | undefined;
}

export interface CompiledSlo {
  slo: SloDefinition;
  groups: RuleGroup[];
  /** What was refused (error) or what a reader should know (warning), and why. */
  problems: Problem[];
}

/** Length of what windows are made of. */
export function sliceMsOf(objective: Pick<Objective, 'sliceMs'>): number {
  return objective.sliceMs ?? occurrenceSliceMs;
}

class SloCompiler {
  private readonly problems: Problem[] = [];
  private readonly windows: PromRule[] = [];
  /** By the length of slices. */
  private readonly slices = new Map<number, PromRule[]>();
  private readonly periodMs: number;

  constructor(
    private readonly slo: SloDefinition,
    private readonly options: CompileOptions,
  ) {
    this.periodMs = durationMs(slo.window.duration);
  }

  compile(): CompiledSlo {
    const { slo, problems } = this;
    const alerts = [
      ...slo.alerts,
      ...(slo.wantsDefaultAlerts ? usualBurnAlerts(slo) : []),
    ];
    try {
      this.judgeQueries();
      if (problems.length) return { slo, groups: [], problems };
      if (slo.isComposite) this.composite(alerts);
      else
        for (const objective of slo.objectives) this.single(objective, alerts);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      this.add('error', error.message);
      return { slo, groups: [], problems };
    }
    return { slo, groups: this.groups(), problems };
  }

  private groups(): RuleGroup[] {
    const { name } = this.slo;
    const lengths = [...this.slices.keys()].sort((a, b) => a - b);
    const groups: RuleGroup[] = lengths.map(intervalMs => ({
      name: `slo-${name}-slices${
        lengths.length > 1 ? `-${intervalMs / 1000}s` : ''
      }`,
      intervalMs,
      rules: this.slices.get(intervalMs) ?? [],
    }));
    groups.push({
      name: `slo-${name}-windows`,
      intervalMs: windowIntervalMs,
      rules: this.windows,
    });
    return groups;
  }

  private single(objective: Objective, wanted: readonly WantedBurnAlert[]) {
    const budget = 1 - objective.target;
    const highestRate = highestBurnRate(budget);
    const sliceMs = sliceMsOf(objective);
    const alerts = this.useful(wanted, highestRate, objective);
    const labels = this.record(objective, this.windowsOf(alerts, sliceMs));
    this.windows.push(
      ...alertRules({
        slo: this.slo,
        labels,
        objectiveName: objective.displayName,
        alerts,
        seriesOf: windowMs => recorded.badRatio(windowMs),
        budget,
        runbookUrl: this.runbookUrl(alerts),
      }),
    );
  }

  private composite(wanted: readonly WantedBurnAlert[]) {
    const { slo } = this;
    const sliceMs = Math.max(...slo.objectives.map(sliceMsOf));
    const ownSliceMs = slo.method === 'Occurrences' ? undefined : sliceMs;
    const alerts = this.useful(wanted, highestCompositeRate(slo), {
      sliceMs: ownSliceMs,
    });
    const windowsMs = this.windowsOf(alerts, sliceMs);
    for (const objective of slo.objectives) this.record(objective, windowsMs);
    const joined = compositeSliceRules(slo);
    if (joined.length) this.slicesOf(sliceMs).push(...joined);
    const all =
      slo.window.kind === 'rolling' ? [...windowsMs, this.periodMs] : windowsMs;
    this.windows.push(
      ...compositeWindowRules(slo, all),
      ...alertRules({
        slo,
        labels: compositeLabels(slo),
        alerts,
        seriesOf: windowMs => recorded.burnRate(windowMs),
        budget: 1,
        runbookUrl: this.runbookUrl(alerts),
      }),
    );
    // Burn rates that add up have no target: 0 stands for a budget of one burn rate.
    const target = slo.method === 'Occurrences' ? 0 : compositeTargetOf(slo);
    this.windows.push(this.targetRule(compositeLabels(slo), target));
  }

  /** Everything that is recorded of one objective, whole and by group. */
  private record(objective: Objective, windowsMs: number[]): SeriesLabels {
    const { slo } = this;
    const labels: SeriesLabels = {
      slo: slo.name,
      slo_service: slo.service,
      slo_objective: String(objective.index),
    };
    const sliceMs = sliceMsOf(objective);
    const forms = slo.groupBy.length
      ? ([
          ['slo', []],
          ['slo_by_group', slo.groupBy],
        ] as const)
      : ([['slo', []]] as const);
    for (const [prefix, by] of forms) {
      const input: WindowRulesInput = {
        method: slo.method,
        labels,
        prefix,
        measures: measuresOf(objective, { by, sliceMs }),
        sliceMs,
        timeSliceTarget: objective.timeSliceTarget,
        windowsMs,
        periodMs: slo.window.kind === 'rolling' ? this.periodMs : undefined,
        coverageFloor: slo.coverageFloor,
      };
      if (!input.measures.countsEvents && prefix === 'slo') {
        this.sayHowSamplesCount(objective);
      }
      this.slicesOf(sliceMs).push(...sliceRules(input));
      this.windows.push(...windowRules(input));
    }
    this.windows.push(this.targetRule(labels, objective.target));
    return labels;
  }

  private targetRule(labels: SeriesLabels, target: number): PromRule {
    return {
      record: recorded.objective,
      expr: `vector(${exact(target)})`,
      labels: { ...labels },
    };
  }

  private slicesOf(sliceMs: number): PromRule[] {
    const rules = this.slices.get(sliceMs) ?? [];
    this.slices.set(sliceMs, rules);
    return rules;
  }

  private windowsOf(alerts: readonly WantedBurnAlert[], sliceMs: number) {
    const isSliced = this.slo.method !== 'Occurrences';
    const shown = shownWindowsMs.filter(
      ms => ms <= this.periodMs && (!isSliced || ms % sliceMs === 0),
    );
    const alerting = alerts.flatMap(({ longMs, shortMs }) => [longMs, shortMs]);
    return [...new Set([...shown, ...alerting])];
  }

  private useful(
    wanted: readonly WantedBurnAlert[],
    highestRate: number,
    { sliceMs = windowIntervalMs, index }: { sliceMs?: number; index?: number },
  ): WantedBurnAlert[] {
    const { periodMs: windowMs, slo } = this;
    const bounds = { highestRate, windowMs, sliceMs };
    const several = slo.objectives.length > 1 && index !== undefined;
    const whose = several ? ` of objective ${index}` : '';
    const repeated = repeatedBurnAlerts(wanted);
    const useful = wanted.filter(alert => {
      const flaws = flawsOfBurnAlert(alert, bounds);
      const earlier = repeated.get(alert)?.position;
      if (earlier) {
        const place = `${earlier.file}:${earlier.line}:${earlier.column}`;
        flaws.push(`the same alert is asked for before, at ${place}`);
      }
      const { severity, threshold, isUsual } = alert;
      for (const flaw of flaws) {
        const name = `${severity} alert${whose} at a burn rate of ${threshold}`;
        // Of what nobody chose, the rest may well be enough.
        if (isUsual) {
          const message = `the usual ${name} is left out: ${flaw}`;
          this.add('warning', message, alert);
        } else this.add('error', `the ${name} is refused: ${flaw}`, alert);
      }
      return !flaws.length;
    });
    if (!useful.length && wanted.some(alert => alert.isUsual)) {
      const rate = roundRate(highestRate);
      const instead =
        highestRate > 1
          ? `write some of your own, above 1 and up to ${rate}`
          : 'its budget can never be used up early';
      this.add(
        'error',
        `none of the usual alerts${whose} is of use: where everything fails the burn rate is ${rate}; ${instead}`,
        wanted.find(alert => alert.isUsual),
      );
    }
    return useful;
  }

  /** All that is wrong with the queries, each where it is written. */
  private judgeQueries(): void {
    const { objectives, position } = this.slo;
    for (const { query, message } of objectives.flatMap(({ indicator }) =>
      flawsOfQueries(indicator),
    )) {
      const { place } = query;
      if (!place || place.position.file === position.file) {
        this.add('error', message, place);
        continue;
      }
      const { file, line, column } = place.position;
      this.add('error', `${message} (${file}:${line}:${column})`);
    }
  }

  private sayHowSamplesCount({ index, indicator }: Objective): void {
    if (this.slo.method !== 'Occurrences') return;
    const what = indicator.kind === 'raw' ? 'a ratio' : 'a threshold metric';
    this.add(
      'warning',
      `objective ${index}: ${what} says nothing of how many events there were; each minute counts the same`,
    );
  }

  private runbookUrl(alerts: readonly WantedBurnAlert[]): string | undefined {
    const { slo, options } = this;
    const { runbook } = slo;
    const isAddress = runbook !== undefined && /^https?:\/\//i.test(runbook);
    const url = isAddress
      ? runbook
      : runbook && options.runbookUrl?.(runbook, slo);
    // Where nobody asks for the addresses of paths, a path is a runbook all the same.
    const isPlaced = runbook !== undefined && !options.runbookUrl;
    if (!url && alerts.length && !isPlaced) {
      this.add('warning', 'its alerts lead to no runbook');
    }
    return url || undefined;
  }

  private add(
    severity: Problem['severity'],
    message: string,
    place: Partial<Place> = {},
  ): void {
    const { field = '', position = this.slo.position } = place;
    const text = `${this.slo.name}: ${message}`;
    const isSaid = this.problems.some(
      p => p.message === text && p.field === field,
    );
    if (!isSaid)
      this.problems.push({ severity, field, message: text, ...position });
  }
}

/**
 * The recording rules and alerts of one SLO. What cannot be done is left out and
 * told: an alert that could never fire, an objective whose data source is no
 * Prometheus. The same definition gives the same rules.
 */
export function compileSlo(
  slo: SloDefinition,
  options: CompileOptions = {},
): CompiledSlo {
  return new SloCompiler(slo, options).compile();
}

/** One file of rules for several SLOs. */
export function compileRuleFile(
  slos: readonly SloDefinition[],
  options: CompileOptions = {},
): { text: string; problems: Problem[] } {
  const compiled = slos.map(slo => compileSlo(slo, options));
  return {
    text: formatRuleFile(compiled.flatMap(({ groups }) => groups)),
    problems: compiled.flatMap(({ problems }) => problems),
  };
}
