/** `99.9`, `99.9%` or `99.9 %`. */
function percentOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  const match =
    typeof value === 'string' && /^\s*(\d+(?:\.\d+)?)\s*%?\s*$/.exec(value);
  return match ? Number(match[1]) : undefined;
}

/** A share of percent without what rounding adds: `0.999`, not `0.9990000000000001`. */
const shareOf = (percent: number) => Number((percent / 100).toPrecision(12));

/** What was most likely meant by a value that cannot be, to end a sentence with. */
export function valueHint(
  path: readonly PropertyKey[],
  value: unknown,
): string {
  const field = path.at(-1);
  const percent = percentOf(value);
  if (percent === undefined) return '';
  const isText = typeof value === 'string';
  // Nobody promises less than a tenth.
  const isPercent = percent >= 10 && percent < 100;
  if (field === 'target') {
    if (isPercent) return `; did you mean targetPercent: ${percent}?`;
    return isText && percent < 1
      ? `; did you mean ${percent} without quotes?`
      : '';
  }
  if (field === 'targetPercent' && isText && percent < 100) {
    return `; did you mean ${percent}?`;
  }
  if (field === 'timeSliceTarget' && percent > 1 && percent <= 100) {
    return `; did you mean ${shareOf(percent)}?`;
  }
  return '';
}
