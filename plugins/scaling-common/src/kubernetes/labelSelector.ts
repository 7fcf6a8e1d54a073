import { InputError } from '@backstage/errors';

/**
 * Label selectors in the query syntax that the Kubernetes API takes
 * (`a=b`, `a==b`, `a!=b`, `a in (b,c)`, `a notin (b,c)`, `a`, `!a`, `a>1`, `a<1`; all
 * of several, joined by commas, must hold). Needed here because objects are
 * watched once per cluster and then matched with many services in memory.
 * Grammar: k8s.io/apimachinery/pkg/labels/selector.go.
 */
export type LabelPredicate = (
  labels: Readonly<Record<string, string>>,
) => boolean;

const KEY = '([A-Za-z0-9]([-A-Za-z0-9_./]*[A-Za-z0-9])?)';
const VALUE = '([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?';
const EXISTS = new RegExp(`^(!)?\\s*${KEY}$`);
const EQUALS = new RegExp(`^${KEY}\\s*(==|=|!=)\\s*(?<value>${VALUE})$`);
const COMPARES = new RegExp(`^${KEY}\\s*([<>])\\s*(?<value>-?\\d+)$`);
const SET = new RegExp(`^${KEY}\\s+(in|notin)\\s*\\((?<values>[^()]*)\\)$`);
const ONE_VALUE = new RegExp(`^${VALUE}$`);

/** Splits at commas outside of parentheses. */
function requirementsOf(selector: string): string[] {
  return selector
    .split(/,(?![^(]*\))/)
    .map(part => part.trim())
    .filter(part => part.length > 0);
}

function parseRequirement(text: string, selector: string): LabelPredicate {
  const equals = EQUALS.exec(text);
  if (equals) {
    const [, key, , operator] = equals;
    const value = equals.groups?.value ?? '';
    return operator === '!='
      ? labels => labels[key] !== value
      : labels => labels[key] === value;
  }
  const set = SET.exec(text);
  if (set) {
    const [, key, , operator] = set;
    const values = (set.groups?.values ?? '').split(',').map(v => v.trim());
    if (values.every(v => ONE_VALUE.test(v))) {
      return operator === 'in'
        ? labels => key in labels && values.includes(labels[key])
        : labels => !(key in labels) || !values.includes(labels[key]);
    }
  }
  const compares = COMPARES.exec(text);
  if (compares) {
    const [, key, , operator] = compares;
    const limit = Number(compares.groups?.value);
    return labels => {
      const value = /^-?\d+$/.test(labels[key] ?? '')
        ? Number(labels[key])
        : NaN;
      return operator === '>' ? value > limit : value < limit;
    };
  }
  const exists = EXISTS.exec(text);
  if (exists) {
    const [, not, key] = exists;
    return not ? labels => !(key in labels) : labels => key in labels;
  }
  throw new InputError(
    `"${text}" in the label selector "${selector}" is not a requirement that Kubernetes knows`,
  );
}

/** Throws an InputError that names the part which cannot be read. */
export function parseLabelSelector(selector: string): LabelPredicate {
  const requirements = requirementsOf(selector).map(text =>
    parseRequirement(text, selector),
  );
  if (requirements.length === 0) {
    throw new InputError('the label selector is empty');
  }
  return labels => requirements.every(holds => holds(labels));
}
