/** Samples of one series, in any order. */
export interface SampledSeries {
  labels: Readonly<Record<string, string>>;
  samples: ReadonlyArray<{ atMs: number; value: number | null }>;
}

/** Evenly spaced instants (Unix milliseconds), both ends included. */
export interface TimeGrid {
  startMs: number;
  endMs: number;
  stepMs: number;
}

export type Values = Array<number | null>;

export function timesOf({ startMs, endMs, stepMs }: TimeGrid): number[] {
  const count = Math.floor((endMs - startMs) / stepMs) + 1;
  return Array.from({ length: count }, (_, i) => startMs + i * stepMs);
}

/**
 * Values of several series of the same thing on a grid. Where none has a sample there
 * is null: a gap is unknown, not zero, and nothing is drawn across it. Several series
 * tell of one thing when an exporter was replaced, or runs twice; where two have a
 * value at once, the larger counts, so that a stale twin hides no growth. A sample
 * counts for the nearest instant of the grid, if it is within half a step.
 */
export function alignSeries(
  series: readonly SampledSeries[],
  grid: TimeGrid,
): Values {
  const values: Values = timesOf(grid).map(() => null);
  for (const { samples } of series) {
    for (const { atMs, value } of samples) {
      const index = Math.round((atMs - grid.startMs) / grid.stepMs);
      if (value === null || index < 0 || index >= values.length) continue;
      const held = values[index];
      values[index] = held === null ? value : Math.max(held, value);
    }
  }
  return values;
}

/** Adds values up instant by instant; where one is unknown, so is the sum. */
export function sumOf(parts: readonly Values[]): Values {
  const [first, ...others] = parts;
  return (first ?? []).map((value, i) =>
    others.reduce<number | null>((total, other) => {
      const next = other[i] ?? null;
      return total === null || next === null ? null : total + next;
    }, value),
  );
}
