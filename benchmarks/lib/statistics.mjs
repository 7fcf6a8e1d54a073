/** Value below which the given share (0..1) of the samples lies, interpolated. */
export function quantile(samples, share) {
  const sorted = [...samples].sort((a, b) => a - b);
  const position = (sorted.length - 1) * share;
  const below = Math.floor(position);
  const above = Math.ceil(position);
  return sorted[below] + (sorted[above] - sorted[below]) * (position - below);
}

export const median = samples => quantile(samples, 0.5);

export const pause = seconds =>
  new Promise(resolve => setTimeout(resolve, seconds * 1000));
