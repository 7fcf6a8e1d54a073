/*
 * Figures of a composite from those of its parts, as OpenSLO v1 has them
 * (notes on composite SLOs). With Occurrences burn rates add up, each times its
 * weight, and so do shares of budget that were used. With RatioTimeslices what is
 * missing adds up: two parts of 95 % make 90 %. With Timeslices a slice is bad if
 * it was bad for any part.
 */
import { InputError } from '@backstage/errors';
import { badnessOf, SliceRule } from './tally';
import { sliceSeries, SliceSeries } from './SliceSeries';

/** A sum of which one part is not known is not known. */
function weightedSum(
  parts: readonly { value: number | null; weight: number }[],
): number | null {
  let sum = 0;
  for (const { value, weight } of parts) {
    if (value === null) return null;
    sum += value * weight;
  }
  return parts.length ? sum : null;
}

/** Burn rate, or share of budget used, of a composite that counts occurrences. */
export function compositeBurn(
  parts: readonly { burn: number | null; weight: number }[],
): number | null {
  return weightedSum(parts.map(p => ({ value: p.burn, weight: p.weight })));
}

/** SLI of a composite of ratio slices; may fall below 0 where weights are large. */
export function compositeRatio(
  parts: readonly { sli: number | null; weight: number }[],
): number | null {
  const missing = weightedSum(
    parts.map(({ sli, weight }) => ({
      value: sli === null ? null : 1 - sli,
      weight,
    })),
  );
  return missing === null ? null : 1 - missing;
}

/**
 * The slices of a composite that counts slices: 1 of 1 bad where any part was
 * bad. A slice that is known to be bad for one part is bad whatever the others
 * were; one that is not known for some part, and good for the rest, is not known.
 *
 * @throws InputError where the grids differ
 */
export function compositeSlices(
  parts: readonly { series: SliceSeries; timeSliceTarget: number }[],
): SliceSeries {
  if (!parts.length) throw new InputError('A composite needs parts');
  const [{ series: first }] = parts;
  for (const { series } of parts) {
    const isSame =
      series.startMs === first.startMs &&
      series.sliceMs === first.sliceMs &&
      series.total.length === first.total.length;
    if (!isSame) throw new InputError('The parts have different slices');
  }
  const bad = new Float64Array(first.total.length);
  const total = new Float64Array(first.total.length);
  for (let i = 0; i < total.length; i++) {
    let [isBad, isUnknown, isRated] = [false, false, false];
    for (const { series, timeSliceTarget } of parts) {
      const rule: SliceRule = { method: 'Timeslices', timeSliceTarget };
      const events = series.total[i];
      if (!(events >= 0)) isUnknown = true;
      else if (events > 0) {
        isRated = true;
        if (badnessOf(series.bad[i], events, rule) === 1) isBad = true;
      }
    }
    const isKnown = isBad || !isUnknown;
    total[i] = isKnown ? Number(isRated) : NaN;
    bad[i] = isKnown ? Number(isBad) : NaN;
  }
  return sliceSeries(first.startMs, first.sliceMs, bad, total);
}
