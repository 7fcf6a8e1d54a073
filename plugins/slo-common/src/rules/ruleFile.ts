import { quoteYaml } from '../openslo/quoteYaml';

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

function mapping(
  name: string,
  fields: Readonly<Record<string, string>>,
  indent: string,
): string {
  const keys = Object.keys(fields).sort();
  if (!keys.length) return '';
  const lines = keys.map(
    key => `${indent}  ${key}: ${quoteYaml(fields[key])}\n`,
  );
  return `${indent}${name}:\n${lines.join('')}`;
}

function ruleText(rule: PromRule): string {
  const head =
    'record' in rule
      ? `record: ${quoteYaml(rule.record)}`
      : `alert: ${quoteYaml(rule.alert)}`;
  let text = `      - ${head}\n        expr: ${quoteYaml(rule.expr)}\n`;
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
      `  - name: ${quoteYaml(name)}\n    interval: ${
        intervalMs / 1000
      }s\n    rules:\n${rules.map(ruleText).join('')}`,
  );
  return `groups:\n${parts.join('')}`;
}
