const single: Record<string, string> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
};

/**
 * The text that a string literal of PromQL stands for: Go's escapes between
 * single or double quotes, none between backticks. Undefined where the literal
 * is not closed or holds an unknown escape.
 */
export function unquote(literal: string): string | undefined {
  const quote = literal[0];
  if (literal.length < 2 || literal[literal.length - 1] !== quote) {
    return undefined;
  }
  const body = literal.slice(1, -1);
  if (quote === '`') return body;
  let valid = true;
  const text = body.replace(
    /\\(?:([0-7]{3})|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.|\n)|$)/g,
    (_, octal, hex, short, long, other) => {
      if (octal) return String.fromCharCode(parseInt(octal, 8));
      if (hex) return String.fromCharCode(parseInt(hex, 16));
      const code = parseInt(short ?? long ?? '', 16);
      if (!Number.isNaN(code) && code <= 0x10ffff) {
        return String.fromCodePoint(code);
      }
      if (other === quote) return quote;
      if (single[other] === undefined) valid = false;
      return single[other] ?? '';
    },
  );
  return valid && !/[\n]/.test(body) ? text : undefined;
}
