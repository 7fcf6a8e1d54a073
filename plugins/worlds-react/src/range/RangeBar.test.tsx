import { render, screen } from '@testing-library/react';
import { RangeBar } from './RangeBar';

it('says in words what it draws', () => {
  render(
    <RangeBar
      min={2}
      max={10}
      current={4}
      desired={5}
      ready={3}
      state="healthy"
      unit="replicas"
    />,
  );
  expect(
    screen.getByRole('img', {
      name: '4 replicas now, 5 desired, 3 ready, allowed 2 to 10',
    }),
  ).toBeVisible();
});

it('says unknown, and draws nothing, of what it does not know', () => {
  const { container } = render(
    <RangeBar
      min={null}
      max={null}
      current={null}
      ready={null}
      state="unknown"
      unit="shards"
    />,
  );
  expect(screen.getByRole('img')).toHaveAccessibleName(
    'unknown shards now, unknown ready, allowed unknown to unknown',
  );
  expect(container.querySelectorAll('rect')).toHaveLength(1);
  expect(container.querySelector('circle')).toBeNull();
});

it('stays within its width when the count is above the limit', () => {
  const { container } = render(
    <RangeBar min={1} max={10} current={25} state="breached" unit="replicas" />,
  );
  for (const rect of container.querySelectorAll('rect')) {
    const right =
      Number(rect.getAttribute('x')) + Number(rect.getAttribute('width'));
    expect(right).toBeLessThanOrEqual(200);
  }
});
