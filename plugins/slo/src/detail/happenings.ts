import { ChartMark, LaneView } from '@worldscale/backstage-plugin-worlds-react';

/** Deployments and incidents by lane and id. */
export type Happenings = Readonly<Record<string, ChartMark>>;

/**
 * What a lane of any domain tells of deployments and incidents, beside what is known
 * already: who looks closer at a stretch of the timeline does not forget the rest.
 */
export function withLane(known: Happenings, lane: LaneView): Happenings {
  const { marks = [], periods = [] } = lane.answer ?? {};
  const items = [
    ...marks.map(mark => ({ ...mark, instantMs: mark.atMs })),
    ...periods.map(period => ({ ...period, instantMs: period.fromMs })),
  ].filter(({ topic }) => topic !== undefined);
  const added = items
    .map(({ id, topic, title, where, sentence, instantMs }) => ({
      id: `${lane.id}|${id}`,
      atMs: instantMs,
      label: [
        topic === 'incident' ? 'Incident' : 'Deployment',
        [title, where].filter(Boolean).join(', '),
        sentence,
      ].join(': '),
      look: topic === 'incident' ? ('down' as const) : ('other' as const),
    }))
    .filter(({ id, label }) => known[id]?.label !== label);
  if (!added.length) return known;
  return { ...known, ...Object.fromEntries(added.map(m => [m.id, m])) };
}
