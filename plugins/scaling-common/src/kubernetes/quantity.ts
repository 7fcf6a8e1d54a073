/**
 * Quantities as the Kubernetes API writes them: a signed decimal number with a
 * binary suffix (Ki ... Ei), a decimal suffix (n, u, m, k ... E) or an exponent.
 * Grammar: k8s.io/apimachinery/pkg/api/resource/quantity.go.
 */
const QUANTITY =
  /^([+-]?(?:\d+\.?\d*|\.\d+))(Ki|Mi|Gi|Ti|Pi|Ei|[numkMGTPE]|[eE][+-]?\d+)?$/;

const SUFFIXES: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/**
 * Value of a quantity as a number, or undefined where the text is none.
 * JSON numbers are accepted too: old clients and CRDs write them.
 */
export function parseQuantity(value: unknown): number | undefined {
  if (typeof value === 'number') {
    return Number.isFinite(value) ? value : undefined;
  }
  if (typeof value !== 'string') return undefined;
  const match = QUANTITY.exec(value.trim());
  if (!match) return undefined;
  const [, digits, suffix] = match;
  if (!suffix) return Number(digits);
  const factor = SUFFIXES[suffix];
  if (factor !== undefined) {
    // Division keeps 250m exactly 0.25; multiplication by 0.001 would not.
    return factor < 1
      ? Number(digits) / Math.round(1 / factor)
      : Number(digits) * factor;
  }
  const parsed = Number(`${digits}${suffix}`);
  return Number.isFinite(parsed) ? parsed : undefined;
}

/** An amount that can be: not negative, and no more than `most`; else null. */
export function readAmount(value: unknown, most: number): number | null {
  const parsed = parseQuantity(value);
  return parsed !== undefined && parsed >= 0 && parsed <= most ? parsed : null;
}
