/* eslint-disable no-control-regex */
const colours = /\u001b\[[0-9;]*m/g;
/** `2026-11-22T12:30:38.147Z scaling warn Cannot list ...` */
const record = /^\S+Z \S+ (\w+) (.*)$/;

/**
 * Tells which log lines a person should see who did not ask for all: warnings and
 * errors, each once as long as it only repeats itself.
 */
export function newsFilter() {
  const seen = new Set();
  return line => {
    const [, level, text] = record.exec(line.replace(colours, '')) ?? [];
    if (level !== 'warn' && level !== 'error') return false;
    // Numbers and instants differ from one repetition to the next.
    const essence = text.slice(0, 160).replace(/\d+/g, '#');
    if (seen.has(essence)) return false;
    seen.add(essence);
    if (seen.size > 500) seen.clear();
    return true;
  };
}
