import { Entity } from '@backstage/catalog-model';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import { screen, waitFor } from '@testing-library/react';
import { TimelineLane } from '../lane';
import { timelineApiRef } from '../timelineApi';
import { EntitiesTimeline } from './EntitiesTimeline';

const entityOf = (name: string): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name },
});
const gateway = entityOf('gateway');
const chat = entityOf('chat');

function lane(name: string, more: Partial<TimelineLane> = {}): TimelineLane {
  return {
    ...{ id: `timeline-lane:test/${name}`, title: name, order: 1, deps: {} },
    ...{ signalChannels: () => [], looksAhead: false },
    isFor: () => true,
    loader: async () => async () => ({}),
    ...more,
  };
}
const permission = (name: string) => ({
  permission: {
    ...{ type: 'basic' as const, name },
    attributes: { action: 'read' as const },
  },
});

function show(
  lanes: TimelineLane[],
  entities = [gateway],
  authorize = async ({
    permission: { name },
  }: {
    permission: { name: string };
  }) => ({
    result: name === 'may.not' ? AuthorizeResult.DENY : AuthorizeResult.ALLOW,
  }),
) {
  renderInTestApp(
    <EntitiesTimeline
      title="Timeline"
      entities={entities}
      range={{ preset: '6h' }}
      onRange={() => {}}
    />,
    {
      apis: [
        [timelineApiRef, { lanes: () => lanes }],
        [permissionApiRef, { authorize } as object],
      ],
    },
  );
}
const region = (name: string) => screen.findByRole('region', { name });

it('shows what each lane answers for the entities that it is for', async () => {
  const load = jest.fn(async () => ({ notes: ['of chat alone'] }));
  show(
    [
      lane('picky', {
        isFor: entity => entity.metadata.name === 'chat',
        loader: async () => load,
      }),
      lane('nothing', { isFor: () => false }),
    ],
    [gateway, chat],
  );
  await waitFor(async () =>
    expect(await region('picky')).toHaveTextContent('of chat alone'),
  );
  expect(load).toHaveBeenCalledWith(
    expect.objectContaining({ entities: [chat] }),
    {},
  );
  expect(screen.queryByText('nothing')).not.toBeInTheDocument();
});

it('shows the others where one fails or hangs', async () => {
  show([
    lane('failing', {
      loader: async () => async () => {
        throw new Error('the ledger is gone');
      },
    }),
    lane('hanging', { loader: async () => () => new Promise(() => {}) }),
    lane('fine'),
  ]);
  await waitFor(async () =>
    expect(await region('fine')).toHaveTextContent('nothing happened'),
  );
  expect(await region('failing')).toHaveTextContent(
    'failing cannot be asked: the ledger is gone',
  );
  expect(await region('hanging')).toHaveTextContent('loading');
});

it('leaves out what the person may not see, and says so', async () => {
  show([
    lane('seen', permission('may')),
    lane('secret', permission('may.not')),
  ]);
  await region('seen');
  expect(
    screen.getByText('Not shown, because you may not see it: secret.'),
  ).toBeVisible();
  expect(screen.queryByRole('region', { name: 'secret' })).toBeNull();
});

it('lets the backend decide where permissions cannot be asked for', async () => {
  show([lane('asked', permission('may'))], [gateway], async () => {
    throw new Error('no permissions');
  });
  await waitFor(async () =>
    expect(await region('asked')).toHaveTextContent('nothing happened'),
  );
});

it('can be moved into the future where a lane knows of plans', async () => {
  show([lane('plans', { looksAhead: true })]);
  await region('plans');
  expect(screen.getByRole('button', { name: 'Later' })).toBeEnabled();
});
