import {
  FleetHeatMap,
  FleetRequest,
  statesBySeverity,
} from '@worldscale/backstage-plugin-worlds-common';
import { HeatMap } from '@worldscale/backstage-plugin-worlds-react';
import { ReactNode, useMemo } from 'react';

export interface FleetHeatMapViewProps {
  data: FleetHeatMap;
  /** Opens the board with these filters. */
  onOpen: (request: FleetRequest) => void;
  renderLink: (children: ReactNode, request: FleetRequest) => ReactNode;
}

const nameOf = (entityRef: string) => entityRef.split('/')[1];

/** Worlds as rows, regions as columns, services as cells. */
export function FleetHeatMapView(props: FleetHeatMapViewProps) {
  const { data, onOpen, renderLink } = props;
  const { rows, columns, cells } = useMemo(
    () => ({
      rows: data.worlds.map(({ value, title }) => ({ id: value, title })),
      columns: data.regions.map(({ value, title }) => ({ id: value, title })),
      cells: data.cells.map(([service, row, column, state, observation]) => ({
        id: data.services[service].entityRef,
        title: data.services[service].title,
        row,
        column,
        state: statesBySeverity[state],
        ...data.observations[observation],
      })),
    }),
    [data],
  );
  return (
    <HeatMap
      title="State of all services by world and region"
      rowKind="World"
      {...{ rows, columns, cells }}
      onSelect={(cell, world, region) =>
        onOpen({ world: [world.id], region: [region.id], q: nameOf(cell.id) })
      }
      renderLink={(children, world, region) =>
        renderLink(children, {
          world: [world.id],
          region: region && [region.id],
        })
      }
    />
  );
}
