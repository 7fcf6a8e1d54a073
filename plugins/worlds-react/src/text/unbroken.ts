/** Units that stand behind a number with a space between. */
const behindNumber =
  /(\d) (?=(?:%|s|min|h|d|seconds?|minutes?|hours?|days?)(?!\w))/g;

/** A sentence whose figures keep their units when it is broken into lines. */
export function unbroken(sentence: string): string {
  return sentence.replace(behindNumber, '$1\u00a0');
}
