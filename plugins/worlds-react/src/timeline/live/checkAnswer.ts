import { LaneAnswer } from '../lane';

/** Addresses that a page may lead to: its own, and those of the web and of mail. */
const harmless = /^(?:[/?#]|https?:|mailto:)/i;

/**
 * The answer, if it can be drawn. A lane's code is another plugin's: what is wrong with it
 * is said in the lane rather than drawn nowhere.
 *
 * @throws Error that names the entry and what is wrong with it
 */
export function checkAnswer(answer: LaneAnswer): LaneAnswer {
  const { marks = [], periods = [], charts = [], gaps = [] } = answer;
  for (const { id, atMs } of marks) {
    if (!Number.isFinite(atMs)) {
      throw new Error(`the mark '${id}' has no instant (${atMs})`);
    }
  }
  for (const { id, fromMs, toMs } of periods) {
    if (!Number.isFinite(fromMs) || !((toMs ?? Infinity) >= fromMs)) {
      throw new Error(`the period '${id}' is from ${fromMs} to ${toMs}`);
    }
  }
  for (const { fromMs, toMs, reason } of gaps) {
    if (!(fromMs <= toMs)) {
      throw new Error(`a gap (${reason}) is from ${fromMs} to ${toMs}`);
    }
  }
  for (const { id, times, lines } of charts) {
    const uneven = lines.find(({ values }) => values.length !== times.length);
    if (uneven) {
      throw new Error(
        `the line '${uneven.id}' of '${id}' has ${uneven.values.length} values for ${times.length} instants`,
      );
    }
  }
  for (const { id, href } of [...marks, ...periods]) {
    if (href !== undefined && !harmless.test(href)) {
      throw new Error(`the address of '${id}' is no path and no web address`);
    }
  }
  const ids = [...marks, ...periods].map(({ id }) => id);
  const seen = new Set<string>();
  const twice = ids.find(id => seen.size === seen.add(id).size);
  if (twice !== undefined) throw new Error(`it has two entries '${twice}'`);
  return answer;
}
