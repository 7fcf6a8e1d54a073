import {
  FleetHeatMap,
  NONE,
  severityRank,
} from '@worldscale/backstage-plugin-worlds-common';
import { AgedCell, ageCell } from './ageCell';
import { RowContext } from './describeRow';
import { BigInt, RowRecord } from './tables';

/** A value of a filter, as it stands in facets and addresses. */
export const shownValue = (value: unknown) =>
  value === null || value === '' ? NONE : String(value);

export type HeatMapRecord = Pick<
  RowRecord,
  'entity_ref' | 'title' | 'world' | 'region'
> & {
  [cell: `state_${number}`]: number | null;
  [cell: `observed_at_ms_${number}`]: BigInt | null;
  [cell: `source_${number}`]: string | null;
};

const SILENCE: AgedCell = {
  state: 'unknown',
  freshness: 'unknown',
  observedAt: null,
};

/** What decides the state of a row, as in `describeRow`. */
function worstCell(
  row: HeatMapRecord,
  { vision, limits }: RowContext,
): AgedCell {
  let worst: AgedCell | undefined;
  vision.domains.forEach((domain, i) => {
    const state = row[`state_${i}`];
    if (state === null) return;
    const observed_at_ms = row[`observed_at_ms_${i}`];
    const cell = { state, observed_at_ms, source: row[`source_${i}`] };
    const aged = ageCell(cell, domain, vision.nowMs, limits);
    if (!worst || severityRank(aged.state) < severityRank(worst.state)) {
      worst = aged;
    }
  });
  return worst ?? SILENCE;
}

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
  context: RowContext,
): Omit<FleetHeatMap, 'unread'> {
  const { titles } = context;
  const services = new Places();
  const worlds = new Places();
  const regions = new Places();
  const instants = new Places();
  const observations: FleetHeatMap['observations'] = [];
  const serviceTitles = new Map<string, string>();
  const cells = rows.map((row): FleetHeatMap['cells'][number] => {
    serviceTitles.set(row.entity_ref, row.title);
    const { state, freshness, observedAt } = worstCell(row, context);
    const observation = instants.of(String(observedAt));
    observations[observation] = { freshness, observedAt };
    return [
      services.of(row.entity_ref),
      worlds.of(shownValue(row.world)),
      regions.of(shownValue(row.region)),
      severityRank(state),
      observation,
    ];
  });
  return {
    services: [...serviceTitles].map(([entityRef, title]) => ({
      entityRef,
      title,
    })),
    worlds: worlds.named(titles.world, 'Shared by all worlds'),
    regions: regions.named(titles.region, 'No region'),
    observations,
    cells,
  };
}
