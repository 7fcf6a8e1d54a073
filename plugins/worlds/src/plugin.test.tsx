import { createExtensionTester } from '@backstage/frontend-test-utils';
import { EntityCardBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { screen } from '@testing-library/react';
import { FleetPage } from './FleetPage';
import * as legacy from './legacy';
import { unknownsCard, worldServicesCard, worldsPlugin } from './plugin';
import { renderFleet } from './__testUtils__/renderFleet';

const entity = (kind: string, type: string) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind,
  metadata: { name: 'x' },
  spec: { type },
});

it('offers its cards where they belong, and nowhere else', () => {
  const filter = EntityCardBlueprint.dataRefs.filterFunction;
  const unknowns = createExtensionTester(unknownsCard).get(filter)!;
  expect(unknowns(entity('Component', 'world-service'))).toBe(true);
  expect(unknowns(entity('Component', 'shard-service'))).toBe(true);
  expect(unknowns(entity('Component', 'website'))).toBe(false);
  const services = createExtensionTester(worldServicesCard).get(filter)!;
  expect(services(entity('System', 'world'))).toBe(true);
  expect(services(entity('System', 'platform'))).toBe(false);
});

it('has a page, an API, cards and a widget that app-config can switch off by name', () => {
  const ids = [
    'api:worlds',
    'api:worlds/service-states',
    'api:worlds/timeline',
    'entity-content:worlds/timeline',
    'search-result-list-item:worlds/world-service',
    'page:worlds',
    'entity-card:worlds/unknowns',
    'entity-card:worlds/world-services',
    'home-page-widget:worlds/at-risk',
  ] as const;
  for (const id of ids) {
    expect(worldsPlugin.getExtension(id)).toBeDefined();
  }
});

it('shows board, heat map and sources as ways to look at the fleet', async () => {
  renderFleet(<FleetPage />);
  expect(await screen.findByRole('link', { name: 'Board' })).toHaveAttribute(
    'aria-current',
    'page',
  );
  expect(screen.getByRole('link', { name: 'Heat map' })).toHaveAttribute(
    'href',
    '/fleet/heatmap',
  );
  expect(screen.getByRole('link', { name: 'Sources' })).toHaveAttribute(
    'href',
    '/fleet/sources',
  );
  expect(await screen.findByText('Aurora Gate')).toBeVisible();
});

it('offers the card to apps on the old frontend system', () => {
  expect(legacy.worldsPlugin.getId()).toBe('worlds');
  expect(legacy.EntityUnknownsCard).toBeDefined();
});
