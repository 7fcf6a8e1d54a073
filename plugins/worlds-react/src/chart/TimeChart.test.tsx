import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ChartLine, gapsOf, lonelyPoints } from './chartLines';
import { TimeChart } from './TimeChart';

const startMs = Date.parse('2026-11-22T12:00:00');
const times = [0, 1, 2, 3, 4].map(i => startMs + i * 60_000);
const lines: ChartLine[] = [
  { id: 'd', title: 'Desired', look: 'main', values: [3, 4, null, null, 6] },
  { id: 'r', title: 'Ready', look: 'filled', values: [3, 3, 4, null, 0] },
  {
    id: 'm',
    title: 'Maximum',
    look: 'ceiling',
    values: [null, null, null, null, null],
  },
];

function renderChart() {
  return render(
    <TimeChart
      title="Size"
      times={times}
      lines={lines}
      level={{ title: 'Target', value: 5 }}
      format={value => `${value} replicas`}
      steps
    />,
  );
}

describe('TimeChart', () => {
  it('draws a line for each thing that is known, and leaves gaps', async () => {
    const { container } = renderChart();
    const legend = screen.getByRole('list', { name: 'Lines of Size' });
    expect(
      within(legend)
        .getAllByRole('listitem')
        .map(item => item.textContent),
    ).toEqual(['Desired', 'Ready', 'Target', 'not known']);
    await screen.findByRole('figure', { name: 'Size' });
    const slider = screen.getByRole('slider');
    await within(slider).findAllByText(/\d+ replicas/);
    const paths = container.querySelectorAll('path.visx-linepath');
    expect(paths).toHaveLength(2);
    expect(container.querySelectorAll('path.visx-area-closed')).toHaveLength(1);
    for (const path of paths) {
      expect(path.getAttribute('d')).not.toMatch(/NaN/);
    }
    // The value after the gap stands alone.
    expect(container.querySelectorAll('circle')).toHaveLength(2);
  });

  it('names instants as the timeline does, the day by its date', async () => {
    const hours = Array.from({ length: 25 }, (_, i) => startMs + i * 3_600_000);
    render(
      <TimeChart
        title="Size"
        times={hours}
        lines={[{ ...lines[0], values: hours.map(() => 1) }]}
        format={String}
      />,
    );
    expect(await screen.findByText('Nov 23')).toBeInTheDocument();
    expect(screen.queryByText(/Mon/)).toBeNull();
  });

  it('says the values of an instant that the keyboard chooses', async () => {
    renderChart();
    const slider = screen.getByRole('slider', { name: 'Instant of Size' });
    expect(slider).toHaveAttribute(
      'aria-valuetext',
      expect.stringMatching(/: Desired 6 replicas, Ready 0 replicas$/),
    );
    await userEvent.tab();
    expect(slider).toHaveFocus();
    await userEvent.keyboard('{ArrowLeft}');
    expect(slider).toHaveAttribute(
      'aria-valuetext',
      expect.stringMatching(/: Desired unknown, Ready unknown$/),
    );
    await userEvent.keyboard('{Home}{ArrowLeft}{ArrowRight}');
    expect(slider).toHaveAttribute('aria-valuenow', '1');
    await userEvent.keyboard('{End}{PageDown}');
    expect(slider).toHaveAttribute('aria-valuenow', '3');
  });

  it('has the same values in a table', async () => {
    renderChart();
    expect(screen.queryByRole('table')).not.toBeInTheDocument();
    await userEvent.click(screen.getByText('The same as a table'));
    const rows = within(await screen.findByRole('table')).getAllByRole('row');
    expect(rows).toHaveLength(6);
    expect(rows[1]).toHaveTextContent(/6 replicas0 replicas$/);
    expect(rows[2]).toHaveTextContent(/unknownunknown$/);
  });

  it('draws nothing of no time at all', () => {
    const { container } = render(
      <TimeChart title="Size" times={[]} lines={[]} format={String} />,
    );
    expect(container).toBeEmptyDOMElement();
  });
});

it.each([
  [[1, 2], [], []],
  [
    [null, 1, null],
    [
      [0, 0],
      [2, 2],
    ],
    [1],
  ],
  [
    [null, null, 1, 2, null],
    [
      [0, 1],
      [4, 4],
    ],
    [],
  ],
  [[null], [[0, 0]], []],
])('finds gaps and lonely points of %j', (values, gaps, lonely) => {
  expect(gapsOf(values)).toEqual(gaps);
  expect(lonelyPoints(values)).toEqual(lonely);
});
