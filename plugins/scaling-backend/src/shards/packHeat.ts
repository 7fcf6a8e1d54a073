import {
  ShardHeat,
  shardPhases,
  ShardTrouble,
} from '@worldscale/backstage-plugin-scaling-common';
import { severityRank } from '@worldscale/backstage-plugin-worlds-common';
import { ClusterStand } from './describeShard';
import { HeatRow } from './ShardReader';

const UNKNOWN_PHASE = shardPhases.indexOf('unknown');
const UNKNOWN_RANK = severityRank('unknown');

/** Gives each value a place in a list, the same one every time. */
class Places<T> {
  readonly list: T[] = [];
  readonly #places = new Map<string, number>();

  of(key: string, make: () => T): number {
    let place = this.#places.get(key);
    if (place === undefined) {
      place = this.list.push(make()) - 1;
      this.#places.set(key, place);
    }
    return place;
  }
}

/** Rows in the columns of a heat map; see `shardHeatSchema`. */
export function packHeat(
  rows: readonly HeatRow[],
  options: {
    total: number;
    standOf: (cluster: string) => ClusterStand;
    titleOf: (region: string) => string;
    troubles: ShardTrouble[];
    isRead: boolean;
  },
): ShardHeat {
  const { total, standOf, titleOf, troubles, isRead } = options;
  const services = new Places<ShardHeat['services'][number]>();
  const regions = new Places<ShardHeat['regions'][number]>();
  const observations = new Places<ShardHeat['observations'][number]>();
  const heat: ShardHeat = {
    services: services.list,
    regions: regions.list,
    observations: observations.list,
    ...{ troubles, isRead, total, count: rows.length },
    ids: rows.map(row => row.id).join(''),
    ...{ names: [], service: [], region: [], observation: [] },
    ...{ phase: [], state: [], utilizationPercent: [] },
  };
  for (const row of rows) {
    const { freshness, observedAt } = standOf(row.cluster);
    const isLost = freshness === 'unknown';
    heat.names.push(row.name);
    heat.service.push(
      services.of(row.entity_ref, () => ({
        entityRef: row.entity_ref,
        title: row.service_title,
      })),
    );
    heat.region.push(
      regions.of(row.region, () => ({
        value: row.region,
        title: titleOf(row.region),
      })),
    );
    heat.observation.push(
      observations.of(row.cluster, () => ({ freshness, observedAt })),
    );
    heat.phase.push(isLost ? UNKNOWN_PHASE : row.phase);
    heat.state.push(isLost ? UNKNOWN_RANK : row.state);
    heat.utilizationPercent.push(isLost ? null : row.utilization);
  }
  return heat;
}
