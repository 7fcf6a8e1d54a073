/** A string literal of PromQL. */
export function quotePromQl(text: string): string {
  const escaped = text
    .replace(/\\/g, '\\\\')
    .replace(/"/g, '\\"')
    .replace(/\n/g, '\\n')
    .replace(/\r/g, '\\r');
  return `"${escaped}"`;
}

/** `{a="1",b="2"}`, sorted by label, so that the same labels are the same text. */
export function formatSelector(
  name: string,
  labels: Readonly<Record<string, string>>,
): string {
  const pairs = Object.entries(labels)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([label, value]) => `${label}=${quotePromQl(value)}`);
  return pairs.length ? `${name}{${pairs.join(',')}}` : name;
}

/**
 * A text that stands for itself in labels and annotations of alerts, which
 * Prometheus reads as Go templates: `{{ query "..." }}` in a name must not run.
 */
export function literalInTemplate(text: string): string {
  return text.replace(/\{\{/g, '{{"{{"}}');
}
