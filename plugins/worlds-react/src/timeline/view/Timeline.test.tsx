import { renderInTestApp } from '@backstage/frontend-test-utils';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { LaneAnswer } from '../lane';
import { LaneView } from '../laneView';
import { TimelineRange } from '../range';
import { Timeline, TimelineProps } from './Timeline';

const now = Date.parse('2026-11-22T18:00:00');
const hour = 3_600_000;
const all = { fromMs: 0, toMs: now };

const grew = (id: string, hoursAgo: number, more: object = {}) => ({
  ...{ id, atMs: now - hoursAgo * hour, title: `grew ${id}` },
  ...{ sentence: `cpu asked for ${id}.`, shape: 'up' as const },
  ...more,
});
const lane = (
  id: string,
  answer: LaneAnswer,
  more: Partial<LaneView> = {},
) => ({
  ...{ id, title: `Lane ${id}`, answer, answered: all },
  ...more,
});
const changes = lane('changes', {
  marks: [
    grew('one', 20, { href: '/there', actor: 'HPA gateway', where: 'Tokyo' }),
    grew('two', 12, { isInferred: true }),
    grew('three', 4),
  ],
});
const incidents = lane('incidents', {
  periods: [
    {
      ...{ id: 'i', fromMs: now - 13 * hour, toMs: now - 9 * hour },
      ...{ title: 'Login fails', sentence: 'No logins.', state: 'breached' },
    },
  ],
});

function show(props: Partial<TimelineProps>) {
  const onRange = jest.fn();
  const range: TimelineRange = { preset: '24h' };
  const rendered = renderInTestApp(
    <Timeline
      title="Timeline of gateway"
      lanes={[]}
      {...{ range, nowMs: now, onRange }}
      {...props}
    />,
  );
  return { onRange, ...rendered };
}
const stopsOf = (title: string) =>
  within(screen.getByRole('list', { name: `${title}, on the timeline` }));

const legend = () =>
  screen.getByRole('list', { name: 'Meaning of the shapes' });

describe('the timeline', () => {
  it('goes from mark to mark by the arrow keys, and to other lanes at the same time', async () => {
    show({ lanes: [changes, incidents] });
    const marks = stopsOf('Lane changes');
    const three = marks.getByRole('button', { name: /grew three/ });
    expect(three).toHaveAttribute('tabindex', '0');
    three.focus();
    await userEvent.keyboard('{ArrowLeft}');
    expect(marks.getByRole('button', { name: /grew two/ })).toHaveFocus();
    await userEvent.keyboard('{ArrowDown}');
    const login = stopsOf('Lane incidents').getByRole('button');
    expect(login).toHaveFocus();
    expect(login).toHaveAccessibleName(/Login fails. Breached. No logins\.$/);
    await userEvent.keyboard('{ArrowUp}{Home}');
    const one = marks.getByRole('link', { name: /grew one/ });
    expect(one).toHaveFocus();
    expect(one).toHaveAttribute('href', '/there');
    await userEvent.keyboard('{ArrowLeft}');
    expect(one).toHaveFocus();
    await userEvent.keyboard('{End}');
    expect(three).toHaveFocus();
  });

  it('says everything of a mark in its name, and shows it where the focus is', async () => {
    show({ lanes: [changes] });
    const one = stopsOf('Lane changes').getByRole('link');
    expect(one).toHaveAccessibleName(
      /grew one\. Tokyo, by HPA gateway\. cpu asked for one\.$/,
    );
    expect(
      stopsOf('Lane changes').getByRole('button', { name: /grew two/ }),
    ).toHaveAccessibleName(/reason not observed/);
    one.focus();
    expect(await screen.findByText('cpu asked for one.')).toBeInTheDocument();
    await userEvent.keyboard('{Escape}');
    expect(screen.queryByText('cpu asked for one.')).not.toBeInTheDocument();
  });

  it('shows on touch what a second touch follows', async () => {
    show({ lanes: [changes] });
    const one = stopsOf('Lane changes').getByRole('link');
    const touch = () => {
      const down = new MouseEvent('pointerdown', { bubbles: true });
      Object.assign(down, { pointerType: 'touch' });
      fireEvent(one, down);
      one.focus();
      return fireEvent.click(one);
    };
    expect(touch()).toBe(false);
    expect(await screen.findByText('cpu asked for one.')).toBeInTheDocument();
  });

  it('lists what is too close together, and looks closer at it', async () => {
    const close = lane('changes', {
      marks: [grew('a', 10), grew('b', 9.9), grew('c', 9.8, { href: '/c' })],
    });
    const { onRange } = show({ lanes: [close] });
    const stop = stopsOf('Lane changes').getByRole('button', {
      name: /^3 entries: 3 up, /,
    });
    await userEvent.click(stop);
    const list = screen.getByRole('group', { name: /^3 entries/ });
    expect(list).toHaveFocus();
    expect(within(list).getByRole('link', { name: 'grew c' })).toHaveAttribute(
      'href',
      '/c',
    );
    await userEvent.keyboard('{Escape}');
    expect(list).not.toBeInTheDocument();
    expect(stop).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    await userEvent.click(screen.getByRole('button', { name: 'Look closer' }));
    const [{ fromMs, toMs }] = onRange.mock.lastCall;
    expect(fromMs).toBeLessThan(now - 10 * hour);
    expect(toMs).toBeGreaterThan(now - 9.8 * hour);
    expect(toMs - fromMs).toBeLessThan(hour);
  });

  it('tells by kind what lies in one place, and counts what has no direction', () => {
    const at = (hoursAgo: number, id: string, more: object) =>
      grew(id, hoursAgo, more);
    const wave = lane('wave', {
      marks: [
        ...[1, 2, 3, 4, 5].map(i => at(12, `up ${i}`, {})),
        at(12, 'down', { shape: 'down' }),
        at(12, 'note', { shape: 'event' }),
      ],
    });
    const alerts = lane('alerts', {
      marks: ['breached', 'atRisk'].map(state => at(12, state, { state })),
    });
    show({ lanes: [wave, alerts] });
    expect(stopsOf('Lane wave').getByRole('button')).toHaveAccessibleName(
      /^7 entries: 5 up, 1 down, 1 other, /,
    );
    const drawn = within(screen.getByRole('region', { name: 'Lane wave' }));
    expect(drawn.getByText('↑ 5')).toBeVisible();
    expect(drawn.getByText('↓ 1')).toBeVisible();
    expect(legend()).toHaveTextContent('several close together');
    const both = stopsOf('Lane alerts').getByRole('button');
    expect(both).toHaveAccessibleName(/^2 entries, /);
    expect(both).toHaveTextContent('2');
  });

  it('explains alone what is to be seen', () => {
    show({
      lanes: [
        lane('apart', {
          marks: [
            grew('early', 20),
            grew('late', 2),
            grew('before', 40, { shape: 'down' }),
          ],
        }),
      ],
    });
    expect(legend()).toHaveTextContent(/^upnot known$/);
    expect(screen.queryByText('↑ 1')).not.toBeInTheDocument();
  });

  it('tells what is not known apart from nothing', () => {
    show({
      lanes: [
        lane('quiet', {}),
        lane('partly', {
          gaps: [
            {
              fromMs: now - 50 * hour,
              toMs: now - 20 * hour,
              reason: 'Cluster nrt cannot be read.',
            },
          ],
        }),
        lane(
          'cut',
          {},
          {
            answered: { fromMs: 0, toMs: now - 2 * hour },
            error: new Error('503'),
          },
        ),
        { id: 'failed', title: 'Lane failed', error: new Error('gone') },
        { id: 'new', title: 'Lane new' },
      ],
    });
    const region = (name: string) => screen.getByRole('region', { name });
    expect(region('Lane quiet')).toHaveTextContent('nothing happened');
    expect(region('Lane quiet')).not.toHaveTextContent('Not known');
    expect(region('Lane partly')).toHaveTextContent(
      /nothing in the parts that are known.*Not known .*: Cluster nrt cannot be read\./,
    );
    expect(region('Lane cut')).toHaveTextContent(
      'Lane cut cannot be asked: 503',
    );
    expect(region('Lane failed')).toHaveTextContent(
      /not known.*Lane failed cannot be asked: gone/,
    );
    expect(region('Lane new')).toHaveTextContent('loading');
  });

  it('names a few reasons, and leaves the others to the list', async () => {
    const gaps = [1, 2, 3, 4, 5].map(n => ({
      ...{ fromMs: now - 20 * hour, toMs: now },
      reason: `Service ${n} was not watched.`,
    }));
    show({ lanes: [lane('many', { gaps })] });
    const region = screen.getByRole('region', { name: 'Lane many' });
    expect(region).toHaveTextContent(
      /Service 3 was not watched\.And 2 further reasons, in the list/,
    );
    expect(region).not.toHaveTextContent('Service 4');
    await userEvent.click(screen.getByText('The same as a list'));
    expect(await screen.findByText('Service 5 was not watched.')).toBeVisible();
  });

  it('shows the other lanes where one cannot be drawn', async () => {
    const bad = lane('bad', {
      charts: [
        {
          ...{ id: 'x', title: 'X', times: [now - hour, now] },
          lines: [{ id: 'l', title: 'L', look: 'main', values: [1, 2] }],
          format: () => {
            throw new Error('no format');
          },
        },
      ],
    });
    const errors = jest.spyOn(console, 'error').mockImplementation(() => {});
    show({ lanes: [bad, changes] });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      /Lane bad is not known.*no format/,
    );
    expect(stopsOf('Lane changes').getAllByRole('listitem')).toHaveLength(3);
    errors.mockRestore();
  });

  it('folds a lane that is not of interest', async () => {
    show({ lanes: [changes, incidents] });
    await userEvent.click(screen.getByRole('button', { name: 'Lane changes' }));
    expect(
      screen.queryByRole('list', { name: 'Lane changes, on the timeline' }),
    ).not.toBeInTheDocument();
    expect(
      screen.getByRole('region', { name: 'Lane changes' }),
    ).toHaveTextContent('3 entries');
    expect(stopsOf('Lane incidents').getByRole('button')).toBeVisible();
  });

  it('reads all charts at the instant that the keyboard chooses', async () => {
    const times = [24, 18, 12, 6, 0].map(ago => now - ago * hour);
    show({
      lanes: [
        lane('size', {
          charts: [
            {
              ...{ id: 'f', title: 'Frankfurt', times, format: String },
              lines: [
                {
                  ...{ id: 'd', title: 'Desired', look: 'main' },
                  values: [1, 2, null, 4, 5],
                },
              ],
            },
          ],
        }),
      ],
    });
    const axis = screen.getByRole('slider', {
      name: 'Instant on the timeline',
    });
    expect(axis).toHaveAttribute(
      'aria-valuetext',
      expect.stringMatching(/Frankfurt: Desired 5$/),
    );
    axis.focus();
    await userEvent.keyboard('{Home}');
    expect(axis).toHaveAttribute(
      'aria-valuetext',
      expect.stringMatching(/Desired 1$/),
    );
    expect(screen.getByText('Desired 1')).toBeVisible();
    await userEvent.keyboard(
      '{PageUp}{PageUp}{PageUp}{PageUp}{PageUp}{ArrowRight}',
    );
    expect(screen.getByText('Desired unknown')).toBeVisible();
  });

  it('chooses a stretch by drawing across it, within the past', () => {
    const { onRange } = show({ lanes: [changes] });
    const stage = screen
      .getByRole('slider', { name: 'Instant on the timeline' })
      .closest('div')!.parentElement!;
    fireEvent.mouseDown(stage);
    const draw = (type: string, clientX: number) =>
      fireEvent(
        stage,
        new MouseEvent(type, { bubbles: true, button: 0, clientX }),
      );
    draw('pointerdown', 414);
    draw('pointermove', 600);
    draw('pointerup', 600);
    const [{ fromMs, toMs }] = onRange.mock.lastCall;
    expect(now - fromMs).toBeCloseTo(12 * hour, -4);
    expect(toMs).toBeGreaterThan(fromMs);
    onRange.mockClear();
    draw('pointerdown', 414);
    draw('pointerup', 415);
    expect(onRange).not.toHaveBeenCalled();
  });

  it('offers presets and ways to move, and none into the future', async () => {
    const { onRange } = show({ lanes: [changes] });
    expect(screen.getByRole('button', { name: '24 hours' })).toHaveAttribute(
      'aria-pressed',
      'true',
    );
    await userEvent.click(screen.getByRole('button', { name: '7 days' }));
    expect(onRange).toHaveBeenLastCalledWith({ preset: '7d' });
    expect(screen.getByRole('button', { name: 'Later' })).toBeDisabled();
    await userEvent.click(screen.getByRole('button', { name: 'Earlier' }));
    expect(onRange).toHaveBeenLastCalledWith({
      fromMs: now - 36 * hour,
      toMs: now - 12 * hour,
    });
  });

  it('looks ahead where a lane knows of plans', async () => {
    const { onRange } = show({
      lanes: [changes],
      latestMs: now + 48 * hour,
    });
    await userEvent.click(screen.getByRole('button', { name: 'Later' }));
    expect(onRange).toHaveBeenLastCalledWith({
      fromMs: now - 12 * hour,
      toMs: now + 12 * hour,
    });
  });

  it('has the same as a list, the newest first, with what is not known', async () => {
    show({
      lanes: [
        changes,
        incidents,
        { id: 'failed', title: 'Lane failed', error: new Error('gone') },
      ],
    });
    await userEvent.click(screen.getByText('The same as a list'));
    const table = await screen.findByRole('table');
    const rows = within(table)
      .getAllByRole('row')
      .slice(1)
      .map(row => row.textContent);
    expect(rows).toHaveLength(5);
    expect(rows[0]).toMatch(/Lane changesgrew threecpu asked for three\./);
    expect(rows[1]).toMatch(/grew two.*reason not observed/);
    expect(rows[2]).toMatch(/Lane incidentsLogin failsNo logins\.Breached/);
    expect(rows[4]).toMatch(/Lane failed cannot be asked: goneNot known/);
    expect(
      within(table).getByRole('link', { name: 'grew one' }),
    ).toHaveAttribute('href', '/there');
  });

  it('says that there is no lane', async () => {
    show({});
    await waitFor(() => expect(screen.getByText('No lanes')).toBeVisible());
  });
});
