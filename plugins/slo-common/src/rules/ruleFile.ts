/** A file of rules as Prometheus reads it. */
export interface RuleGroup {
  name: string;
  intervalMs: number;
  rules: PromRule[];
}

export type PromRule =
  | { record: string; expr: string; labels: Readonly<Record<string, string>> }
  | {
      alert: string;
      expr: string;
      forMs?: number;
      labels: Readonly<Record<string, string>>;
      annotations: Readonly<Record<string, string>>;
    };

/**
 * A text in double quotes. What JSON escapes, YAML reads the same way; only
 * the characters that YAML takes for line ends or refuses are escaped besides.
 */
function quoted(text: string): string {
  return JSON.stringify(text).replace(
    // eslint-disable-next-line no-control-regex
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    c => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function mapping(
  name: string,
  fields: Readonly<Record<string, string>>,
  indent: string,
): string {
  const keys = Object.keys(fields).sort();
  if (!keys.length) return '';
  const lines = keys.map(key => `${indent}  ${key}: ${quoted(fields[key])}\n`);
  return `${indent}${name}:\n${lines.join('')}`;
}

function ruleText(rule: PromRule): string {
  const head =
    'record' in rule
      ? `record: ${quoted(rule.record)}`
      : `alert: ${quoted(rule.alert)}`;
  let text = `      - ${head}\n        expr: ${quoted(rule.expr)}\n`;
  if ('alert' in rule && rule.forMs) {
    text += `        for: ${rule.forMs / 1000}s\n`;
  }
  text += mapping('labels', rule.labels, '        ');
  if ('alert' in rule)
    text += mapping('annotations', rule.annotations, '        ');
  return text;
}

/** The same groups are always the same text: labels in order, nothing of the day. */
export function formatRuleFile(groups: readonly RuleGroup[]): string {
  if (!groups.length) return 'groups: []\n';
  const parts = groups.map(
    ({ name, intervalMs, rules }) =>
      `  - name: ${quoted(name)}\n    interval: ${
        intervalMs / 1000
      }s\n    rules:\n${rules.map(ruleText).join('')}`,
  );
  return `groups:\n${parts.join('')}`;
}
