import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ChartMarks } from './ChartMarks';
import { ChartMark, groupMarks } from './groupMarks';

const mark = (id: string, atMs: number, look: ChartMark['look'] = 'up') => ({
  ...{ id, atMs, look },
  label: `change ${id}`,
});

describe('groupMarks', () => {
  it('keeps marks apart that can be told apart, and drops those outside', () => {
    const groups = groupMarks(
      [mark('late', 500), mark('a', 0), mark('b', 10), mark('c', 60)],
      atMs => atMs,
      { from: 0, to: 100 },
      24,
    );
    expect(groups.map(({ marks }) => marks.map(({ id }) => id))).toEqual([
      ['a', 'b'],
      ['c'],
    ]);
  });
});

describe('ChartMarks', () => {
  it('is one stop of the keyboard, whose arrows go along, and hands on what is chosen', async () => {
    const onChoose = jest.fn();
    render(
      <ChartMarks
        label="Changes"
        marks={[mark('a', 0), mark('b', 50, 'down'), mark('c', 51)]}
        from={0}
        to={100}
        width={1076}
        onChoose={onChoose}
      />,
    );
    const strip = screen.getByRole('toolbar', { name: 'Changes' });
    const names = within(strip)
      .getAllByRole('button')
      .map(button => button.getAttribute('aria-label'));
    expect(names).toEqual(['change a', 'change b; and 1 more']);
    await userEvent.tab();
    expect(screen.getByRole('button', { name: /^change b/ })).toHaveFocus();
    await userEvent.keyboard('{ArrowLeft}{Enter}');
    expect(onChoose).toHaveBeenCalledTimes(1);
    expect(onChoose.mock.calls[0][0].map((one: ChartMark) => one.id)).toEqual([
      'a',
    ]);
  });

  it('shows where nothing is marked, so that nobody takes it for nothing', () => {
    const show = (unmarkedUntil?: number) => {
      const { container } = render(
        <ChartMarks
          {...{ label: 'Changes', marks: [], from: 0, to: 100, width: 1076 }}
          {...{ unmarkedUntil, onChoose: () => {} }}
        />,
      );
      return container;
    };
    expect(show()).toBeEmptyDOMElement();
    expect(show(0)).toBeEmptyDOMElement();
    expect(show(40)).toHaveTextContent('not marked');
    expect(show(Infinity)).toHaveTextContent('not marked');
  });
});
