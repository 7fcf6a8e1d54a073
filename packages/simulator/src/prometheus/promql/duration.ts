const unitMs: [string, number][] = [
  ['y', 365 * 24 * 3_600_000],
  ['w', 7 * 24 * 3_600_000],
  ['d', 24 * 3_600_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
  ['ms', 1],
];

const pattern =
  /^(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/;

/** `1h30m` as milliseconds; undefined where the text is no duration. */
export function parseDurationMs(text: string): number | undefined {
  const match = pattern.exec(text);
  if (text === '0') return 0;
  if (!match || text === '') return undefined;
  const durationMs = unitMs.reduce(
    (sum, [, ms], i) => sum + Number(match[i + 1] ?? 0) * ms,
    0,
  );
  return Number.isSafeInteger(durationMs) ? durationMs : undefined;
}

/** Milliseconds as Prometheus writes a duration: `1h30m`, `0s`. */
export function formatDuration(durationMs: number): string {
  if (durationMs === 0) return '0s';
  let rest = durationMs;
  let text = '';
  for (const [unit, ms] of unitMs) {
    // Years and weeks only where they say it all: 90d reads better than 12w6d.
    const whole = unit === 'y' || unit === 'w';
    if (whole && rest % ms !== 0) continue;
    const count = Math.floor(rest / ms);
    if (count > 0) text += `${count}${unit}`;
    rest -= count * ms;
  }
  return text;
}

/** A number literal of PromQL (`0x1f`, `1e3`, `1_000`, `Inf`, `5m`). */
export function parseNumber(text: string): number {
  const sign = text.startsWith('-') ? -1 : 1;
  const digits = text.replace(/^[-+]\s*/, '').toLowerCase();
  if (digits === 'inf') return sign * Infinity;
  if (digits === 'nan') return NaN;
  const durationMs = /[a-z]/.test(digits) ? parseDurationMs(digits) : undefined;
  if (durationMs !== undefined) return (sign * durationMs) / 1000;
  // Like Go, a leading zero of an integer means octal.
  const plain = digits.replace(/_/g, '');
  if (/^0[0-7]+$/.test(plain)) return sign * parseInt(plain, 8);
  return sign * Number(plain);
}
