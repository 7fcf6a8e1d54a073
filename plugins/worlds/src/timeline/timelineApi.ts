import {
  ApiBlueprint,
  createExtensionInput,
} from '@backstage/frontend-plugin-api';
import {
  TimelineLaneBlueprint,
  timelineApiRef,
} from '@worldscale/backstage-plugin-worlds-react';

/** Collects the lanes that attach to `api:worlds/timeline`. */
export const timelineApi = ApiBlueprint.makeWithOverrides({
  name: 'timeline',
  inputs: {
    lanes: createExtensionInput([TimelineLaneBlueprint.dataRefs.lane]),
  },
  factory(originalFactory, { inputs }) {
    const lanes = inputs.lanes
      .map(input => input.get(TimelineLaneBlueprint.dataRefs.lane))
      .sort((a, b) => a.order - b.order || a.title.localeCompare(b.title));
    return originalFactory(defineParams =>
      defineParams({
        api: timelineApiRef,
        deps: {},
        factory: () => ({ lanes: () => lanes }),
      }),
    );
  },
});
