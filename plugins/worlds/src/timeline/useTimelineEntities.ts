import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { useApi } from '@backstage/core-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import {
  WORLD_TYPE,
  worldServiceTypes,
} from '@worldscale/backstage-plugin-worlds-common';
import { Polled, usePolled } from '@worldscale/backstage-plugin-worlds-react';
import { useCallback } from 'react';

/** Services come and go by the day. */
const POLL_MS = 300_000;

/** As many as every lane can be asked for at once; the largest worlds have about 20. */
export const SERVICES_MAX = 50;

export interface TimelineEntities {
  /** The entity itself and, of a world, its services by name. */
  entities: Entity[];
  /** Services of a world, those included that are beyond the bound. */
  services: number;
}

export function isWorld({ kind, spec }: Entity): boolean {
  return (
    kind.toLocaleLowerCase('en-US') === 'system' &&
    String(spec?.type).toLocaleLowerCase('en-US') === WORLD_TYPE
  );
}

/** What the timeline of an entity is about. */
export function useTimelineEntities(entity: Entity): Polled<TimelineEntities> {
  const catalog = useApi(catalogApiRef);
  const load = useCallback(async () => {
    if (!isWorld(entity)) return { entities: [entity], services: 0 };
    const { items, totalItems } = await catalog.queryEntities({
      filter: {
        kind: 'component',
        'relations.partOf': stringifyEntityRef(entity),
        'spec.type': [...worldServiceTypes],
      },
      orderFields: { field: 'metadata.name', order: 'asc' },
      limit: SERVICES_MAX,
    });
    return { entities: [entity, ...items], services: totalItems };
  }, [catalog, entity]);
  return usePolled(load, { intervalMs: POLL_MS });
}
