const suffixes: Record<string, number> = {
  '': 1,
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 1024,
  Mi: 1024 ** 2,
  Gi: 1024 ** 3,
  Ti: 1024 ** 4,
};

/** A text that should be a quantity is none. */
export class QuantityError extends Error {
  name = 'QuantityError';
}

/** A Kubernetes quantity such as `250m` or `1Gi` as a number; throws if it is none. */
export function parseQuantity(text: string | number): number {
  const match = /^(\d+(?:\.\d+)?)([numkMGT]|[KMGT]i)?$/.exec(String(text));
  if (!match) {
    throw new QuantityError(`'${text}' is not a quantity`);
  }
  return Number(match[1]) * suffixes[match[2] ?? ''];
}
