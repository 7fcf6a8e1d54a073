import { renderInTestApp } from '@backstage/frontend-test-utils';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import { ServiceHistory } from '@worldscale/backstage-plugin-scaling-common';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useLocation } from 'react-router-dom';
import { scalingApiRef } from '../api';
import {
  cappedRegion,
  entity,
  history,
  unreadRegion,
} from '../__testUtils__/scalingFixture';
import { change, pageOf } from '../__testUtils__/ledgerFixture';
import { HistoryPanel } from './HistoryPanel';

const frankfurt = cappedRegion('2026-11-22T20:00:00.000Z');
const tokyo = {
  ...frankfurt,
  region: 'ap-tokyo',
  regionTitle: 'Tokyo',
};

function renderPanel(
  getHistory: jest.Mock,
  regions = [frankfurt, tokyo],
  getChanges = jest.fn().mockResolvedValue(pageOf([])),
  address = '/?region=ap-tokyo',
) {
  return renderInTestApp(
    <EntityProvider entity={entity}>
      <HistoryPanel regions={regions} />
      <Address />
    </EntityProvider>,
    {
      apis: [[scalingApiRef, { getHistory, getChanges }]],
      initialRouteEntries: [address],
    },
  );
}
function Address() {
  return <output>{useLocation().search}</output>;
}

const answering = (part: Partial<ServiceHistory>) =>
  jest.fn().mockResolvedValue({ ...history, ...part });

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
    ).toHaveAttribute(
      'aria-valuetext',
      expect.stringMatching(/cpu 131% of its target$/),
    );

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
    // To be handed on.
    expect(screen.getByRole('status', { name: '' })).toHaveTextContent(
      '?region=eu-frankfurt&range=7d',
    );
  });

  it('opens on the region of the headline: with all well, the one nearest to its limit', async () => {
    const getHistory = answering({});
    const healthy = { state: 'healthy' as const, capacity: undefined };
    renderPanel(
      getHistory,
      [
        { ...frankfurt, ...healthy, headroom: { replicas: 6, percent: 50 } },
        { ...tokyo, ...healthy, headroom: { replicas: 1, percent: 8 } },
      ],
      undefined,
      '/',
    );
    await screen.findByRole('figure', { name: 'Size' });
    expect(getHistory.mock.lastCall[0]).toMatchObject({ region: 'ap-tokyo' });
  });

  it('leads from a mark of the chart to its entry', async () => {
    const at = new Date(history.times[1]).toISOString();
    const getChanges = jest
      .fn()
      .mockResolvedValue(pageOf([{ ...change, region: 'ap-tokyo', at }]));
    renderPanel(answering({}), [frankfurt, tokyo], getChanges);
    const mark = await screen.findByRole('button', {
      name: /10 to 12, HorizontalPodAutoscaler aurora-gateway$/,
    });
    expect(getChanges.mock.lastCall[0]).toMatchObject({ region: 'ap-tokyo' });
    expect(screen.getByText('reason not observed')).toBeVisible();
    await userEvent.click(mark);
    const entry = screen.getByRole('region', {
      name: 'Changes chosen on the chart',
    });
    expect(entry).toHaveFocus();
    expect(entry).toHaveTextContent('SuccessfulRescale: New size: 12');
    await userEvent.click(within(entry).getByRole('button', { name: 'Close' }));
    expect(entry).not.toBeInTheDocument();
  });

  it('says from when on changes are marked where the page holds not all', async () => {
    const at = new Date(history.times[1]).toISOString();
    const page = pageOf([{ ...change, region: 'ap-tokyo', at }], 'more');
    renderPanel(
      answering({}),
      [frankfurt, tokyo],
      jest.fn().mockResolvedValue(page),
    );
    expect(
      await screen.findByText(/^Marked are the newest 1 changes, back to/),
    ).toBeVisible();
    expect(screen.getByText('not marked')).toBeVisible();
  });

  it('draws the size where the ledger cannot be read, and says so', async () => {
    renderPanel(
      answering({}),
      [frankfurt, tokyo],
      jest.fn().mockRejectedValue(new Error('not allowed')),
    );
    expect(await screen.findByRole('figure', { name: 'Size' })).toBeVisible();
    expect(await screen.findByRole('alert')).toHaveTextContent(
      /Changes of size cannot be marked.*not allowed/,
    );
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
