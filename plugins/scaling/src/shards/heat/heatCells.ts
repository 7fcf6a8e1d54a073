import {
  SHARD_ID_LENGTH,
  ShardHeat,
} from '@worldscale/backstage-plugin-scaling-common';
import { statesBySeverity } from '@worldscale/backstage-plugin-worlds-common';
import { PlacedHeatCell } from '@worldscale/backstage-plugin-worlds-react';
import { percentText } from '../shardWording';
import { bandOf } from '../utilizationBands';

/** Regions in the order of their names, whichever has the fullest shard. */
export function heatRows({ regions }: ShardHeat) {
  return regions
    .map(({ value, title }, index) => ({ id: value, title, index }))
    .sort((a, b) => a.title.localeCompare(b.title, 'en-US'));
}

/** One cell for each shard: regions are rows, bands of utilisation columns. */
export function heatCells(data: ShardHeat): PlacedHeatCell[] {
  const places: number[] = [];
  heatRows(data).forEach(({ index }, place) => {
    places[index] = place;
  });
  const cells: PlacedHeatCell[] = new Array(data.count);
  for (let i = 0; i < data.count; i += 1) {
    const percent = data.utilizationPercent[i];
    const observation = data.observations[data.observation[i]];
    cells[i] = {
      id: data.ids.slice(i * SHARD_ID_LENGTH, (i + 1) * SHARD_ID_LENGTH),
      title: `${data.names[i]}, ${
        percent === null ? 'utilisation unknown' : percentText(percent)
      }`,
      row: places[data.region[i]],
      column: bandOf(percent),
      state: statesBySeverity[data.state[i]],
      freshness: observation.freshness,
      observedAt: observation.observedAt,
    };
  }
  return cells;
}
