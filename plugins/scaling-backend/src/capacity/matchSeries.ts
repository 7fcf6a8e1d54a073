import { DemandSample } from '@worldscale/backstage-plugin-scaling-common';
import { PrometheusSeries } from '@worldscale/backstage-plugin-worlds-node';
import { DemandSource, Places } from './DemandSources';

/** Series of one answer, found by the label that names the service. */
export interface AnswerIndex {
  all: readonly PrometheusSeries[];
  /** Undefined: no label names it. */
  nameLabel: string | undefined;
  byName: ReadonlyMap<string, PrometheusSeries[]>;
}

export function indexOf(
  series: readonly PrometheusSeries[],
  match: DemandSource['match'],
): AnswerIndex {
  const nameLabel = Object.keys(match).find(label =>
    /^\{(name|kubernetesId)\}$/.test(match[label]),
  );
  const byName = new Map<string, PrometheusSeries[]>();
  for (const each of series) {
    const name = nameLabel && each.labels[nameLabel];
    if (!name) continue;
    const same = byName.get(name);
    if (same) same.push(each);
    else byName.set(name, [each]);
  }
  return { all: series, nameLabel, byName };
}

/** Undefined where a placeholder's value is not known. */
function fill(template: string, places: Places): string | undefined {
  let isKnown = true;
  const filled = template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = places[name];
    if (value === undefined) isKnown = false;
    return value ?? '';
  });
  return isKnown ? filled : undefined;
}

export interface SeriesTarget {
  source: DemandSource;
  places: Places;
  /** Region of a cluster as series name it. */
  regionOf(cluster: string): string;
  /** It runs in one region only, so a series need not name it. */
  isOnlyRegion: boolean;
}

/**
 * The series that tell the demand of one service in one region. A label that a series
 * has must name what is asked for; one that it does not have is not compared, but
 * something must name the service, where one question tells of many, and the place,
 * where there are several. Text: why none does.
 */
export function seriesFor(
  index: AnswerIndex,
  { source, places, regionOf, isOnlyRegion }: SeriesTarget,
): PrometheusSeries[] | string {
  const { match, isShared } = source;
  const nameTemplate = index.nameLabel && match[index.nameLabel];
  const name = nameTemplate && fill(nameTemplate, places);
  const named = (name && index.byName.get(name)) || [];
  const candidates =
    isShared || named.length > 0
      ? named
      : index.all.filter(({ labels }) => !labels[index.nameLabel ?? '']);
  const clusterLabel = Object.keys(match).find(
    label => match[label] === '{cluster}',
  );
  const found = candidates.filter(({ labels }) => {
    const cluster = clusterLabel && labels[clusterLabel];
    if (cluster && regionOf(cluster) !== places.region) return false;
    return Object.entries(match).every(([label, template]) => {
      const value = labels[label];
      if (!value || label === clusterLabel) return true;
      // The catalog says which region a cluster is in; series may call it otherwise.
      if (cluster && template === '{region}') return true;
      const wanted = fill(template, places);
      return wanted === undefined || wanted === value;
    });
  });
  if (found.length === 0) {
    return candidates.length === 0
      ? 'no series names this service'
      : 'no series of this service is of this region';
  }
  const namesPlace = found.every(({ labels }) =>
    Object.entries(match).some(
      ([label, template]) =>
        /\{(cluster|region)\}/.test(template) && Boolean(labels[label]),
    ),
  );
  return namesPlace || isOnlyRegion
    ? found
    : 'its series do not say in which region, and it runs in several';
}

/** Several series together, where all of them have a value. */
export function sumOf(series: readonly PrometheusSeries[]): DemandSample[] {
  const sums = new Map<number, { value: number; of: number }>();
  for (const { samples } of series) {
    for (const { atMs, value } of samples) {
      if (value === null) continue;
      const sum = sums.get(atMs) ?? { value: 0, of: 0 };
      sums.set(atMs, { value: sum.value + value, of: sum.of + 1 });
    }
  }
  return [...sums]
    .filter(([, { of }]) => of === series.length)
    .map(([atMs, { value }]) => ({ atMs, value }))
    .sort((a, b) => a.atMs - b.atMs);
}
