import {
  createExtensionTester,
  renderInTestApp,
} from '@backstage/frontend-test-utils';
import {
  EntityCardBlueprint,
  EntityContentBlueprint,
} from '@backstage/plugin-catalog-react/alpha';
import {
  EntityProvider,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { screen } from '@testing-library/react';
import { scalingApiRef } from './api';
import { pageOf } from './__testUtils__/ledgerFixture';
import * as legacy from './legacy';
import {
  scalingEntityCard,
  scalingEntityContent,
  scalingPlugin,
} from './plugin';
import {
  entity,
  scalingOf,
  unreadRegion,
} from './__testUtils__/scalingFixture';

const apis = [
  [
    scalingApiRef,
    {
      getService: jest.fn().mockResolvedValue(scalingOf([unreadRegion])),
      getChanges: jest.fn().mockResolvedValue(pageOf([])),
    },
  ] as const,
];

describe('the scaling plugin', () => {
  it('offers a card on the pages of world services and shard services alone', () => {
    const accepts = createExtensionTester(scalingEntityCard).get(
      EntityCardBlueprint.dataRefs.filterFunction,
    );
    const typed = (type: string) => ({ ...entity, spec: { type } });
    expect(accepts?.(typed('world-service'))).toBe(true);
    expect(accepts?.(typed('shard-service'))).toBe(true);
    expect(accepts?.(typed('website'))).toBe(false);
    expect(accepts?.({ ...entity, kind: 'API' })).toBe(false);
  });

  it('offers a tab named Scaling among those of operation', () => {
    const tester = createExtensionTester(scalingEntityContent);
    expect(tester.get(EntityContentBlueprint.dataRefs.title)).toBe('Scaling');
    expect(tester.get(EntityContentBlueprint.dataRefs.group)).toBe('operation');
  });

  it('brings lanes and a widget that app-config can switch off by name', () => {
    for (const id of [
      'timeline-lane:scaling/changes',
      'timeline-lane:scaling/versions',
      'timeline-lane:scaling/sizes',
      'home-page-widget:scaling/risks',
    ] as const) {
      expect(scalingPlugin.getExtension(id)).toBeDefined();
    }
  });

  it('renders the tab', async () => {
    renderInTestApp(
      <EntityProvider entity={entity}>
        {createExtensionTester(scalingEntityContent).reactElement()}
      </EntityProvider>,
      {
        apis,
        mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
      },
    );
    expect(await screen.findByText('Scaling by region')).toBeVisible();
  });

  it('offers card and tab to apps on the earlier frontend system', () => {
    expect(legacy.scalingPlugin.getId()).toBe('scaling');
    expect(legacy.isScalingAvailable(entity)).toBe(true);
    expect(legacy.EntityScalingCard).toBeDefined();
    expect(legacy.EntityScalingContent).toBeDefined();
  });
});
