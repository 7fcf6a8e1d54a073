import { State, worstState } from '@worldscale/backstage-plugin-worlds-common';
import { LaneItem, LaneMark, LanePeriod, TimeSpan } from '../lane';
import { StageScale } from './scale';

/*
 * A lane becomes stops: what the eye meets and what the arrow keys go to. Periods that
 * are wide enough are bars, in as many tracks as they overlap. Everything narrower is a
 * point, as marks are; points that would touch each other are one stop with a count, so
 * that a thousand marks in one pixel cost no more than one, and every stop is large
 * enough for a finger (24 px, WCAG 2.2, 2.5.8).
 */

export type TimelineItem = LaneMark | LanePeriod;

export interface PointStop {
  kind: 'point';
  id: string;
  /** One, or several that would touch each other; by time. */
  items: readonly TimelineItem[];
  fromMs: number;
  toMs: number;
  /** Where its middle is. */
  x: number;
}

export interface BarStop {
  kind: 'bar';
  id: string;
  items: readonly [LanePeriod];
  fromMs: number;
  toMs: number;
  x: number;
  width: number;
  /** From the top, 0 first. */
  track: number;
  /** It began before the span, or goes on after it. */
  isCutLeft: boolean;
  isCutRight: boolean;
}

export type Stop = PointStop | BarStop;

/** Points nearer to each other than this are one; also the size of a stop. */
export const POINT_PX = 26;

/** A bar narrower than this is a point. */
const NARROWEST_BAR_PX = POINT_PX;

/** More at the same time are no longer told apart; they become points. */
export const TRACKS_MAX = 4;

export const isPeriod = (item: TimelineItem): item is LanePeriod =>
  'fromMs' in item;

export const startOf = (item: TimelineItem): number =>
  isPeriod(item) ? item.fromMs : item.atMs;

/** State of several: the worst of those that have one; none: undefined. */
export function stateOf(items: readonly LaneItem[]): State | undefined {
  const states = items.flatMap(({ state }) => (state ? [state] : []));
  return states.length > 0 ? worstState(states) : undefined;
}

/** Stops of a lane by time. `nowMs` ends what goes on. */
export function layoutStops(
  items: { marks: readonly LaneMark[]; periods: readonly LanePeriod[] },
  scale: StageScale,
  nowMs: number,
): { stops: Stop[]; tracks: number } {
  const { bars, narrow } = layoutBars(items.periods, scale, nowMs);
  const within = items.marks.filter(
    ({ atMs }) => atMs >= scale.fromMs && atMs <= scale.toMs,
  );
  const points = layoutPoints([...within, ...narrow], scale);
  return {
    stops: [...bars, ...points].sort(
      (a, b) => a.fromMs - b.fromMs || a.toMs - b.toMs,
    ),
    tracks: bars.reduce((most, { track }) => Math.max(most, track + 1), 0),
  };
}

function layoutBars(
  periods: readonly LanePeriod[],
  scale: StageScale,
  nowMs: number,
): { bars: BarStop[]; narrow: LanePeriod[] } {
  const bars: BarStop[] = [];
  const narrow: LanePeriod[] = [];
  const ends: number[] = [];
  const byStart = [...periods].sort((a, b) => a.fromMs - b.fromMs);
  for (const period of byStart) {
    const endMs = period.toMs ?? Math.max(nowMs, period.fromMs);
    if (endMs < scale.fromMs || period.fromMs > scale.toMs) continue;
    const fromMs = Math.max(period.fromMs, scale.fromMs);
    const toMs = Math.min(endMs, scale.toMs);
    const x = scale.x(fromMs);
    const width = scale.x(toMs) - x;
    const free = ends.findIndex(end => end <= x);
    const track = free < 0 ? ends.length : free;
    if (width < NARROWEST_BAR_PX || track >= TRACKS_MAX) {
      narrow.push(period);
      continue;
    }
    ends[track] = x + width + 2;
    bars.push({
      ...{ kind: 'bar', id: period.id, items: [period], fromMs, toMs },
      ...{ x, width, track },
      isCutLeft: period.fromMs < scale.fromMs,
      isCutRight: period.toMs === null || endMs > scale.toMs,
    });
  }
  return { bars, narrow };
}

function layoutPoints(
  items: readonly TimelineItem[],
  scale: StageScale,
): PointStop[] {
  const placed = items
    .map(item => ({ item, x: scale.x(Math.max(startOf(item), scale.fromMs)) }))
    .sort((a, b) => a.x - b.x);
  let groups: (typeof placed)[] = [];
  for (const each of placed) {
    const last = groups[groups.length - 1];
    if (last && each.x - last[0].x < POINT_PX) last.push(each);
    else groups.push([each]);
  }
  // Where the middles of two groups still touch, they are one.
  for (let count = -1; count !== groups.length; ) {
    count = groups.length;
    const merged: (typeof placed)[] = [];
    for (const group of groups) {
      const last = merged[merged.length - 1];
      if (last && middleOf(group) - middleOf(last) < POINT_PX) {
        last.push(...group);
      } else merged.push(group);
    }
    groups = merged;
  }
  return groups.map(group => {
    const span = spanOfItems(group.map(({ item }) => item));
    return {
      ...{ kind: 'point', id: group[0].item.id, ...span },
      items: group.map(({ item }) => item),
      x: middleOf(group),
    };
  });
}

function middleOf(group: readonly { x: number }[]): number {
  return (group[0].x + group[group.length - 1].x) / 2;
}

/** From the first to the last start. */
function spanOfItems(items: readonly TimelineItem[]): TimeSpan {
  const starts = items.map(startOf);
  return {
    fromMs: starts.reduce((a, b) => Math.min(a, b)),
    toMs: starts.reduce((a, b) => Math.max(a, b)),
  };
}
