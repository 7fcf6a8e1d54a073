import { screen, within } from '@testing-library/react';
import { FakeSlo } from '../__testUtils__/FakeSlo';
import { refusal, renderSlo, service } from '../__testUtils__/renderSlo';
import {
  entitySlosOf,
  fileOf,
  policyOf,
  problem,
} from '../__testUtils__/sloFixture';
import { EntitySlosCard } from './EntitySlosCard';
import { EntitySlosContent } from './EntitySlosContent';

const show = (element: JSX.Element, slo = new FakeSlo()) =>
  renderSlo(element, { slo, entity: service });

describe('the card', () => {
  it('says what burns, and that changes are frozen and why', async () => {
    show(<EntitySlosCard />);
    const [first, second] = (await screen.findAllByRole('listitem'))
      .filter(item => item.textContent?.startsWith('Aurora: players'))
      .slice(-2);
    expect(first).toHaveTextContent(/12 % left.*At risk.*budget gone in 3/);
    expect(second).toHaveTextContent(/budget unknown.*Unknown/);
    const policy = screen.getByRole('region', { name: 'Error-budget policy' });
    expect(policy).toHaveTextContent('Changes: Freeze');
    expect(policy).toHaveTextContent('changes stop at 0 %');
    expect(screen.getByRole('link', { name: 'Show SLOs' })).toHaveAttribute(
      'href',
      '/catalog/default/component/aurora-gateway/slos',
    );
  });

  it('keeps names without links where the app has no pages of objectives', async () => {
    renderSlo(<EntitySlosCard />, { entity: service, withoutPages: true });
    expect(await screen.findByText('Aurora: players log in')).toBeVisible();
    expect(
      screen.queryByRole('link', { name: 'Aurora: players log in' }),
    ).toBeNull();
  });

  it('says that the backend is not installed', async () => {
    const slo = new FakeSlo();
    slo.error = await refusal(404);
    show(<EntitySlosCard />, slo);
    expect(
      await screen.findByText('Objectives are not installed'),
    ).toBeVisible();
  });
});

describe('the tab', () => {
  it('shows every objective with its figures', async () => {
    show(<EntitySlosContent />);
    const list = await screen.findByRole('list', { name: 'Objectives' });
    const [known, unknown] = within(list).getAllByRole('listitem');
    expect(known).toHaveTextContent('SLI (target 99.9 %)99.912 %');
    expect(known).toHaveTextContent(
      'Budget gonein 3 hoursat 16.4×, as in the last 1 h',
    );
    expect(within(unknown).getAllByText('unknown')).toHaveLength(4);
  });

  it('says who lifted a freeze, why and until when', async () => {
    const slo = new FakeSlo();
    slo.entity = entitySlosOf({
      policy: policyOf({
        ...{ decision: 'slowDown', mayDeploy: true },
        override: {
          by: 'user:default/jonas.lindqvist',
          reason: 'The fix for the login queue',
          until: '2026-11-22T20:00:00.000Z',
        },
      }),
    });
    show(<EntitySlosContent />, slo);
    expect(
      await screen.findByText(
        /Lifted by user:default\/jonas\.lindqvist until .*: The fix for the login queue/,
      ),
    ).toBeVisible();
  });

  it.each([
    [[], 'No objectives'],
    [[fileOf({ problems: [problem] })], 'No objective can be used'],
    [[fileOf({ error: 'Not Found' })], 'Objectives are not known'],
    [[fileOf({ readAt: null })], 'Not known yet'],
  ])('says why there are none (%#)', async (files, title) => {
    const slo = new FakeSlo();
    slo.entity = entitySlosOf({ rows: [], files, policy: null });
    show(<EntitySlosContent />, slo);
    expect(await screen.findByText(title)).toBeVisible();
  });

  it('names the problems of a broken file', async () => {
    const slo = new FakeSlo();
    slo.entity = entitySlosOf({
      rows: [],
      files: [fileOf({ problems: [problem] })],
    });
    show(<EntitySlosContent />, slo);
    const problems = await screen.findByRole('list', {
      name: 'Problems of the definition',
    });
    expect(problems).toHaveTextContent(
      'gateway/slo.yaml:13:15 at spec.objectives[0].target',
    );
  });
});
