import { Entity } from '@backstage/catalog-model';
import {
  createZodV4FilterPredicateSchema,
  FilterPredicate,
  filterPredicateToFilterFunction,
} from '@backstage/filter-predicates';
import {
  createExtensionBlueprint,
  createExtensionBlueprintParams,
  createExtensionDataRef,
} from '@backstage/frontend-plugin-api';
import { Permission } from '@backstage/plugin-permission-common';
import { z } from 'zod';
import { LaneDepRefs, LaneDeps, LaneLoader, TimelineLane } from './lane';

const laneDataRef = createExtensionDataRef<TimelineLane>().with({
  id: 'worlds.timeline.lane',
});

export interface TimelineLaneParams<TDeps extends LaneDeps> {
  title: string;
  /** Default 100; scaling is 100, further domains choose theirs around it. */
  order?: number;
  /** Entities that the lane is for; app-config may say otherwise. Default: all. */
  filter?: FilterPredicate;
  permission?: Permission;
  /** Utility APIs that the loader is given, by name. */
  deps: LaneDepRefs<TDeps>;
  /** Brings the lane's code when it is first shown. */
  loader: () => Promise<LaneLoader<TDeps>>;
  /** Signal channels that say "changed" of an entity. */
  signalChannels?: (entityRef: string) => readonly string[];
  /** The lane knows of plans; default: it knows the past alone. */
  looksAhead?: boolean;
}

const DEFAULT_ORDER = 100;

/**
 * Makes a lane of the timeline. Its id is `timeline-lane:<plugin>/<name>`; app-config
 * may switch it off, and set title, order and filter.
 */
export const TimelineLaneBlueprint = createExtensionBlueprint({
  kind: 'timeline-lane',
  attachTo: { id: 'api:worlds/timeline', input: 'lanes' },
  output: [laneDataRef],
  dataRefs: { lane: laneDataRef },
  configSchema: {
    title: z.string().min(1).optional(),
    order: z.number().optional(),
    filter: createZodV4FilterPredicateSchema().optional(),
  },
  defineParams<TDeps extends LaneDeps>(params: TimelineLaneParams<TDeps>) {
    const { title, order, filter, permission, looksAhead } = params;
    const { deps, loader, signalChannels } = params;
    return createExtensionBlueprintParams({
      ...{ title, order, filter, permission, looksAhead, deps, signalChannels },
      // The timeline finds each dependency by its reference, so that the types hold.
      loader: loader as unknown as () => Promise<LaneLoader>,
    });
  },
  *factory(params, { node, config }) {
    const filter = config.filter ?? params.filter;
    yield laneDataRef({
      id: node.spec.id,
      title: config.title ?? params.title,
      order: config.order ?? params.order ?? DEFAULT_ORDER,
      permission: params.permission,
      isFor: filter
        ? filterPredicateToFilterFunction<Entity>(filter)
        : () => true,
      deps: params.deps,
      loader: params.loader,
      signalChannels: params.signalChannels ?? (() => []),
      looksAhead: params.looksAhead ?? false,
    });
  },
});
