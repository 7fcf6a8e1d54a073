const steps: Array<[unit: string, ms: number]> = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1000],
];

/** A length of time in its largest whole unit: `12 s`, `3 min`, `2 h`, `5 d`. */
export function formatAge(ageMs: number): string {
  for (const [unit, ms] of steps) {
    if (ageMs >= ms) return `${Math.floor(ageMs / ms)} ${unit}`;
  }
  return '0 s';
}
