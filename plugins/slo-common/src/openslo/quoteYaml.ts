/**
 * A text in double quotes. What JSON escapes, YAML reads the same way; only
 * the characters that YAML takes for line ends or refuses are escaped besides.
 */
export function quoteYaml(text: string): string {
  return JSON.stringify(text).replace(
    // eslint-disable-next-line no-control-regex
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    c => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
