/**
 * Ticks without those that a later one comes too near to: every second day ends with
 * the 31st beside the first of the next month, which says more.
 */
export function spacedTicks(
  ticks: readonly Date[],
  pixelOf: (tick: Date) => number,
  leastPixels: number,
): Date[] {
  const kept: Date[] = [];
  for (const tick of [...ticks].reverse()) {
    const next = kept[kept.length - 1];
    if (!next || pixelOf(next) - pixelOf(tick) >= leastPixels) kept.push(tick);
  }
  return kept.reverse();
}
