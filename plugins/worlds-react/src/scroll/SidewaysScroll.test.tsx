import { fireEvent, render, screen } from '@testing-library/react';
import { SidewaysScroll } from './SidewaysScroll';

function show(width: { scrollWidth: number; clientWidth: number }) {
  for (const [name, value] of Object.entries(width)) {
    jest
      .spyOn(
        HTMLElement.prototype,
        name as 'scrollWidth' | 'clientWidth',
        'get',
      )
      .mockReturnValue(value);
  }
  render(<SidewaysScroll label="Fleet">wide</SidewaysScroll>);
  return screen.getByRole('region', { name: 'Fleet' });
}

afterEach(() => jest.restoreAllMocks());

it('is no stop of the Tab key and gives no hint where everything fits', () => {
  const region = show({ scrollWidth: 800, clientWidth: 800 });
  expect(region).not.toHaveAttribute('tabindex');
  expect(screen.queryByText(/More columns/)).toBeNull();
});

it('says on which side there is more, and can be scrolled by keyboard', () => {
  const region = show({ scrollWidth: 1200, clientWidth: 800 });
  expect(region).toHaveAttribute('tabindex', '0');
  expect(screen.getByText('More columns to the right →')).toBeVisible();
  region.scrollLeft = 400;
  fireEvent.scroll(region);
  expect(screen.getByText('← More columns to the left')).toBeVisible();
});
