import { createExtensionTester } from '@backstage/frontend-test-utils';
import { SearchResultListItemBlueprint } from '@backstage/plugin-search-react/alpha';
import { FleetState } from '@worldscale/backstage-plugin-worlds-common';
import { screen } from '@testing-library/react';
import { FakeWorlds, fleetRow } from '../__testUtils__/FakeWorlds';
import { renderFleet } from '../__testUtils__/renderFleet';
import { worldServiceResult } from '../plugin';
import { describeWhere } from './LiveState';
import { readServiceRef } from './serviceDocument';
import { WorldServiceResult } from './WorldServiceResult';

const gate = {
  title: 'Aurora Gate',
  text: 'The door to Aurora.',
  location: '/catalog/default/component/gate',
  kind: 'Component',
  namespace: 'default',
  type: 'world-service',
  lifecycle: 'production',
  owner: 'core',
};

it('is for world services alone; other entities keep the stock item', () => {
  const { predicate } = createExtensionTester(worldServiceResult).get(
    SearchResultListItemBlueprint.dataRefs.item,
  );
  const takes = (changes: object, type = 'software-catalog') =>
    predicate!({ type, document: { ...gate, ...changes } });
  expect(takes({})).toBe(true);
  expect(takes({ type: 'Shard-Service' })).toBe(true);
  expect(takes({ type: 'website' })).toBe(false);
  expect(takes({ kind: 'API' })).toBe(false);
  expect(takes({ location: '/' })).toBe(false);
  expect(takes({}, 'techdocs')).toBe(false);
});

it('reads the reference of the service off its document', () => {
  expect(readServiceRef({ ...gate, location: '/a/b/Gate?x=/y#z' })).toBe(
    'component:default/gate',
  );
});

it('shows what and whose it is, and how it is now', async () => {
  const highlight = {
    preTag: '<m>',
    postTag: '</m>',
    fields: { title: 'Aurora <m>Gate</m>' },
  };
  const { worlds } = renderFleet(
    <WorldServiceResult result={gate} highlight={highlight} />,
  );
  const why = await screen.findByRole('link', {
    name: 'At risk: why, Aurora Gate in Europe',
  });
  expect(why).toHaveAttribute(
    'href',
    '/catalog/default/component/gate/scaling',
  );
  expect(screen.getByText('Only 2 replicas are left.')).toBeVisible();
  expect(screen.getByText('in Europe')).toBeVisible();
  expect(screen.getByText('Gate').tagName).toBe('MARK');
  expect(screen.getByRole('link', { name: 'Aurora' })).toBeVisible();
  expect(screen.getByText('production')).toBeVisible();
  expect(worlds.statesAsked).toEqual([['component:default/gate']]);
});

it('says of what the fleet does not know that it is unknown', async () => {
  const worlds = new FakeWorlds();
  worlds.rows = [];
  renderFleet(<WorldServiceResult result={gate} />, { worlds });
  expect(await screen.findByText('Unknown')).toBeVisible();
  expect(screen.getByText(/not on the fleet board/)).toBeVisible();
  expect(screen.getByText('core')).toBeVisible();
});

it('says why the state could not be loaded', async () => {
  const worlds = new FakeWorlds();
  worlds.error = new Error('gateway timeout');
  renderFleet(<WorldServiceResult result={gate} />, { worlds });
  expect(await screen.findByText('Unknown')).toBeVisible();
  expect(screen.getByText(/gateway timeout/)).toBeVisible();
});

const { values, ...row } = fleetRow();
it.each([
  [{ rows: 1, rowsInState: 1 }, 'in Europe'],
  [{ rows: 5, rowsInState: 5 }, 'in all 5 regions'],
  [{ rows: 5, rowsInState: 1 }, 'in Europe, 1 of 5 regions'],
  [{ rows: 5, rowsInState: 3 }, 'in Europe and 2 more of 5 regions'],
  [{ rows: 1, rowsInState: 1, regionTitle: '' }, ''],
])('says of %j where it is so', (changes, where) => {
  const state: FleetState = { ...row, ...changes };
  expect(describeWhere(state)).toBe(where);
});
