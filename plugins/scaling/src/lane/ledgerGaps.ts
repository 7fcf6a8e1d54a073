import { UnreadCluster } from '@worldscale/backstage-plugin-scaling-common';
import { LaneGap, TimeSpan } from '@worldscale/backstage-plugin-worlds-react';

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
  const gaps = missing.map(ref => ({
    ...{ fromMs, toMs },
    reason: `${ref} is not known to the ledger.`,
  }));
  if (!cut || !oldest) return gaps;
  const cutOff = {
    fromMs,
    toMs: Math.max(fromMs + 1, Date.parse(oldest.at)),
    reason: `Only the newest ${found.length} ${what} are shown; look closer at an earlier time for those before.`,
  };
  return [cutOff, ...gaps];
}
