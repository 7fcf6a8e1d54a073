import { durationMs, parseDuration } from './duration';
import { Kind } from './schema';

/** A rule between fields that does not hold. */
export interface Finding {
  severity: 'error' | 'warning';
  path: PropertyKey[];
  message: string;
}

type Path = PropertyKey[];
type Fields = Record<string, unknown>;

/** A mapping, or none: what has the wrong type was said by the schema. */
function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Fields)
    : {};
}

const listOf = (value: unknown): unknown[] =>
  Array.isArray(value) ? value : [];
const has = (fields: Fields, name: string) =>
  fields[name] !== undefined && fields[name] !== null;

function* exactlyOne(
  fields: Fields,
  names: [string, string],
  path: Path,
): Generator<Finding> {
  const given = names.filter(name => has(fields, name));
  if (given.length === 1) return;
  yield {
    severity: 'error',
    path: given.length ? [...path, names[1]] : path,
    message: given.length
      ? `expected either ${names[0]} or ${names[1]}, found both`
      : `expected either ${names[0]} or ${names[1]}, found neither`,
  };
}

function* metricChecks(value: unknown, path: Path): Generator<Finding> {
  const source = fieldsOf(fieldsOf(value).metricSource);
  if (!has(fieldsOf(value), 'metricSource')) return;
  if (!has(source, 'type') && !has(source, 'metricSourceRef')) {
    yield {
      severity: 'error',
      path: [...path, 'metricSource'],
      message:
        'expected metricSourceRef (the name of a DataSource) or type, found neither',
    };
  }
}

function* sliChecks(value: unknown, path: Path): Generator<Finding> {
  const spec = fieldsOf(value);
  yield* exactlyOne(spec, ['ratioMetric', 'thresholdMetric'], path);
  if (has(spec, 'thresholdMetric')) {
    yield* metricChecks(spec.thresholdMetric, [...path, 'thresholdMetric']);
  }
  if (!has(spec, 'ratioMetric')) return;
  const ratio = fieldsOf(spec.ratioMetric);
  const at = [...path, 'ratioMetric'];
  for (const part of ['good', 'bad', 'total', 'raw']) {
    if (has(ratio, part)) yield* metricChecks(ratio[part], [...at, part]);
  }
  if (has(ratio, 'raw')) {
    for (const part of ['good', 'bad', 'total']) {
      if (!has(ratio, part)) continue;
      yield {
        severity: 'error',
        path: [...at, part],
        message: `expected no ${part} beside raw, which is a ratio already`,
      };
    }
    if (!has(ratio, 'rawType')) {
      yield {
        severity: 'error',
        path: [...at, 'rawType'],
        message: 'is missing; expected success or failure',
      };
    }
    return;
  }
  if (!has(ratio, 'total')) {
    yield {
      severity: 'error',
      path: [...at, 'total'],
      message: 'is missing; expected total with good or bad, or raw',
    };
  }
  yield* exactlyOne(ratio, ['good', 'bad'], at);
  if (!has(ratio, 'counter')) {
    yield {
      severity: 'warning',
      path: [...at, 'counter'],
      message: 'is missing and taken as false; expected true or false',
    };
  }
}

/** An entry of a list that names another object or holds it. */
function* refOrInline(
  value: unknown,
  ref: string,
  path: Path,
  inner: (spec: unknown, path: Path) => Iterable<Finding>,
): Generator<Finding> {
  const entry = fieldsOf(value);
  yield* exactlyOne(entry, [ref, 'spec'], path);
  if (!has(entry, 'spec') || has(entry, ref)) return;
  for (const field of ['kind', 'metadata']) {
    if (has(entry, field)) continue;
    yield {
      severity: 'error',
      path: [...path, field],
      message: `is missing; an object that is written in place needs its ${field}`,
    };
  }
  yield* inner(entry.spec, [...path, 'spec']);
}

function* policyChecks(value: unknown, path: Path): Generator<Finding> {
  const spec = fieldsOf(value);
  for (const [list, ref] of [
    ['conditions', 'conditionRef'],
    ['notificationTargets', 'targetRef'],
  ]) {
    for (const [i, entry] of listOf(spec[list]).entries()) {
      yield* refOrInline(entry, ref, [...path, list, i], () => []);
    }
  }
}

function* windowChecks(value: unknown, path: Path): Generator<Finding> {
  const window = fieldsOf(value);
  const minutes = /^(\d+)m$/.exec(String(window.duration));
  if (minutes) {
    yield {
      severity: 'warning',
      path: [...path, 'duration'],
      message: `is a window of ${minutes[1]} minutes; a month is written ${minutes[1]}M`,
    };
  }
  const isRolling = window.isRolling === true;
  if (isRolling && has(window, 'calendar')) {
    yield {
      severity: 'error',
      path: [...path, 'calendar'],
      message: 'expected no calendar where isRolling is true',
    };
  }
  if (!isRolling && !has(window, 'calendar')) {
    yield {
      severity: 'error',
      path: [...path, 'calendar'],
      message: 'is missing; expected isRolling: true or a calendar',
    };
  }
}

function sliceMsOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value * 60_000;
  const duration = typeof value === 'string' ? parseDuration(value) : undefined;
  return duration && durationMs(duration);
}

function* objectiveChecks(
  value: unknown,
  path: Path,
  slo: {
    method: unknown;
    windowMs?: number;
    isComposite: boolean;
    sli: Fields;
  },
): Generator<Finding> {
  const objective = fieldsOf(value);
  yield* exactlyOne(objective, ['target', 'targetPercent'], path);
  for (const field of ['target', 'targetPercent']) {
    if (objective[field] !== 0) continue;
    yield {
      severity: 'warning',
      path: [...path, field],
      message: 'a target of 0 can never be missed',
    };
  }
  const { targetPercent } = objective;
  if (
    typeof targetPercent === 'number' &&
    targetPercent > 0 &&
    targetPercent < 1
  ) {
    yield {
      severity: 'warning',
      path: [...path, 'targetPercent'],
      message: `is less than 1 %; did you mean target: ${targetPercent}?`,
    };
  }
  if (slo.isComposite) {
    yield* exactlyOne(objective, ['indicator', 'indicatorRef'], path);
  } else if (has(objective, 'compositeWeight')) {
    yield {
      severity: 'warning',
      path: [...path, 'compositeWeight'],
      message: 'has no effect: weights belong to composite objectives',
    };
  }
  const inline = fieldsOf(fieldsOf(objective.indicator).spec);
  const sli = slo.isComposite ? inline : slo.sli;
  yield* comparisonChecks(objective, path, sli);

  const needed =
    {
      Timeslices: ['timeSliceTarget', 'timeSliceWindow'],
      RatioTimeslices: ['timeSliceWindow'],
    }[String(slo.method)] ?? [];
  for (const field of ['timeSliceTarget', 'timeSliceWindow']) {
    if (needed.includes(field) && !has(objective, field)) {
      yield {
        severity: 'error',
        path: [...path, field],
        message: `is missing; the budgeting method ${slo.method} needs it`,
      };
    } else if (has(objective, field) && !needed.includes(field)) {
      yield {
        severity: 'warning',
        path: [...path, field],
        message: `has no effect with the budgeting method ${slo.method}`,
      };
    }
  }
  const sliceMs = sliceMsOf(objective.timeSliceWindow);
  if (needed.length && sliceMs && slo.windowMs && slo.windowMs % sliceMs) {
    yield {
      severity: 'error',
      path: [...path, 'timeSliceWindow'],
      message: 'expected a slice that divides the time window without rest',
    };
  }
}

/** Operator and value belong to threshold metrics; elsewhere they say nothing. */
function* comparisonChecks(
  objective: Fields,
  path: Path,
  sli: Fields,
): Generator<Finding> {
  for (const field of ['op', 'value']) {
    if (has(sli, 'thresholdMetric') && !has(objective, field)) {
      yield {
        severity: 'error',
        path: [...path, field],
        message: 'is missing; a threshold metric needs it',
      };
    }
    if (has(sli, 'ratioMetric') && has(objective, field)) {
      yield {
        severity: 'warning',
        path: [...path, field],
        message: 'has no effect with a ratio metric',
      };
    }
  }
}

function* sameNames(
  objectives: readonly unknown[],
  path: Path,
): Generator<Finding> {
  const first = new Map<unknown, number>();
  for (const [i, objective] of objectives.entries()) {
    const { displayName } = fieldsOf(objective);
    if (typeof displayName !== 'string') continue;
    const earlier = first.get(displayName);
    if (earlier === undefined) first.set(displayName, i);
    else {
      yield {
        severity: 'warning',
        path: [...path, i, 'displayName'],
        message: `is the name of objectives[${earlier}], too: readers cannot tell them apart`,
      };
    }
  }
}

function* sloChecks(value: unknown, path: Path): Generator<Finding> {
  const spec = fieldsOf(value);
  const objectives = listOf(spec.objectives);
  const isComposite = objectives.some(
    o => has(fieldsOf(o), 'indicator') || has(fieldsOf(o), 'indicatorRef'),
  );
  const own = ['indicator', 'indicatorRef'].filter(name => has(spec, name));
  if (isComposite && own.length) {
    yield {
      severity: 'error',
      path: [...path, own[0]],
      message:
        'expected the indicator either here or in the objectives (composite), found both',
    };
  } else if (!isComposite) {
    yield* exactlyOne(spec, ['indicator', 'indicatorRef'], path);
  }
  const sli = fieldsOf(fieldsOf(spec.indicator).spec);
  if (has(fieldsOf(spec.indicator), 'spec')) {
    yield* sliChecks(sli, [...path, 'indicator', 'spec']);
  }
  const [window] = listOf(spec.timeWindow);
  if (window !== undefined) {
    yield* windowChecks(window, [...path, 'timeWindow', 0]);
  }
  const { duration } = fieldsOf(window);
  const parsed =
    typeof duration === 'string' ? parseDuration(duration) : undefined;
  for (const [i, objective] of objectives.entries()) {
    const at = [...path, 'objectives', i];
    const windowMs = parsed && durationMs(parsed);
    const method = spec.budgetingMethod;
    yield* objectiveChecks(objective, at, {
      method,
      windowMs,
      isComposite,
      sli,
    });
    const inline = fieldsOf(fieldsOf(objective).indicator);
    if (has(inline, 'spec')) {
      yield* sliChecks(inline.spec, [...at, 'indicator', 'spec']);
    }
  }
  yield* sameNames(objectives, [...path, 'objectives']);
  for (const [i, entry] of listOf(spec.alertPolicies).entries()) {
    const at = [...path, 'alertPolicies', i];
    yield* refOrInline(entry, 'alertPolicyRef', at, policyChecks);
  }
}

/** Rules between fields of one object, over whatever stands in its `spec`. */
export function crossChecks(kind: Kind, object: unknown): Finding[] {
  const { spec } = fieldsOf(object);
  if (typeof spec !== 'object' || spec === null) return [];
  switch (kind) {
    case 'SLO':
      return [...sloChecks(spec, ['spec'])];
    case 'SLI':
      return [...sliChecks(spec, ['spec'])];
    case 'AlertPolicy':
      return [...policyChecks(spec, ['spec'])];
    default:
      return [];
  }
}
