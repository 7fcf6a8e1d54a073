import { renderInTestApp } from '@backstage/frontend-test-utils';
import {
  EntityProvider,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { screen } from '@testing-library/react';
import { scalingApiRef } from '../api';
import {
  cappedRegion,
  entity,
  scalingOf,
  unreadRegion,
} from '../__testUtils__/scalingFixture';
import { EntityScalingCard } from './EntityScalingCard';

function renderCard(getService: jest.Mock) {
  return renderInTestApp(
    <EntityProvider entity={entity}>
      <EntityScalingCard />
    </EntityProvider>,
    {
      apis: [[scalingApiRef, { getService }]],
      mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
    },
  );
}

describe('EntityScalingCard', () => {
  it('shows each region with its state, its sentence and its replicas', async () => {
    const observedAt = new Date().toISOString();
    renderCard(
      jest
        .fn()
        .mockResolvedValue(scalingOf([cappedRegion(observedAt), unreadRegion])),
    );
    const [first, second] = await screen.findAllByRole('listitem');
    expect(first).toHaveTextContent(/eu-frankfurt.*Breached.*12 of 12 ready/);
    expect(first).toHaveTextContent('demand is capped');
    expect(second).toHaveTextContent(/ap-tokyo.*Unknown.*unknown/);
  });

  it('leads to the tab', async () => {
    renderCard(jest.fn().mockResolvedValue(scalingOf([])));
    expect(
      await screen.findByRole('link', { name: 'Show scaling' }),
    ).toHaveAttribute(
      'href',
      '/catalog/default/component/aurora-gateway/scaling',
    );
  });

  it('says what went wrong', async () => {
    renderCard(jest.fn().mockRejectedValue(new Error('no permission')));
    expect(await screen.findByRole('alert')).toHaveTextContent('no permission');
  });
});
