import { Entity } from '@backstage/catalog-model';
import {
  MOST_SERVICES_AT_ONCE,
  UnreadCluster,
} from '@worldscale/backstage-plugin-scaling-common';
import { LaneGap, TimeSpan } from '@worldscale/backstage-plugin-worlds-react';
import { titleOf } from './serviceOf';

/** What is not known of one service, and the sentence for it and for others alike. */
export interface ServiceGap extends TimeSpan {
  entity: Entity;
  /** @param whom `Aurora Chat`, or `4 services` */
  say: (whom: string) => string;
}

/** Of so many each is named besides. */
const NAMED = 3;

/**
 * Gaps of services whose reasons are alike say it once, with how many they are.
 *
 * @param count of the services that the lane is about
 */
export function gapsOfServices(
  gaps: readonly ServiceGap[],
  count: number,
): LaneGap[] {
  const alike = new Map<string, ServiceGap[]>();
  for (const gap of gaps) {
    const key = gap.say('');
    alike.set(key, [...(alike.get(key) ?? []), gap]);
  }
  return [...alike.values()].flatMap(group => {
    const names = group.map(({ entity }) => titleOf(entity));
    return group.map(({ fromMs, toMs, say }) => ({
      ...{ fromMs, toMs },
      reason: say(whomText(names, count)),
    }));
  });
}

function whomText(names: readonly string[], count: number): string {
  if (names.length === 1) return names[0];
  if (names.length === count) return `all ${count} services`;
  const whom = `${names.length} services`;
  return names.length > NAMED ? whom : `${whom} (${names.join(', ')})`;
}

/** What is left out where a lane is about more services than it asks for. */
export function gapsOfUnasked(
  count: number,
  span: TimeSpan,
  what: string,
): LaneGap[] {
  if (count <= MOST_SERVICES_AT_ONCE) return [];
  return [
    {
      ...{ fromMs: span.fromMs, toMs: span.toMs },
      reason: `Only ${MOST_SERVICES_AT_ONCE} of ${count} services are asked for at once; ${what} of the others stand on the timeline of each.`,
    },
  ];
}

/** What goes on now where no cluster can be read. */
export function gapsOfClusters(
  clusters: readonly UnreadCluster[],
  span: TimeSpan,
): LaneGap[] {
  return clusters.flatMap(({ title, error, readAt }) => {
    const fromMs = readAt ? Date.parse(readAt) : span.fromMs;
    if (fromMs >= span.toMs) return [];
    return [
      {
        fromMs: Math.max(fromMs, span.fromMs),
        toMs: span.toMs,
        reason: `${title} cannot be read, so changes there are not known: ${error}`,
      },
    ];
  });
}

function missingText(refs: readonly string[]): string {
  const [one] = refs;
  if (refs.length === 1) return `${one} is not known to the ledger.`;
  const others = refs.length - NAMED;
  const names = refs.slice(0, NAMED).join(', ');
  return `${refs.length} services are not known to the ledger: ${names}${
    others > 0 ? ` and ${others} more` : ''
  }.`;
}

/** What an answer about several services leaves out. @param what `changes` */
export function gapsOfAnswer(
  answer: {
    /** Newest first. */
    found: ReadonlyArray<{ at: string }>;
    cut: boolean;
    missing: readonly string[];
  },
  { fromMs, toMs }: TimeSpan,
  what: string,
): LaneGap[] {
  const { found, cut, missing } = answer;
  const oldest = found[found.length - 1];
  const gaps =
    missing.length === 0
      ? []
      : [{ fromMs, toMs, reason: missingText(missing) }];
  if (!cut || !oldest) return gaps;
  const cutOff = {
    fromMs,
    toMs: Math.max(fromMs + 1, Date.parse(oldest.at)),
    reason: `Only the newest ${found.length} ${what} are shown; look closer at an earlier time for those before.`,
  };
  return [cutOff, ...gaps];
}
