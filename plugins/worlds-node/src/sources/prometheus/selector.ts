/** A matcher: equal, or one of several. */
export type LabelMatch = string | readonly string[];

const quote = (text: string) => JSON.stringify(text);
/** Escapes what RE2 takes for an operator. */
const literal = (text: string) => text.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&');

/**
 * A PromQL selector of series by their exact labels; several values are alternatives.
 * `{__name__=~"a|b",namespace="aurora"}`
 */
export function selector(labels: Readonly<Record<string, LabelMatch>>): string {
  const matchers = Object.entries(labels).map(([name, value]) =>
    typeof value === 'string'
      ? `${name}=${quote(value)}`
      : `${name}=~${quote(value.map(literal).join('|'))}`,
  );
  return `{${matchers.join(',')}}`;
}
