import { stateWords } from '../../state/stateLook';
import { LaneItem } from '../lane';
import { isPeriod, Stop, TimelineItem } from '../layout/stops';
import { tallyOf, tallyText } from '../layout/tally';
import { momentText, periodText, spanText } from '../momentText';

export function whenText(item: TimelineItem): string {
  return isPeriod(item)
    ? periodText(item.fromMs, item.toMs)
    : momentText(item.atMs);
}

/** Said of what took place without anybody watching. */
export const INFERRED_TEXT = 'reason not observed';

/** Where, by whom, and how well it is known; in this order. */
export function circumstances(item: LaneItem): string[] {
  return [
    item.where ?? [],
    item.actor ? `by ${item.actor}` : [],
    item.isInferred ? INFERRED_TEXT : [],
  ].flat();
}

/** Everything about an item, for people who do not see it. */
export function itemText(item: TimelineItem): string {
  return [
    `${whenText(item)}: ${item.title}`,
    item.state ? stateWords[item.state] : [],
    circumstances(item).join(', ') || [],
    item.sentence,
  ]
    .flat()
    .join('. ');
}

/** As a stop has room for: `12`, `3k`. */
export function countText(count: number): string {
  return count < 1000 ? String(count) : `${Math.floor(count / 1000)}k`;
}

/** `12 entries: 9 up, 3 down`. */
export function severalText(items: readonly TimelineItem[]): string {
  const kinds = tallyText(tallyOf(items));
  return [`${items.length} entries`, kinds || []].flat().join(': ');
}

export function stopText(stop: Stop): string {
  const count = stop.items.length;
  if (count === 1) return itemText(stop.items[0]);
  const text = [severalText(stop.items), spanText(stop)].join(', ');
  // A name holds what is to be seen (WCAG 2.1, 2.5.3).
  return count < 1000 ? text : `${countText(count)}: ${text}`;
}
