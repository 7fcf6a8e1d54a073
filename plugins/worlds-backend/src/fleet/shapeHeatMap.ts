import { FleetHeatMap, NONE } from '@worldscale/backstage-plugin-worlds-common';
import { Titles } from './describeRow';
import { RowRecord } from './tables';

/** A value of a filter, as it stands in facets and addresses. */
export const shownValue = (value: unknown) =>
  value === null || value === '' ? NONE : String(value);

export type HeatMapRecord = Pick<
  RowRecord,
  'entity_ref' | 'title' | 'world' | 'region'
> & { state: number };

/** Gives each distinct value its place in a list. */
class Places {
  readonly #places = new Map<string, number>();

  of(value: string): number {
    const place = this.#places.get(value) ?? this.#places.size;
    this.#places.set(value, place);
    return place;
  }

  named(titles: ReadonlyMap<string, string>, none: string) {
    return [...this.#places.keys()].map(value => ({
      value,
      title: value === NONE ? none : titles.get(value) ?? value,
    }));
  }
}

/** Rows as lists of services, worlds and regions, and cells that point into them. */
export function shapeHeatMap(
  rows: HeatMapRecord[],
  titles: Titles,
): FleetHeatMap {
  const services = new Places();
  const worlds = new Places();
  const regions = new Places();
  const serviceTitles = new Map<string, string>();
  const cells = rows.map((row): FleetHeatMap['cells'][number] => {
    serviceTitles.set(row.entity_ref, row.title);
    return [
      services.of(row.entity_ref),
      worlds.of(shownValue(row.world)),
      regions.of(shownValue(row.region)),
      Number(row.state),
    ];
  });
  return {
    services: [...serviceTitles].map(([entityRef, title]) => ({
      entityRef,
      title,
    })),
    worlds: worlds.named(titles.world, 'Shared by all worlds'),
    regions: regions.named(titles.region, 'No region'),
    cells,
  };
}
