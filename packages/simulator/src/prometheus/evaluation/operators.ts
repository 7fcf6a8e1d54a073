import { Binary } from '../promql/ast';

const arithmetic: Record<string, (a: number, b: number) => number> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  // Go's math.Mod and JavaScript's remainder agree: the sign is the dividend's.
  '%': (a, b) => a % b,
  '^': (a, b) => a ** b,
};

const comparison: Record<string, (a: number, b: number) => boolean> = {
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '>': (a, b) => a > b,
  '<': (a, b) => a < b,
  '>=': (a, b) => a >= b,
  '<=': (a, b) => a <= b,
};

/** Whether the operator compares. */
export const isComparison = (op: string) => op in comparison;

/**
 * One pair of values; undefined where a comparison filters it out. Which value
 * a comparison hands on when it holds is the caller's business: it is `kept`.
 */
export function operate(
  { op, returnBool }: Pick<Binary, 'op' | 'returnBool'>,
  left: number,
  right: number,
  kept: number,
): number | undefined {
  if (!isComparison(op)) return arithmetic[op](left, right);
  const holds = comparison[op](left, right);
  if (returnBool) return holds ? 1 : 0;
  return holds ? kept : undefined;
}
