/** One value for each factor. */
export type Choice<Factors> = {
  [Factor in keyof Factors]: Factors[Factor] extends readonly (infer Value)[]
    ? Value
    : never;
};

/**
 * Choices in which every pair of values of any two factors occurs. Greedy: each
 * choice is built around a pair that is missing still, taking for every further
 * factor the value that brings the most missing pairs. No randomness.
 */
export function pairwise<Factors extends Record<string, readonly unknown[]>>(
  factors: Factors,
): Choice<Factors>[] {
  const names = Object.keys(factors);
  const key = (a: number, i: number, b: number, j: number) =>
    a < b ? `${a}.${i}/${b}.${j}` : `${b}.${j}/${a}.${i}`;
  const missing = new Set<string>();
  names.forEach((left, a) =>
    names.slice(a + 1).forEach((right, offset) => {
      factors[left].forEach((_, i) =>
        factors[right].forEach((__, j) =>
          missing.add(key(a, i, a + 1 + offset, j)),
        ),
      );
    }),
  );
  const choices: Choice<Factors>[] = [];
  while (missing.size > 0) {
    const [[first, second]] = [...missing].map(pair =>
      pair.split('/').map(side => side.split('.').map(Number)),
    );
    const chosen = new Map([
      [first[0], first[1]],
      [second[0], second[1]],
    ]);
    names.forEach((name, a) => {
      if (chosen.has(a)) return;
      const gains = factors[name].map(
        (_, i) =>
          [...chosen].filter(([b, j]) => missing.has(key(a, i, b, j))).length,
      );
      chosen.set(a, gains.indexOf(Math.max(...gains)));
    });
    for (const [a, i] of chosen) {
      for (const [b, j] of chosen) missing.delete(key(a, i, b, j));
    }
    choices.push(
      Object.fromEntries(
        names.map((name, a) => [name, factors[name][chosen.get(a)!]]),
      ) as Choice<Factors>,
    );
  }
  return choices;
}
