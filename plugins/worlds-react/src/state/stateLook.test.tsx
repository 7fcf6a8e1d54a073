import { createTheme, getContrastRatio } from '@material-ui/core';
import { render, screen } from '@testing-library/react';
import { statesBySeverity } from '@worldscale/backstage-plugin-worlds-common';
import { StateBadge } from './StateBadge';
import { readable, stateColours, stateWords } from './stateLook';

const themes = (['light', 'dark'] as const).flatMap(type => [
  createTheme({ palette: { type } }),
  // Colours of the stock theme, which are too pale for text.
  createTheme({
    palette: {
      type,
      status: { ok: '#1DB954', warning: '#FF9800', error: '#E22134' },
    } as object,
  }),
]);

it.each(themes)('reads every state on paper and page of theme %#', theme => {
  const { background } = theme.palette;
  for (const colour of Object.values(stateColours(theme))) {
    expect(getContrastRatio(colour, background.paper)).toBeGreaterThanOrEqual(
      4.5,
    );
    expect(getContrastRatio(colour, background.default)).toBeGreaterThanOrEqual(
      4.5,
    );
  }
});

it('leaves a colour alone that can be read already', () => {
  expect(getContrastRatio(readable('#006400', '#fff'), '#006400')).toBe(1);
});

it.each(statesBySeverity)(
  'says %s in a word and by a shape of its own',
  state => {
    const { container } = render(
      <>
        {statesBySeverity.map(other => (
          <StateBadge key={other} state={other} />
        ))}
      </>,
    );
    expect(screen.getByText(stateWords[state])).toBeVisible();
    const shapes = [...container.querySelectorAll('svg')].map(s => s.innerHTML);
    expect(new Set(shapes).size).toBe(4);
  },
);

it('tells the reason to people who hover', () => {
  render(<StateBadge state="atRisk" reason="two left" label="2 at risk" />);
  expect(screen.getByText('2 at risk')).toHaveAttribute('title', 'two left');
});
