import { createExtensionTester } from '@backstage/frontend-test-utils';
import { createApiRef } from '@backstage/core-plugin-api';
import { TimelineLaneBlueprint } from './TimelineLaneBlueprint';

const greetRef = createApiRef<{ greet(): string }>({ id: 'plugin.greeting' });

const extension = TimelineLaneBlueprint.make({
  name: 'greetings',
  params: defineParams =>
    defineParams({
      title: 'Greetings',
      filter: { kind: 'component' },
      deps: { greeter: greetRef },
      // The types of what is asked for follow from `deps`.
      loader:
        async () =>
        async (_, { greeter }) => ({
          notes: [greeter.greet()],
        }),
      signalChannels: ref => [`greetings:${ref}`],
    }),
});
const entity = (kind: string) => ({
  ...{ apiVersion: 'backstage.io/v1alpha1', kind },
  metadata: { name: 'x' },
});
const laneOf = (config?: object) =>
  createExtensionTester(extension, { config }).get(
    TimelineLaneBlueprint.dataRefs.lane,
  );

it('makes a lane with the defaults of the timeline', async () => {
  const lane = laneOf();
  expect(lane).toMatchObject({
    ...{ title: 'Greetings', order: 100, permission: undefined },
    ...{ looksAhead: false },
  });
  expect(lane.id).toContain('timeline-lane:');
  expect(lane.isFor(entity('Component'))).toBe(true);
  expect(lane.isFor(entity('System'))).toBe(false);
  expect(lane.signalChannels('component:default/x')).toEqual([
    'greetings:component:default/x',
  ]);
  expect(lane.deps.greeter).toBe(greetRef);
});

it('is for what app-config says, by the name and in the place that it says', () => {
  const lane = laneOf({
    ...{ title: 'Hellos', order: 5 },
    filter: { kind: 'system' },
  });
  expect(lane).toMatchObject({ title: 'Hellos', order: 5 });
  expect(lane.isFor(entity('Component'))).toBe(false);
  expect(lane.isFor(entity('System'))).toBe(true);
});
