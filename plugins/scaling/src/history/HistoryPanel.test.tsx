import { renderInTestApp } from '@backstage/frontend-test-utils';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import { ServiceHistory } from '@worldscale/backstage-plugin-scaling-common';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { scalingApiRef } from '../api';
import {
  cappedRegion,
  entity,
  history,
  unreadRegion,
} from '../__testUtils__/scalingFixture';
import { HistoryPanel } from './HistoryPanel';

const frankfurt = cappedRegion('2026-11-22T20:00:00.000Z');
const tokyo = {
  ...frankfurt,
  region: 'ap-tokyo',
  regionTitle: 'Tokyo',
};

function renderPanel(getHistory: jest.Mock, regions = [frankfurt, tokyo]) {
  return renderInTestApp(
    <EntityProvider entity={entity}>
      <HistoryPanel regions={regions} region="ap-tokyo" />
    </EntityProvider>,
    { apis: [[scalingApiRef, { getHistory }]] },
  );
}
const answering = (change: Partial<ServiceHistory>) =>
  jest.fn().mockResolvedValue({ ...history, ...change });

describe('HistoryPanel', () => {
  it.each([
    ['The autoscalers may not be read.', /^The autoscalers may not be read\.$/],
    [null, /was not recorded in this time/],
  ])('says why demand is not shown: %s', async (limitsUnknown, expected) => {
    renderPanel(answering({ demand: null, limitsUnknown }));
    expect(await screen.findByText(expected)).toBeInTheDocument();
  });

  it('shows size and demand of the region and the range that are chosen', async () => {
    const getHistory = answering({});
    renderPanel(getHistory);
    const size = await screen.findByRole('figure', { name: 'Size' });
    expect(
      within(size)
        .getAllByRole('listitem')
        .map(item => item.textContent),
    ).toEqual(['Desired', 'Ready', 'Maximum', 'Minimum', 'not known']);
    expect(
      screen.getByRole('slider', {
        name: "Instant of Demand, as a share of the autoscaler's target",
      }),
    ).toHaveAttribute('aria-valuetext', expect.stringMatching(/cpu 131%$/));

    const hoursAsked = () => {
      const [{ region, from, to }] = getHistory.mock.lastCall;
      return [region, (Date.parse(to) - Date.parse(from)) / 3_600_000];
    };
    expect(hoursAsked()).toEqual(['ap-tokyo', 24]);
    await userEvent.click(screen.getByRole('button', { name: '7 days' }));
    expect(hoursAsked()).toEqual(['ap-tokyo', 168]);
    expect(screen.getByRole('button', { name: '7 days' })).toHaveAttribute(
      'aria-pressed',
      'true',
    );
    await userEvent.click(screen.getByLabelText('Region'));
    await userEvent.click(screen.getByRole('option', { name: 'eu-frankfurt' }));
    expect(hoursAsked()).toEqual(['eu-frankfurt', 168]);
  });

  it('draws game servers that are taken beside the size', async () => {
    renderPanel(
      answering({
        demand: {
          title: 'allocated game servers',
          unit: 'count',
          values: [4, null, 6],
        },
      }),
    );
    const size = await screen.findByRole('figure', { name: 'Size' });
    expect(size).toHaveTextContent('Demand: allocated game servers');
    expect(screen.getAllByRole('figure')).toHaveLength(1);
  });

  it.each<[ServiceHistory['status'], string, boolean]>([
    ['unavailable', 'Size over time cannot be read now', true],
    ['notConfigured', 'Size over time is not known', false],
    ['noSeries', 'No size was recorded', false],
  ])('says in its place what is wrong: %s', async (status, title, isAged) => {
    renderPanel(
      answering({ status, reason: 'Prometheus refuses.', lastReachedAt: null }),
    );
    expect(await screen.findByText(title)).toBeVisible();
    expect(screen.getByText(/Prometheus refuses\./)).toBeVisible();
    expect(screen.queryAllByText('never observed')).toHaveLength(
      isAged ? 1 : 0,
    );
    expect(screen.queryByRole('figure')).not.toBeInTheDocument();
  });

  it('says that demand was not recorded, and what Prometheus warns of', async () => {
    renderPanel(answering({ demand: null, warnings: ['a store is missing'] }));
    expect(await screen.findByText(/demand is\s+unknown/)).toBeVisible();
    expect(screen.getByText('a store is missing')).toBeVisible();
  });

  it('says that the backend failed', async () => {
    renderPanel(jest.fn().mockRejectedValue(new Error('gateway timeout')));
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'gateway timeout',
    );
  });

  it('is not there where no workload is known', async () => {
    const getHistory = answering({});
    renderPanel(getHistory, [unreadRegion]);
    await Promise.resolve();
    expect(screen.queryByText('Size against demand over time')).toBeNull();
    expect(getHistory).not.toHaveBeenCalled();
  });
});
