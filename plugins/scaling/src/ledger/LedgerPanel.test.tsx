import { renderInTestApp } from '@backstage/frontend-test-utils';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { LedgerExtent } from '@worldscale/backstage-plugin-scaling-common';
import { scalingApiRef } from '../api';
import { backfilled, change, pageOf } from '../__testUtils__/ledgerFixture';
import { cappedRegion, entity } from '../__testUtils__/scalingFixture';
import { LedgerPanel } from './LedgerPanel';

const frankfurt = cappedRegion('2026-11-22T20:00:00.000Z');
const regions = [frankfurt, { ...frankfurt, region: 'ap-tokyo' }];

function renderLedger(
  api: { getChanges: jest.Mock; getChangesCsv?: jest.Mock },
  path = '/',
) {
  return renderInTestApp(
    <EntityProvider entity={entity}>
      <LedgerPanel regions={regions} />
    </EntityProvider>,
    { apis: [[scalingApiRef, api]], initialRouteEntries: [path] },
  );
}

describe('LedgerPanel', () => {
  it('tells each change in one line, and everything on demand', async () => {
    const getChanges = jest
      .fn()
      .mockResolvedValue(pageOf([change, backfilled]));
    renderLedger({ getChanges });
    const table = await screen.findByRole('table');
    const [, first, second] = within(table).getAllByRole('row');
    expect(first).toHaveTextContent(
      /10 to 12.*HorizontalPodAutoscaler aurora-gateway.*cpu was at 92%.*after 45 seconds/,
    );
    expect(second).toHaveTextContent(
      /12 to 10.*Not known.*Its reason was not observed\./,
    );
    await userEvent.click(
      within(first).getByRole('button', { name: /10 to 12/ }),
    );
    expect(table).toHaveTextContent('cpu: 92% of 70%, ratio 1.314');
    expect(table).toHaveTextContent('SuccessfulRescale: New size: 12');
    expect(table).toHaveTextContent('cpu asks for 14 replicas.');
    await userEvent.click(
      within(second).getByRole('button', { name: /12 to 10/ }),
    );
    expect(table).toHaveTextContent(/between .* and /);
    expect(table).toHaveTextContent('nobody saw it happen');
    expect(screen.getByText(/Changes are watched since/)).toHaveTextContent(
      'Earlier ones are from Prometheus, without their reasons.',
    );
  });

  it('tells changes one below the other where the screen is narrow', async () => {
    const { matchMedia } = window;
    window.matchMedia = query =>
      ({
        matches: /max-width/.test(query),
        addListener: () => {},
        removeListener: () => {},
      } as unknown as MediaQueryList);
    try {
      renderLedger({
        getChanges: jest.fn().mockResolvedValue(pageOf([change])),
      });
      const list = await screen.findByRole('list', { name: 'Changes of size' });
      expect(list).toHaveTextContent(/eu-frankfurt.*10 to 12.*cpu was at 92%/);
      expect(screen.queryByRole('table')).toBeNull();
      await userEvent.click(
        within(list).getByRole('button', { name: /10 to 12/ }),
      );
      expect(list).toHaveTextContent('SuccessfulRescale: New size: 12');
    } finally {
      window.matchMedia = matchMedia;
    }
  });

  it('does not say that Prometheus is missing before anything was seen', async () => {
    const extent: LedgerExtent = {
      ...{ observedSince: null, backfill: 'pending' },
      reason: 'No workload of this service was seen in a cluster yet.',
    };
    const getChanges = jest.fn().mockResolvedValue({ ...pageOf([]), extent });
    renderLedger({ getChanges });
    expect(await screen.findByText(/^Changes are not/)).toHaveTextContent(
      'Changes are not watched yet. Earlier sizes will be read from Prometheus. No workload of this service was seen in a cluster yet.',
    );
  });

  it('asks for what is chosen, and for the next page of it', async () => {
    const getChanges = jest
      .fn()
      .mockResolvedValue(pageOf([change], 'older-than-1'));
    renderLedger({ getChanges }, '/?who=person&direction=up');
    await screen.findByRole('table');
    expect(getChanges.mock.lastCall[0]).toMatchObject({
      ...{ kind: 'Component', namespace: 'default', name: 'aurora-gateway' },
      ...{ actor: 'person', direction: 'up', cursor: undefined },
    });
    await userEvent.click(screen.getByRole('button', { name: 'Older' }));
    expect(getChanges.mock.lastCall[0].cursor).toBe('older-than-1');
    // Another choice begins at its newest.
    await userEvent.click(screen.getByLabelText('Region'));
    await userEvent.click(screen.getByRole('option', { name: 'ap-tokyo' }));
    expect(getChanges.mock.lastCall[0]).toMatchObject({
      ...{ region: 'ap-tokyo', actor: 'person', cursor: undefined },
    });
  });

  it('says that nothing matches, and clears what was chosen', async () => {
    const getChanges = jest.fn().mockResolvedValue(pageOf([]));
    renderLedger({ getChanges }, '/?who=person');
    expect(await screen.findByText('No change matches')).toBeVisible();
    await userEvent.click(
      screen.getByRole('button', { name: 'Clear filters' }),
    );
    expect(await screen.findByText('No change yet')).toBeVisible();
    expect(getChanges.mock.lastCall[0].actor).toBeUndefined();
  });

  it('does not call unchanged what nobody watches', async () => {
    const page = pageOf([]);
    const getChanges = jest.fn().mockResolvedValue({
      ...page,
      extent: { ...page.extent, observedSince: null },
    });
    renderLedger({ getChanges });
    expect(await screen.findByText('No change is known')).toBeVisible();
    expect(screen.queryByText(/has not changed/)).toBeNull();
  });

  it('saves what is chosen as a file, with the credentials of the reader', async () => {
    const click = jest
      .spyOn(HTMLAnchorElement.prototype, 'click')
      .mockImplementation(() => {});
    URL.createObjectURL = jest.fn(() => 'blob:changes');
    URL.revokeObjectURL = jest.fn();
    const getChangesCsv = jest.fn().mockResolvedValue(new Blob(['at,from,to']));
    renderLedger(
      {
        getChanges: jest.fn().mockResolvedValue(pageOf([change])),
        getChangesCsv,
      },
      '/?direction=down',
    );
    await userEvent.click(
      await screen.findByRole('button', { name: 'Export as CSV' }),
    );
    expect(getChangesCsv.mock.lastCall[0]).toMatchObject({ direction: 'down' });
    const link = click.mock.instances[0] as unknown as HTMLAnchorElement;
    expect(link.download).toBe('aurora-gateway-changes.csv');
    click.mockRestore();
  });

  it('says what went wrong, with the list and with the file', async () => {
    renderLedger({
      getChanges: jest.fn().mockRejectedValue(new Error('not allowed')),
      getChangesCsv: jest.fn().mockRejectedValue(new Error('too many')),
    });
    expect(await screen.findByRole('alert')).toHaveTextContent('not allowed');
    await userEvent.click(
      screen.getByRole('button', { name: 'Export as CSV' }),
    );
    expect(await screen.findByText('too many')).toBeVisible();
  });
});
