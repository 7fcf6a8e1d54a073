import { ApiError } from '../ApiError';
import { valueAt } from '../fields';

export type FieldPredicate = (object: unknown) => boolean;

/**
 * The grammar of k8s.io/apimachinery/pkg/fields: `field=value`, `field==value` and
 * `field!=value` joined by commas; a backslash escapes `,`, `=` and itself. A field
 * that an object lacks counts as the empty text.
 *
 * @param supported - fields that this type can be selected by
 * @throws ApiError 400 for bad grammar and for a field that is not supported
 */
export function parseFieldSelector(
  text: string,
  supported: ReadonlySet<string>,
): FieldPredicate | undefined {
  const terms = splitUnescaped(text, ',')
    .filter(term => term !== '')
    .map(term => parseTerm(term, text));
  if (terms.length === 0) return undefined;
  for (const { field } of terms) {
    if (!supported.has(field)) {
      throw ApiError.badRequest(
        supported.size > 2
          ? `field label not supported: ${field}`
          : `"${field}" is not a known field selector: only ${[...supported]
              .map(each => `"${each}"`)
              .join(', ')}`,
      );
    }
  }
  return object =>
    terms.every(({ path, value, negated }) => {
      const found = valueAt(object, ...path);
      const same =
        (found === undefined || found === null ? '' : String(found)) === value;
      return same !== negated;
    });
}

function parseTerm(term: string, whole: string) {
  const match = /^([^=!\\]+)(!=|==|=)([\s\S]*)$/.exec(term);
  if (!match) {
    throw ApiError.badRequest(
      `invalid selector: '${whole}'; can't understand '${term}'`,
    );
  }
  const [, field, operator, raw] = match;
  return {
    field,
    path: field.split('.'),
    value: unescaped(raw, whole),
    negated: operator === '!=',
  };
}

function splitUnescaped(text: string, separator: string) {
  const parts: string[] = [];
  let current = '';
  for (let i = 0; i < text.length; i += 1) {
    if (text[i] === '\\') {
      current += text.slice(i, i + 2);
      i += 1;
    } else if (text[i] === separator) {
      parts.push(current);
      current = '';
    } else {
      current += text[i];
    }
  }
  parts.push(current);
  return parts;
}

function unescaped(raw: string, whole: string) {
  if (
    /(^|[^\\])(\\\\)*=/.test(raw) ||
    /\\(?![\\,=])/.test(raw.replace(/\\\\/g, ''))
  ) {
    throw ApiError.badRequest(
      `invalid selector: '${whole}'; invalid field selector value '${raw}'`,
    );
  }
  return raw.replace(/\\([\\,=])/g, '$1');
}
