import { ApiError } from '../ApiError';

/** Whether an object with these labels is selected. */
export type LabelPredicate = (
  labels: Readonly<Record<string, string>>,
) => boolean;

const keyPattern =
  /^([a-z0-9]([-a-z0-9.]*[a-z0-9])?\/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const valuePattern = /^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/;

/**
 * The grammar of k8s.io/apimachinery/pkg/labels: requirements joined by commas, of
 * the forms `k`, `!k`, `k=v`, `k==v`, `k!=v`, `k in (v,..)`, `k notin (v,..)`,
 * `k>n` and `k<n`. A missing key satisfies `!=` and `notin`.
 *
 * @throws ApiError 400 where the text is not a selector
 */
export function parseLabelSelector(text: string): LabelPredicate | undefined {
  const requirements = splitRequirements(text).map(parseRequirement);
  if (requirements.length === 0) return undefined;
  return labels => requirements.every(matches => matches(labels));
}

/** Splits at the commas that stand outside of brackets. */
function splitRequirements(text: string): string[] {
  if (text.trim() === '') return [];
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < text.length; i += 1) {
    const char = text[i];
    if (char === '(') depth += 1;
    if (char === ')') depth -= 1;
    if (depth < 0 || depth > 1) throw unparsable(text, 'unbalanced brackets');
    if (char === ',' && depth === 0) {
      parts.push(text.slice(start, i));
      start = i + 1;
    }
  }
  if (depth !== 0) throw unparsable(text, 'unbalanced brackets');
  parts.push(text.slice(start));
  return parts;
}

function parseRequirement(part: string): LabelPredicate {
  const text = part.trim();
  const set = /^([^\s!=<>()]+)\s+(in|notin)\s*\(([^()]*)\)$/.exec(text);
  if (set) {
    const key = checkedKey(set[1], part);
    const values = new Set(set[3].split(',').map(v => checkedValue(v, part)));
    return set[2] === 'in'
      ? labels => key in labels && values.has(labels[key])
      : labels => !(key in labels) || !values.has(labels[key]);
  }
  const comparison = /^([^\s!=<>()]+)\s*(==|!=|=|<|>)\s*([^\s!=<>()]*)$/.exec(
    text,
  );
  if (comparison) {
    const key = checkedKey(comparison[1], part);
    const value = checkedValue(comparison[3], part);
    switch (comparison[2]) {
      case '!=':
        return labels => labels[key] !== value;
      case '<':
      case '>':
        return numeric(key, comparison[2], value, part);
      default:
        return labels => labels[key] === value;
    }
  }
  const existence = /^(!?)\s*([^\s!=<>()]+)$/.exec(text);
  if (!existence) throw unparsable(part, 'expected a label and an operator');
  const key = checkedKey(existence[2], part);
  return existence[1] ? labels => !(key in labels) : labels => key in labels;
}

function numeric(
  key: string,
  operator: '<' | '>',
  value: string,
  part: string,
): LabelPredicate {
  if (!/^-?\d+$/.test(value)) {
    throw unparsable(part, `for '${operator}' the value must be an integer`);
  }
  const bound = Number(value);
  return labels => {
    if (!/^-?\d+$/.test(labels[key] ?? '')) return false;
    const number = Number(labels[key]);
    return operator === '<' ? number < bound : number > bound;
  };
}

function checkedKey(key: string, part: string) {
  if (!keyPattern.test(key)) {
    throw unparsable(part, `"${key}" is not a valid label key`);
  }
  return key;
}

function checkedValue(text: string, part: string) {
  const value = text.trim();
  if (!valuePattern.test(value)) {
    throw unparsable(part, `"${value}" is not a valid label value`);
  }
  return value;
}

function unparsable(part: string, why: string) {
  return ApiError.badRequest(
    `unable to parse requirement: found '${part.trim()}': ${why}`,
  );
}
