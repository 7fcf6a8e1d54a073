import { LaneItem } from '../lane';
import { stateOf } from './stops';

/** What lies in one place of a lane, by its kind. */
export interface Tally {
  /** How many without a state went up, and down. */
  up: number;
  down: number;
  /** Nobody saw why any of those went up or down. */
  isInferred: boolean;
  /** All others together, by their worst state; undefined: there are none. */
  other?: Pick<LaneItem, 'state' | 'isInferred'> & { count: number };
}

export function tallyOf(items: readonly LaneItem[]): Tally {
  const isWay = ({ state, shape }: LaneItem) =>
    !state && (shape === 'up' || shape === 'down');
  const ways = items.filter(isWay);
  const others = items.filter(item => !isWay(item));
  const up = ways.filter(({ shape }) => shape === 'up').length;
  return {
    up,
    down: ways.length - up,
    isInferred: ways.length > 0 && ways.every(item => item.isInferred),
    ...(others.length > 0 && {
      other: {
        count: others.length,
        state: stateOf(others),
        isInferred: others.every(item => item.isInferred),
      },
    }),
  };
}

/** `9 up, 3 down, 1 other`; where all are of no direction there is nothing to tell apart. */
export function tallyText({ up, down, other }: Tally): string {
  if (up + down === 0) return '';
  return [
    up > 0 ? `${up} up` : [],
    down > 0 ? `${down} down` : [],
    other ? `${other.count} other` : [],
  ]
    .flat()
    .join(', ');
}

/** The most that went each way in one place of a lane; 0 where none is several. */
export type MostEachWay = Pick<Tally, 'up' | 'down'>;

export function mostEachWay(
  places: readonly { items: readonly LaneItem[] }[],
): MostEachWay {
  return places
    .filter(({ items }) => items.length > 1)
    .reduce(
      (most, { items }) => {
        const { up, down } = tallyOf(items);
        return { up: Math.max(most.up, up), down: Math.max(most.down, down) };
      },
      { up: 0, down: 0 },
    );
}

export const mostOneWay = ({ up, down }: MostEachWay) => Math.max(up, down);
