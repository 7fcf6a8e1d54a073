import { walk } from '../promql/ast';
import { nameLabel } from '../promql/labels';
import { Rule, RuleGroup } from './ruleFile';

/** Names under which the series of a rule are found. */
export function seriesNames({ kind, name }: Rule): string[] {
  return kind === 'recording' ? [name] : ['ALERTS', 'ALERTS_FOR_STATE'];
}

/**
 * The labels that every series of a rule has, whatever its expression gives.
 * Templated labels of an alert are not known before it is evaluated.
 */
export function fixedLabels({
  kind,
  name,
  labels,
}: Rule): Record<string, string> {
  if (kind === 'recording') return labels;
  const plain = Object.entries(labels).filter(([, v]) => !v.includes('{{'));
  return { ...Object.fromEntries(plain), alertname: name };
}

/** Whether a selector may find series of the rule. */
export function maySelect(
  rule: Rule,
  matchers: readonly { name: string; matches(value: string): boolean }[],
): boolean {
  const fixed = fixedLabels(rule);
  return seriesNames(rule).some(seriesName =>
    matchers.every(({ name, matches }, i) => {
      const value = name === nameLabel ? seriesName : fixed[name];
      return value === undefined || matches.call(matchers[i], value);
    }),
  );
}

/**
 * Marks the rules that depend on themselves, directly or through others. (A
 * real Prometheus would read their earlier values; a pure function of the
 * instant has no beginning to start from.)
 */
export function markCycles(groups: readonly RuleGroup[]): void {
  const rules = groups.flatMap(g => g.rules).filter(r => r.expr && !r.problem);
  const byName = new Map<string, Rule[]>();
  for (const rule of rules) {
    for (const name of seriesNames(rule)) {
      byName.set(name, [...(byName.get(name) ?? []), rule]);
    }
  }
  const needs = (rule: Rule): Set<Rule> => {
    const found = new Set<Rule>();
    for (const part of walk(rule.expr!)) {
      if (part.kind !== 'selector') continue;
      const exact = part.matchers.find(
        m => m.name === nameLabel && m.op === '=',
      );
      const candidates = exact ? byName.get(exact.value) ?? [] : rules;
      for (const other of candidates) {
        if (maySelect(other, part.matchers)) found.add(other);
      }
    }
    return found;
  };

  const state = new Map<Rule, 'open' | 'done'>();
  const path: Rule[] = [];
  const visit = (rule: Rule) => {
    if (state.get(rule) === 'done') return;
    if (state.get(rule) === 'open') {
      const cycle = path.slice(path.indexOf(rule));
      const names = [...cycle, rule].map(r => r.name).join(' -> ');
      for (const member of cycle) {
        member.problem = `rule depends on itself: ${names}`;
      }
      return;
    }
    state.set(rule, 'open');
    path.push(rule);
    for (const other of needs(rule)) visit(other);
    path.pop();
    state.set(rule, 'done');
  };
  rules.forEach(visit);
}

/** Names of all series that a rule reads; undefined where they cannot be told. */
export function namesRead({ expr }: Rule): string[] | undefined {
  const names = new Set<string>();
  for (const part of expr ? walk(expr) : []) {
    if (part.kind !== 'selector') continue;
    const exact = part.matchers.find(m => m.name === nameLabel && m.op === '=');
    if (!exact) return undefined;
    names.add(exact.value);
  }
  return [...names].sort();
}
