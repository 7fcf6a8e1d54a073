/* eslint-disable no-control-regex */
const colours = /\u001b\[[0-9;]*m/g;
/** `2026-11-22T12:30:38.147Z scaling warn Cannot list ...` */
const record = /^\S+Z \S+ (\w+) (.*)$/;

/** The same thing is news again after this time. */
const NEWS_AGAIN_MS = 5 * 60_000;
/** A person cannot follow more at once; a fault of everything has more to say. */
const LINES_PER_MINUTE = 30;
const MINUTE_MS = 60_000;
/** Characters: five lines of a usual terminal. */
const LONGEST_LINE = 400;

/** For a terminal that is none: a file, a pipe, a log of a build. */
export function withoutColours(line) {
  return line.replace(colours, '');
}

/** A line of which all that helps is kept: some carry a whole answer or a stack trace. */
export function shortened(line) {
  const plain = withoutColours(line);
  return plain.length > LONGEST_LINE
    ? `${plain.slice(0, LONGEST_LINE)} ...`
    : line;
}

/**
 * What a message says, without what differs from one entity, place and instant to the
 * next: a broken forge fails for each of a thousand services in the same way.
 */
function essenceOf(text) {
  return text
    .replace(/\b[\w+.-]+:\/\/[^\s'"`,;)]+/g, '<url>')
    .replace(/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi, '<id>')
    .replace(/\b[a-z]+:[\w.-]+\/[\w.-]+/gi, '<entity>')
    .replace(/(["'`])(?:(?!\1).){1,200}\1/g, '<name>')
    .replace(/(^|[\s(=])\.{0,2}\/[^\s,;)]+/g, '$1<path>')
    .replace(/\b(?=[0-9a-f]*\d)[0-9a-f]{7,}\b/gi, '<id>')
    .replace(/\d+/g, '#')
    .slice(0, 100);
}

/**
 * Tells which log lines a person should see who did not ask for all: warnings and
 * errors, each once in five minutes as long as it only repeats itself. The lines of a
 * stack trace that follow one are none.
 */
export function newsFilter({ now = () => performance.now() } = {}) {
  const shownAt = new Map();
  let minuteFrom = -Infinity;
  let shownInMinute = 0;
  return line => {
    const [, level, text] = record.exec(withoutColours(line)) ?? [];
    if (level !== 'warn' && level !== 'error') return false;
    const nowMs = now();
    const essence = essenceOf(text);
    if (nowMs - (shownAt.get(essence) ?? -Infinity) < NEWS_AGAIN_MS) {
      return false;
    }
    if (nowMs - minuteFrom >= MINUTE_MS) {
      minuteFrom = nowMs;
      shownInMinute = 0;
    }
    if (shownInMinute >= LINES_PER_MINUTE) return false;
    shownInMinute += 1;
    // The oldest is the first; there is one per kind of message.
    shownAt.delete(essence);
    shownAt.set(essence, nowMs);
    if (shownAt.size > 500) shownAt.delete(shownAt.keys().next().value);
    return true;
  };
}
