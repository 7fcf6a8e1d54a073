import { ScalingChange } from '@worldscale/backstage-plugin-scaling-common';
import { ChartMark } from '@worldscale/backstage-plugin-worlds-react';
import { changeTitle, directionOf } from '../ledger/changeWords';

/** Changes of size as marks below the chart. */
export function changeMarks(changes: readonly ScalingChange[]): ChartMark[] {
  return changes.map(change => ({
    id: change.id,
    atMs: Date.parse(change.at),
    label: changeTitle(change),
    look: directionOf(change),
    isVague: !change.reasonObserved,
  }));
}

/** What the shapes of the marks stand for. */
export const markLegend = [
  { title: 'scaled up', look: 'up' },
  { title: 'scaled down', look: 'down' },
  { title: 'several changes', look: 'other' },
  { title: 'reason not observed', look: 'up', isVague: true },
] as const;
