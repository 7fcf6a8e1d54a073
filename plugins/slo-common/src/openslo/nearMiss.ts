/**
 * The known word that a reader most likely meant; undefined where none is near.
 * Near is what two typing errors can explain, one in words of up to five letters,
 * three in words of ten and more; letter case does not count.
 */
export function nearMiss(
  word: string,
  known: readonly string[],
): string | undefined {
  // Nobody mistypes a word this long, and the distance costs its square.
  if (word.length > 64) return undefined;
  let best: string | undefined;
  let bestDistance = typingErrors(word.length) + 1;
  for (const candidate of known) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance && distance < candidate.length) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

function typingErrors(letters: number): number {
  if (letters <= 5) return 1;
  return letters < 10 ? 2 : 3;
}

/** Insertions, deletions, replacements and swaps of neighbours (Damerau 1964). */
function editDistance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 3) return 4;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + cost);
      const swapped =
        i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    before = last;
    last = row;
  }
  return last[b.length];
}

/** `, did you mean "target"?` or nothing, to end a sentence with. */
export function suggestion(word: string, known: readonly string[]): string {
  const near = nearMiss(word, known);
  return near === undefined ? '' : `; did you mean "${near}"?`;
}
