import { asRecord, asText } from './reading';
import { parseQuantity } from './quantity';

/** One metric of an autoscaler: what it reads and what it aims at. */
export interface MetricReading {
  source:
    | 'Resource'
    | 'ContainerResource'
    | 'Pods'
    | 'Object'
    | 'External'
    /** Game servers that are ready, against a buffer of them. */
    | 'Buffer'
    /** What is free of a Fleet's counter or list, in percent of its capacity. */
    | 'Capacity';
  /** For people: `cpu`, `cpu of container app`, `queue_length`. */
  name: string;
  statistic: 'utilization' | 'value' | 'averageValue';
  unit: 'percent' | 'cores' | 'bytes' | 'count';
  /** Null: the autoscaler has not read it. */
  current: number | null;
  target: number | null;
  /**
   * How hard it presses: above 1 the autoscaler wants more replicas. Current by
   * target; of a buffer of spare game servers target by current. Null: unknown.
   */
  ratio: number | null;
}

const SOURCES = {
  Resource: 'resource',
  ContainerResource: 'containerResource',
  Pods: 'pods',
  Object: 'object',
  External: 'external',
} as const;
type SourceType = keyof typeof SOURCES;

function isSourceType(value: unknown): value is SourceType {
  return typeof value === 'string' && value in SOURCES;
}

function bodyOf(entry: unknown) {
  const record = asRecord(entry);
  if (!isSourceType(record.type)) return undefined;
  const body = asRecord(record[SOURCES[record.type]]);
  const name = asText(body.name) ?? asText(asRecord(body.metric).name);
  return name ? { type: record.type, name, body } : undefined;
}
type MetricBody = NonNullable<ReturnType<typeof bodyOf>>;

/** A metric of a type that is newer than this: that there is one must not be lost. */
function unreadable(entry: unknown): MetricReading {
  const type = asText(asRecord(entry).type) ?? 'unnamed';
  return {
    ...{ source: 'External', statistic: 'value', unit: 'count' },
    name: `metric of type ${type}`,
    ...{ current: null, target: null, ratio: null },
  };
}

function titleOf({ type, name, body }: MetricBody): string {
  const container = asText(body.container);
  if (type === 'ContainerResource' && container) {
    return `${name} of container ${container}`;
  }
  const described = asText(asRecord(body.describedObject).name);
  return type === 'Object' && described ? `${name} of ${described}` : name;
}

function unitOf({ type, name }: MetricBody): MetricReading['unit'] {
  if (type !== 'Resource' && type !== 'ContainerResource') return 'count';
  return name === 'cpu' ? 'cores' : 'bytes';
}

/** A metric may not be negative; what is, or is no quantity, is unknown. */
function readValue(value: unknown, path: string, problems: string[]) {
  if (value === undefined || value === null) return null;
  const parsed = parseQuantity(value);
  if (parsed !== undefined && parsed >= 0) return parsed;
  problems.push(`${path} is ${JSON.stringify(value)}, which cannot be`);
  return null;
}

const STATISTICS = [
  ['Utilization', 'averageUtilization', 'utilization'],
  ['AverageValue', 'averageValue', 'averageValue'],
  ['Value', 'value', 'value'],
] as const;

/**
 * Joins `spec.metrics` with `status.currentMetrics`. The controller writes one
 * status per metric in the order of the specification and leaves an empty one where
 * reading failed, so the same metric is looked for by name, the n-th with the n-th.
 */
export function readMetrics(
  specMetrics: unknown,
  currentMetrics: unknown,
  problems: string[],
): MetricReading[] {
  const current = (Array.isArray(currentMetrics) ? currentMetrics : [])
    .map(bodyOf)
    .filter(body => body !== undefined);
  const taken = new Set<MetricBody>();
  return (Array.isArray(specMetrics) ? specMetrics : []).flatMap(entry => {
    const spec = bodyOf(entry);
    if (!spec) return [unreadable(entry)];
    const title = titleOf(spec);
    const found = current.find(
      c => c.type === spec.type && titleOf(c) === title && !taken.has(c),
    );
    if (found) taken.add(found);
    const target = asRecord(spec.body.target);
    const [, field, statistic] =
      STATISTICS.find(([type]) => type === target.type) ??
      STATISTICS.find(([, name]) => target[name] !== undefined) ??
      STATISTICS[0];
    const currentValue = readValue(
      asRecord(found?.body.current)[field],
      `current ${field} of metric ${title}`,
      problems,
    );
    const targetValue = readValue(
      target[field],
      `target ${field} of metric ${title}`,
      problems,
    );
    return [
      {
        source: spec.type,
        name: title,
        statistic,
        unit: statistic === 'utilization' ? 'percent' : unitOf(spec),
        current: currentValue,
        target: targetValue,
        ratio:
          currentValue === null || !targetValue
            ? null
            : currentValue / targetValue,
      },
    ];
  });
}
