import { InputError } from '@backstage/errors';
import { durationMs, parseDuration } from '../openslo/duration';
import { formatPath, Place, Problem } from '../openslo/Problem';
import { OpenSloEntry, OpenSloFile } from '../openslo/readOpenSlo';
import { Metric, SliSpec, Slo } from '../openslo/schema';
import { annotationNames, readAnnotations } from './annotations';
import { ObjectIndex } from './ObjectIndex';
import {
  defaultCoverageFloor,
  Indicator,
  MetricQuery,
  Objective,
  SloDefinition,
  TimeWindow,
} from './SloDefinition';
import { highestCompositeRate } from '../rules/compositeRules';
import { highestBurnRate, roundRate } from '../rules/burnAlerts';
import { wantedAlerts } from './wantedAlerts';

type SloEntry = OpenSloEntry<Slo>;

/** `99.95` percent is 0.9995, not 0.9995000000000001. */
function shareOf(percent: number): number {
  return Number((percent / 100).toPrecision(12));
}

class SloDefiner {
  readonly problems: Problem[] = [];

  constructor(
    private readonly entry: SloEntry,
    private readonly index: ObjectIndex,
  ) {}

  define(): SloDefinition | undefined {
    const { object, position } = this.entry;
    const { metadata, spec } = object;
    const { values, findings } = readAnnotations(metadata.annotations);
    for (const { severity, name, message } of findings) {
      this.add(severity, ['metadata', 'annotations', name], message);
    }
    const shared = this.indicatorOf(spec, ['spec']);
    const objectives = spec.objectives.map((objective, i) =>
      this.objective(objective, i, shared),
    );
    const burnAlerts = values[annotationNames.burnAlerts];
    const { alerts, problems } = wantedAlerts(this.entry, this.index, {
      written: Array.isArray(burnAlerts) ? burnAlerts : [],
    });
    this.problems.push(...problems);
    const sound = objectives.filter(o => o !== undefined);
    const isBroken = this.problems.some(p => p.severity === 'error');
    if (isBroken || sound.length < objectives.length) return undefined;
    const service = this.index.find('Service', spec.service);
    const slo: SloDefinition = {
      name: metadata.name,
      displayName: metadata.displayName ?? metadata.name,
      description: spec.description,
      service: spec.service,
      serviceDisplayName: service?.object.metadata.displayName,
      labels: metadata.labels ?? {},
      method: spec.budgetingMethod,
      window: windowOf(spec.timeWindow[0]),
      objectives: sound,
      isComposite: shared === undefined,
      compositeTarget: values[annotationNames.compositeTarget],
      alerts,
      wantsDefaultAlerts: burnAlerts === 'default',
      ...(burnAlerts === 'default' && {
        defaultAlertsAt: this.annotationPlace(annotationNames.burnAlerts),
      }),
      runbook: values[annotationNames.runbook],
      groupBy: values[annotationNames.groupBy] ?? [],
      exclusions: values[annotationNames.exclusions] ?? [],
      policy: values[annotationNames.errorBudgetPolicy],
      coverageFloor:
        values[annotationNames.coverageFloor] ?? defaultCoverageFloor,
      playerJourney: values[annotationNames.playerJourney],
      position,
    };
    this.judgePolicy(slo);
    return slo;
  }

  private annotationPlace(name: string): Place {
    const path = ['metadata', 'annotations', name];
    return { field: formatPath(path), position: this.entry.locate(path) };
  }

  /** A burn rate that slows changes down must be one that can be. */
  private judgePolicy(slo: SloDefinition): void {
    const { policy, objectives } = slo;
    const highest = slo.isComposite
      ? highestCompositeRate(slo)
      : Math.max(...objectives.map(o => highestBurnRate(1 - o.target)));
    if (!policy || policy.slowDownBurnRate <= highest) return;
    const name = annotationNames.errorBudgetPolicy;
    this.add(
      'warning',
      ['metadata', 'annotations', name],
      `slowDownBurnRate: ${
        policy.slowDownBurnRate
      } can never be reached: where everything fails the burn rate is ${roundRate(
        highest,
      )}`,
    );
  }

  private objective(
    written: Slo['spec']['objectives'][number],
    index: number,
    shared: { name: string; indicator: Indicator } | undefined,
  ): Objective | undefined {
    const path = ['spec', 'objectives', index];
    const found = shared ?? this.indicatorOf(written, path);
    if (!found) return undefined;
    const { op, value, targetPercent, timeSliceWindow } = written;
    const isThreshold = found.indicator.kind === 'threshold';
    if (isThreshold && (!op || value === undefined)) {
      const message = 'is missing; the indicator is a threshold metric';
      this.add('error', [...path, op ? 'value' : 'op'], message);
      return undefined;
    }
    const slice =
      typeof timeSliceWindow === 'number'
        ? `${timeSliceWindow}m`
        : timeSliceWindow;
    const duration = slice === undefined ? undefined : parseDuration(slice);
    const isSliced = this.entry.object.spec.budgetingMethod !== 'Occurrences';
    return {
      index,
      displayName: written.displayName,
      target: written.target ?? shareOf(targetPercent ?? 0),
      indicatorName: found.name,
      indicator: found.indicator,
      comparison:
        isThreshold && op && value !== undefined ? { op, value } : undefined,
      sliceMs: isSliced && duration ? durationMs(duration) : undefined,
      timeSliceTarget:
        this.entry.object.spec.budgetingMethod === 'Timeslices'
          ? written.timeSliceTarget
          : undefined,
      weight: written.compositeWeight ?? 1,
    };
  }

  private indicatorOf(
    owner: Pick<Slo['spec'], 'indicator' | 'indicatorRef'>,
    path: PropertyKey[],
  ): { name: string; indicator: Indicator } | undefined {
    const { indicator, indicatorRef } = owner;
    if (indicator) {
      const at = [...path, 'indicator'];
      const { name } = indicator.metadata;
      const within = [...at, 'spec'];
      return {
        name,
        indicator: this.sli(indicator.spec, at, this.entry, within),
      };
    }
    if (!indicatorRef) return undefined;
    const found = this.index.find('SLI', indicatorRef);
    if (!found) {
      // The index has told that the reference leads nowhere; so is the SLO.
      this.add(
        'error',
        [...path, 'indicatorRef'],
        'the SLO cannot be used without its indicator',
      );
      return undefined;
    }
    const at = [...path, 'indicatorRef'];
    const indicatorOfRef = this.sli(found.object.spec, at, found, ['spec']);
    return { name: indicatorRef, indicator: indicatorOfRef };
  }

  /** @param within where the spec stands in the object that holds it */
  private sli(
    spec: SliSpec,
    path: PropertyKey[],
    holder: OpenSloEntry,
    within: PropertyKey[],
  ): Indicator {
    const query = (metric: Metric, ...steps: string[]) => {
      const at = [...within, ...steps, 'metricSource', 'spec', 'query'];
      const place = { field: formatPath(at), position: holder.locate(at) };
      return { ...this.query(metric, path), place };
    };
    if (spec.thresholdMetric) {
      const metric = query(spec.thresholdMetric, 'thresholdMetric');
      return { kind: 'threshold', query: metric };
    }
    const { raw, rawType, good, bad, total, counter } = spec.ratioMetric ?? {};
    if (raw && rawType) {
      return { kind: 'raw', rawType, query: query(raw, 'ratioMetric', 'raw') };
    }
    const part = good ?? bad;
    // The checks between fields let nothing else pass.
    if (!part || !total) throw new InputError('ratio metric without its parts');
    return {
      kind: 'ratio',
      isCounter: counter ?? false,
      part: good ? 'good' : 'bad',
      partQuery: query(part, 'ratioMetric', good ? 'good' : 'bad'),
      total: query(total, 'ratioMetric', 'total'),
    };
  }

  private query({ metricSource }: Metric, path: PropertyKey[]): MetricQuery {
    const { metricSourceRef, type, spec } = metricSource;
    const source =
      metricSourceRef === undefined
        ? undefined
        : this.index.find('DataSource', metricSourceRef);
    const sourceType = type ?? source?.object.spec.type;
    if (type && source && type !== source.object.spec.type) {
      this.add(
        'warning',
        path,
        `says type ${type}, but the DataSource ${metricSourceRef} is of type ${source.object.spec.type}`,
      );
    }
    return { sourceType, sourceRef: metricSourceRef, spec };
  }

  private add(
    severity: Problem['severity'],
    path: readonly PropertyKey[],
    message: string,
  ): void {
    const problem = this.index.problem(this.entry, severity, path, message);
    // Good and total events may both be asked of the wrong source: one mend for both.
    const isSaid = this.problems.some(
      p => p.field === problem.field && p.message === problem.message,
    );
    if (!isSaid) this.problems.push(problem);
  }
}

function windowOf(written: Slo['spec']['timeWindow'][number]): TimeWindow {
  const duration = parseDuration(written.duration);
  if (!duration) throw new InputError(`no duration: ${written.duration}`);
  const { calendar } = written;
  return calendar
    ? {
        kind: 'calendar',
        duration,
        startTime: calendar.startTime,
        timeZone: calendar.timeZone,
      }
    : { kind: 'rolling', duration };
}

/** SLOs of one service that pages would show under the same name. */
function* sameDisplayNames(index: ObjectIndex): Generator<Problem> {
  const first = new Map<string, SloEntry>();
  for (const entry of index.all('SLO')) {
    const { metadata, spec } = entry.object;
    if (metadata.displayName === undefined) continue;
    const key = JSON.stringify([spec.service, metadata.displayName]);
    const earlier = first.get(key);
    if (!earlier) {
      first.set(key, entry);
      continue;
    }
    const { file, line } = earlier.position;
    const name = earlier.object.metadata.name;
    yield index.problem(
      entry,
      'warning',
      ['metadata', 'displayName'],
      `is the name of the SLO "${name}" of the same service, too (${file}:${line}): readers cannot tell them apart`,
    );
  }
}

export interface DefinedSlos {
  slos: SloDefinition[];
  problems: Problem[];
}

/**
 * All SLOs of some files that belong together, with what they refer to in its
 * place. Problems of the files themselves come first; then duplicate names,
 * references to nothing, and annotations that cannot be read. An SLO with an
 * error is left out.
 */
export function defineSlos(files: readonly OpenSloFile[]): DefinedSlos {
  const steps = definingSlos(files);
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}

/** The same step by step, for whoever has thousands and shares the thread. */
export function* definingSlos(
  files: readonly OpenSloFile[],
): Generator<undefined, DefinedSlos> {
  const index = new ObjectIndex(files);
  yield;
  const problems: Problem[] = [
    ...files.flatMap(file => file.problems),
    ...index.duplicates,
  ];
  for (const found of index.danglingReferences()) {
    problems.push(...found);
    yield;
  }
  problems.push(...sameDisplayNames(index));
  const slos: SloDefinition[] = [];
  for (const entry of index.all('SLO')) {
    const definer = new SloDefiner(entry, index);
    const slo = definer.define();
    problems.push(...definer.problems);
    if (slo) slos.push(slo);
    yield;
  }
  return { slos, problems };
}
