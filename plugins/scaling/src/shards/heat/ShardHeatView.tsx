import {
  ShardFilters,
  ShardHeat,
} from '@worldscale/backstage-plugin-scaling-common';
import { HeatMap } from '@worldscale/backstage-plugin-worlds-react';
import { ReactNode, useMemo } from 'react';
import { noBounds, utilizationBands } from '../utilizationBands';
import { heatCells, heatRows } from './heatCells';

const columns = utilizationBands.map(({ id, title }) => ({ id, title }));

export interface ShardHeatViewProps {
  data: ShardHeat;
  /** Opens the shard of this id. */
  onOpen: (id: string) => void;
  renderLink: (children: ReactNode, request: ShardFilters) => ReactNode;
}

/** Regions as rows, bands of utilisation as columns, shards as cells. */
export function ShardHeatView({
  data,
  onOpen,
  renderLink,
}: ShardHeatViewProps) {
  const rows = useMemo(() => heatRows(data), [data]);
  const cells = useMemo(() => heatCells(data), [data]);
  return (
    <HeatMap
      title="Shards by region and utilisation"
      rowKind="Region"
      {...{ rows, columns, cells }}
      isInOrder
      onSelect={({ id }) => onOpen(id)}
      renderLink={(children, region, band) =>
        renderLink(children, {
          region: [region.id],
          ...(band && {
            ...noBounds,
            ...utilizationBands.find(({ id }) => id === band.id)?.bounds,
          }),
        })
      }
    />
  );
}
