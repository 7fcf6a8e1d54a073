import { renderInTestApp } from '@backstage/frontend-test-utils';
import {
  EntityProvider,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { screen, waitFor } from '@testing-library/react';
import { scalingApiRef } from '../api';
import {
  capacity,
  cappedRegion,
  entity,
  scalingOf,
  unreadRegion,
} from '../__testUtils__/scalingFixture';
import { change, pageOf } from '../__testUtils__/ledgerFixture';
import { EntityScalingCard } from './EntityScalingCard';

function renderCard(
  getService: jest.Mock,
  getChanges = jest.fn().mockResolvedValue(pageOf([change])),
) {
  return renderInTestApp(
    <EntityProvider entity={entity}>
      <EntityScalingCard />
    </EntityProvider>,
    {
      apis: [[scalingApiRef, { getService, getChanges }]],
      mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
    },
  );
}

describe('EntityScalingCard', () => {
  it('shows where it is worst, why, what is left and its last change', async () => {
    const worst = {
      ...cappedRegion(new Date().toISOString()),
      capacity: {
        ...capacity,
        ...{ verdict: 'notEnoughTime' as const },
        headroom: { replicas: 2, units: 24_000, minutes: 26.7 },
      },
    };
    const getService = jest
      .fn()
      .mockResolvedValue(scalingOf([worst, unreadRegion]));
    const { container } = renderCard(getService);
    expect(await screen.findByText(/demand is capped/)).toBeVisible();
    expect(container).toHaveTextContent(
      /eu-frankfurt.*Breached.*12 of 12 ready/,
    );
    expect(screen.getByText('2 more for 24,000 players')).toBeVisible();
    expect(
      screen.getByText('26 minutes; new capacity takes 30 minutes'),
    ).toBeVisible();
    await waitFor(() => expect(container).toHaveTextContent(/ago: 10 to 12/));
    expect(
      screen.getByRole('list', { name: 'Other regions' }),
    ).toHaveTextContent(/ap-tokyo.*Unknown.*unknown/);
    expect(screen.getByRole('link', { name: 'ap-tokyo' })).toHaveAttribute(
      'href',
      expect.stringMatching(/scaling\?region=ap-tokyo$/),
    );
  });

  it('marks the figures of a region that cannot be read as last known', async () => {
    const read = new Date(Date.now() - 300_000).toISOString();
    const { container } = renderCard(
      jest.fn().mockResolvedValue(
        scalingOf([
          {
            ...cappedRegion(read),
            ...{ state: 'unknown', freshness: 'unknown' },
            lastKnown: { state: 'healthy', reason: 'All 12 are ready.' },
          },
        ]),
      ),
    );
    expect(await screen.findByText('Headroom, last known')).toBeVisible();
    expect(screen.getByText('Time left, last known')).toBeVisible();
    expect(container).toHaveTextContent(
      /Unknown.*last known: 12 of 12 ready.*5 min ago/,
    );
  });

  it('says that headroom and the last change are not known', async () => {
    renderCard(
      jest
        .fn()
        .mockResolvedValue(
          scalingOf([
            { ...cappedRegion(new Date().toISOString()), headroom: null },
          ]),
        ),
      jest.fn().mockRejectedValue(new Error('no permission')),
    );
    expect(
      await screen.findByText('The ledger cannot be read: no permission'),
    ).toBeVisible();
    expect(screen.getAllByText('unknown').length).toBeGreaterThan(1);
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
