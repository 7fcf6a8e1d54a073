import { Entity } from '@backstage/catalog-model';
import {
  createFrontendPlugin,
  PageBlueprint,
  useApi,
} from '@backstage/frontend-plugin-api';
import {
  createExtensionTester,
  renderInTestApp,
  renderTestApp,
} from '@backstage/frontend-test-utils';
import { catalogApiRef, EntityProvider } from '@backstage/plugin-catalog-react';
import { EntityContentBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import {
  TimelineApi,
  timelineApiRef,
  TimelineLane,
  TimelineLaneBlueprint,
} from '@worldscale/backstage-plugin-worlds-react';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useLocation } from 'react-router-dom';
import { timelineContent } from '../plugin';
import { EntityTimelineContent } from './EntityTimelineContent';
import { timelineApi } from './timelineApi';
import { SERVICES_MAX } from './useTimelineEntities';

const service = (name: string, world = 'aurora'): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name, namespace: 'default' },
  spec: { type: 'world-service' },
  relations: [{ type: 'partOf', targetRef: `system:default/${world}` }],
});
const world: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'System',
  metadata: { name: 'aurora', namespace: 'default', title: 'Aurora' },
  spec: { type: 'world' },
};

function lane(asked: jest.Mock): TimelineLane {
  return {
    ...{ id: 'timeline-lane:test/x', title: 'Changes', order: 1, deps: {} },
    ...{ signalChannels: () => [], looksAhead: false },
    isFor: ({ kind }) => kind === 'Component',
    loader: async () => async query => {
      asked(
        query.entities.map(({ metadata }) => metadata.name),
        query,
      );
      return {};
    },
  };
}

function Address() {
  const { search } = useLocation();
  return <output data-testid="address">{search}</output>;
}

function show(entity: Entity, entities: Entity[] = [], address = '/') {
  const asked = jest.fn();
  const api: TimelineApi = { lanes: () => [lane(asked)] };
  renderInTestApp(
    <EntityProvider entity={entity}>
      <EntityTimelineContent />
      <Address />
    </EntityProvider>,
    {
      apis: [
        [timelineApiRef, api],
        [catalogApiRef, catalogApiMock({ entities })],
      ],
      initialRouteEntries: [address],
    },
  );
  return asked;
}
const lengthHours = ({ fromMs, toMs }: { fromMs: number; toMs: number }) =>
  (toMs - fromMs) / 3_600_000;

describe('the timeline of an entity', () => {
  it('is a tab of world services and worlds', () => {
    const tester = createExtensionTester(timelineContent);
    const accepts = tester.get(EntityContentBlueprint.dataRefs.filterFunction);
    expect(accepts?.(service('gate'))).toBe(true);
    expect(accepts?.(world)).toBe(true);
    expect(accepts?.({ ...world, spec: { type: 'platform' } })).toBe(false);
    expect(accepts?.({ ...service('site'), spec: { type: 'website' } })).toBe(
      false,
    );
    expect(tester.get(EntityContentBlueprint.dataRefs.group)).toBe('operation');
  });

  it('shows what the lanes say of a service, over the last day', async () => {
    const asked = show(service('gate'));
    expect(
      await screen.findByRole('region', { name: 'Changes' }),
    ).toBeVisible();
    await waitFor(() => expect(asked).toHaveBeenCalled());
    expect(asked.mock.lastCall[0]).toEqual(['gate']);
    expect(lengthHours(asked.mock.lastCall[1])).toBeCloseTo(24);
  });

  it('keeps the range in the address', async () => {
    const asked = show(service('gate'), [], '/?range=6h&tab=kept');
    await waitFor(() =>
      expect(lengthHours(asked.mock.lastCall?.[1] ?? {})).toBeCloseTo(6),
    );
    await userEvent.click(screen.getByRole('button', { name: '7 days' }));
    expect(screen.getByTestId('address')).toHaveTextContent(
      '?tab=kept&range=7d',
    );
    await waitFor(() =>
      expect(lengthHours(asked.mock.lastCall[1])).toBeCloseTo(168),
    );
    await userEvent.click(screen.getByRole('button', { name: 'Earlier' }));
    expect(screen.getByTestId('address')).toHaveTextContent(/from=.*&to=/);
  });

  it('says what of the address it cannot read', async () => {
    show(service('gate'), [], '/?range=fortnight');
    expect(await screen.findByText(/'fortnight'/)).toHaveTextContent(
      'The last 24 hours are shown.',
    );
  });

  it('asks for all services of a world, and says how many', async () => {
    const asked = show(world, [
      service('mail'),
      service('gate'),
      service('other', 'ember'),
      { ...service('site'), spec: { type: 'website' } },
    ]);
    expect(
      await screen.findByText('All 2 services of this world.'),
    ).toBeVisible();
    await waitFor(() =>
      expect(asked.mock.lastCall?.[0]).toEqual(['gate', 'mail']),
    );
  });

  it('bounds how many services it asks for, and says so', async () => {
    const many = Array.from({ length: SERVICES_MAX + 3 }, (_, i) =>
      service(`s${String(i).padStart(3, '0')}`),
    );
    const asked = show(world, many);
    expect(
      await screen.findByText(
        `The first ${SERVICES_MAX} of its ${many.length} services, by name.`,
      ),
    ).toBeVisible();
    await waitFor(() =>
      expect(asked.mock.lastCall?.[0]).toHaveLength(SERVICES_MAX),
    );
  });

  it('says that a world has no services', async () => {
    show(world);
    expect(await screen.findByText(/is part of this world/)).toBeVisible();
    expect(await screen.findByText('No lanes')).toBeVisible();
  });
});

it('collects the lanes that attach to it, in their order', async () => {
  const extension = (name: string, title: string, order?: number) =>
    TimelineLaneBlueprint.make({
      name,
      params: defineParams =>
        defineParams({
          ...{ title, order, deps: {} },
          loader: async () => async () => ({}),
        }),
    });
  function Titles() {
    const lanes = useApi(timelineApiRef).lanes();
    return <>{lanes.map(({ id, title }) => `${id} ${title}`).join(', ')}</>;
  }
  const page = PageBlueprint.make({
    params: { path: '/', loader: async () => <Titles /> },
  });
  renderTestApp({
    features: [
      createFrontendPlugin({
        pluginId: 'worlds',
        extensions: [timelineApi, page],
      }),
      createFrontendPlugin({
        pluginId: 'slo',
        extensions: [
          extension('b', 'Burn', 200),
          extension('z', 'Zones'),
          extension('a', 'Alerts'),
        ],
      }),
    ],
  });
  expect(
    await screen.findByText(
      'timeline-lane:slo/a Alerts, timeline-lane:slo/z Zones, timeline-lane:slo/b Burn',
    ),
  ).toBeVisible();
});
