/*
 * When may history be carried on? What was counted stays valid as long as it was
 * counted in the same way. So everything that changes what is counted (queries,
 * slices, thresholds, grouping) makes a new generation with a history of its own,
 * even if it is changed back later. The target is applied when figures are read
 * and is not part of it; nor are names, descriptions and alerts.
 */
import {
  Indicator,
  MetricQuery,
  Objective,
  SloDefinition,
} from './SloDefinition';
import { InputError } from '@backstage/errors';
import { parseQuery } from '../promql/parseQuery';

/** What a query says, whatever white space and order it is written with. */
function canonicalQuery({ sourceType, sourceRef, spec }: MetricQuery): unknown {
  const fields = Object.entries(spec).sort(([a], [b]) => (a < b ? -1 : 1));
  const canonical = fields.map(([name, value]) => {
    if (name !== 'query' || typeof value !== 'string') return [name, value];
    try {
      return [name, parseQuery(value).canonical];
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      // Another language, or an error that is told elsewhere: taken literally.
      return [name, value.trim()];
    }
  });
  return [sourceRef ?? sourceType ?? null, canonical];
}

function canonicalIndicator(indicator: Indicator): unknown {
  switch (indicator.kind) {
    case 'ratio':
      return [
        indicator.isCounter,
        indicator.part,
        canonicalQuery(indicator.partQuery),
        canonicalQuery(indicator.total),
      ];
    case 'raw':
      return [indicator.rawType, canonicalQuery(indicator.query)];
    default:
      return [canonicalQuery(indicator.query)];
  }
}

/**
 * Sixteen hexadecimal digits that stand for how an objective is counted. The
 * hash is FNV-1a of 64 bits: it tells changes of one objective apart, which
 * takes no cryptography.
 */
export function generationOf(
  slo: Pick<SloDefinition, 'method' | 'groupBy'>,
  objective: Objective,
): string {
  const counted = JSON.stringify([
    slo.method,
    [...slo.groupBy].sort(),
    objective.indicator.kind,
    canonicalIndicator(objective.indicator),
    objective.comparison ?? null,
    objective.sliceMs ?? null,
    objective.timeSliceTarget ?? null,
  ]);
  return fnv1a64(counted);
}

function fnv1a64(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return hash.toString(16).padStart(16, '0');
}
