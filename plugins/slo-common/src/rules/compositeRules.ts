/*
 * A composite burns as its parts burn (OpenSLO v1, notes on composite SLOs):
 * Occurrences add up burn rates, RatioTimeslices what is missing of each slice,
 * each times its weight; with Timeslices a slice is bad if it was bad for any
 * part. A part that is not known makes the composite not known.
 *
 * The specification gives no target to the composite itself. Burn rates need
 * none; the other two take `worldscale.io/composite-target`, else the lowest
 * target of the parts: a chain promises no more than its weakest link.
 */
import { InputError } from '@backstage/errors';
import { SloDefinition } from '../definition/SloDefinition';
import { formatPromDuration } from '../openslo/duration';
import { PromRule } from './ruleFile';
import {
  compositeObjective,
  recorded,
  SeriesLabels,
  seriesSelector,
} from './series';
import { highestBurnRate } from './burnAlerts';
import { exact } from './windowRules';

export function compositeLabels(slo: SloDefinition): SeriesLabels {
  return {
    slo: slo.name,
    slo_service: slo.service,
    slo_objective: compositeObjective,
  };
}

export function compositeTargetOf(slo: SloDefinition): number {
  return slo.compositeTarget ?? Math.min(...slo.objectives.map(o => o.target));
}

/** The highest burn rate that a composite can have: every part fails whole. */
export function highestCompositeRate(slo: SloDefinition): number {
  const weights = slo.objectives.map(o => o.weight);
  if (slo.method === 'Occurrences') {
    return slo.objectives.reduce(
      (sum, o) => sum + o.weight * highestBurnRate(1 - o.target),
      0,
    );
  }
  const whole =
    slo.method === 'Timeslices' ? 1 : weights.reduce((a, b) => a + b, 0);
  return whole * highestBurnRate(1 - compositeTargetOf(slo));
}

/** @throws InputError where Timeslices of unlike lengths would have to be joined */
export function compositeSliceRules(slo: SloDefinition): PromRule[] {
  if (slo.method !== 'Timeslices') return [];
  const lengths = new Set(slo.objectives.map(o => o.sliceMs));
  if (lengths.size > 1) {
    throw new InputError(
      'the objectives of a composite that counts slices need slices of one length',
    );
  }
  const labels = { ...compositeLabels(slo) };
  const parts = (name: string) => {
    const each = slo.objectives.map(({ index }) => partOf(slo, name, index));
    return each.join(' or ');
  };
  const worst = `max by (slo, slo_service) (${parts(recorded.badSlice())})`;
  // One bad part is enough to know; a good slice needs all of them.
  const isKnown = `(count by (slo, slo_service) (${parts(
    recorded.totalSlice(),
  )}) == ${slo.objectives.length} or ${worst} == 1)`;
  const hasEvents = `max by (slo, slo_service) ((${parts(
    recorded.totalSlice(),
  )}) > bool 0)`;
  return [
    { record: recorded.badSlice(), expr: `${worst} and ${isKnown}`, labels },
    {
      record: recorded.totalSlice(),
      expr: `${hasEvents} and ${isKnown}`,
      labels,
    },
  ];
}

function partOf(slo: SloDefinition, name: string, index: number): string {
  const labels = { ...compositeLabels(slo), slo_objective: String(index) };
  return seriesSelector(name, labels);
}

/** Burn rates of a composite over its windows. */
export function compositeWindowRules(
  slo: SloDefinition,
  windowsMs: readonly number[],
): PromRule[] {
  const labels = { ...compositeLabels(slo) };
  const budget = 1 - compositeTargetOf(slo);
  return [...new Set(windowsMs)]
    .sort((a, b) => a - b)
    .map(windowMs => {
      const record = recorded.burnRate(windowMs);
      if (slo.method === 'Timeslices') {
        const { sliceMs = 0 } = slo.objectives[0];
        const bad = seriesSelector(recorded.badSlice(), labels);
        const range = formatPromDuration(windowMs);
        const needed = exact((slo.coverageFloor * windowMs) / sliceMs);
        const total = seriesSelector(recorded.totalSlice(), labels);
        const expr = `avg_over_time(${bad}[${range}]) / ${exact(
          budget,
        )} and count_over_time(${total}[${range}]) >= ${needed}`;
        return { record, expr, labels };
      }
      const terms = slo.objectives.map(({ index, target, weight }) => {
        const by = slo.method === 'Occurrences' ? 1 - target : budget;
        const part = partOf(slo, recorded.badRatio(windowMs), index);
        return `${exact(weight / by)} * ${part}`;
      });
      return { record, expr: terms.join(' + on (slo, slo_service) '), labels };
    });
}
