/*
 * Prometheus matches with RE2, JavaScript backtracks. The two agree on nearly
 * everything that people write in a matcher. What differs is translated here:
 * flags at the start, `(?P<name>...)`, `\A` and `\z`, POSIX classes, and
 * escaped punctuation that JavaScript's `u` mode refuses. What RE2 does not
 * have (look-around, back-references) is refused as RE2 refuses it.
 */

const posix: Record<string, string> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  ascii: '\\x00-\\x7F',
  blank: '\\t ',
  cntrl: '\\x00-\\x1F\\x7F',
  digit: '0-9',
  graph: '!-~',
  lower: 'a-z',
  print: ' -~',
  punct: '!-\\/:-@\\[-`{-~',
  space: '\\t\\n\\v\\f\\r ',
  upper: 'A-Z',
  word: '0-9A-Za-z_',
  xdigit: '0-9A-Fa-f',
};

function refuse(problem: string, part: string): never {
  throw new Error(`error parsing regexp: ${problem}: \`${part}\``);
}

function translateEscape(
  pattern: string,
  at: number,
  inClass = false,
): [string, number] {
  const next = pattern[at + 1];
  if (next === undefined) {
    return refuse('trailing backslash at end of expression', '\\');
  }
  if (next === 'A') return ['^', 2];
  if (next === 'z') return ['$', 2];
  if (next === 'a') return ['\\x07', 2];
  if (next === 'Q') {
    const end = pattern.indexOf('\\E', at + 2);
    const literal = pattern.slice(at + 2, end < 0 ? undefined : end);
    const length = end < 0 ? pattern.length - at : end + 2 - at;
    return [literal.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), length];
  }
  if (next === 'x') {
    const braced = /^\\x\{([0-9a-fA-F]{1,6})\}/.exec(pattern.slice(at));
    return braced ? [`\\u{${braced[1]}}`, braced[0].length] : ['\\x', 2];
  }
  if (/[pP]/.test(next)) {
    const property = /^\\[pP](?:\{\^?([A-Za-z_]+)\}|([A-Z]))/.exec(
      pattern.slice(at),
    );
    if (!property) return refuse('invalid character class range', `\\${next}`);
    const name = property[1] ?? property[2];
    const script = name.length > 2 ? `Script=${name}` : name;
    return [`\\${next}{${script}}`, property[0].length];
  }
  if (/[1-9]/.test(next) || /[CGkKRXZ]/.test(next)) {
    return refuse('invalid escape sequence', `\\${next}`);
  }
  if (/[dDsSwWbBfnrtv0]/.test(next)) return [`\\${next}`, 2];
  if (/[A-Za-z]/.test(next)) {
    return refuse('invalid escape sequence', `\\${next}`);
  }
  // Escaped punctuation stands for itself.
  const special = inClass ? /[\\^$.*+?()[\]{}|/-]/ : /[\\^$.*+?()[\]{}|/]/;
  return [special.test(next) ? `\\${next}` : next, 2];
}

function translateClass(pattern: string, at: number): [string, number] {
  let i = at + 1;
  let out = '[';
  if (pattern[i] === '^') {
    out += '^';
    i += 1;
  }
  let first = true;
  for (;;) {
    const c = pattern[i];
    if (c === undefined) return refuse('missing closing ]', pattern.slice(at));
    if (c === ']' && !first) return [`${out}]`, i + 1 - at];
    first = false;
    const named = /^\[:(\^?)([a-z]+):\]/.exec(pattern.slice(i));
    if (named) {
      const set = posix[named[2]];
      if (!set || named[1]) {
        return refuse('invalid character class range', named[0]);
      }
      out += set;
      i += named[0].length;
    } else if (c === '\\') {
      const [text, length] = translateEscape(pattern, i, true);
      out += text;
      i += length;
    } else {
      out += c === '[' || c === ']' ? `\\${c}` : c;
      i += 1;
    }
  }
}

function translate(pattern: string): string {
  let out = '';
  let i = 0;
  while (i < pattern.length) {
    const c = pattern[i];
    if (c === '\\') {
      const [text, length] = translateEscape(pattern, i);
      out += text;
      i += length;
    } else if (c === '[') {
      const [text, length] = translateClass(pattern, i);
      out += text;
      i += length;
    } else if (pattern.startsWith('(?P<', i)) {
      out += '(?<';
      i += 4;
    } else if (/^\(\?(?:[=!]|<[=!])/.test(pattern.slice(i, i + 4))) {
      refuse(
        'invalid or unsupported Perl syntax',
        pattern.slice(i, i + (pattern[i + 2] === '<' ? 4 : 3)),
      );
    } else if (c === '{' && !/^\{\d+(,\d*)?\}/.test(pattern.slice(i))) {
      out += '\\{';
      i += 1;
    } else if (c === '{') {
      const end = pattern.indexOf('}', i) + 1;
      out += pattern.slice(i, end);
      i = end;
    } else {
      out += c === '}' || c === ']' ? `\\${c}` : c;
      i += 1;
    }
  }
  return out;
}

/**
 * A regular expression of RE2 as one of JavaScript.
 *
 * @param extent - `whole`: must match all of the text, as label matchers do.
 * @throws Error with RE2's wording where the pattern is not valid.
 */
export function re2ToRegExp(pattern: string, extent: 'whole' | 'part'): RegExp {
  let flags = 'su';
  const leading = /^\(\?([imsU]+)\)/.exec(pattern);
  const body = leading ? pattern.slice(leading[0].length) : pattern;
  for (const flag of leading?.[1] ?? '') {
    if (flag === 'U') refuse('invalid or unsupported Perl syntax', '(?U');
    if (!flags.includes(flag)) flags += flag;
  }
  const source = translate(body);
  try {
    return new RegExp(extent === 'whole' ? `^(?:${source})$` : source, flags);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const short = reason.replace(
      /^Invalid regular expression: \/.*\/[a-z]*: /s,
      '',
    );
    return refuse(short.toLowerCase(), pattern);
  }
}
