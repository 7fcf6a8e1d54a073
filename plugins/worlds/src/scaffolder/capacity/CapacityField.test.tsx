import { renderInTestApp } from '@backstage/frontend-test-utils';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { fieldProps } from '../../__testUtils__/fieldProps';
import { CapacityField } from './CapacityField';
import { Capacity, tryPlan } from './tryPlan';

function Form({ answers }: { answers: object }) {
  const [capacity, setCapacity] = useState<Capacity | undefined>({});
  const props = fieldProps<Capacity>({
    id: 'root_capacity',
    formData: capacity,
    onChange: setCapacity,
    schema: { title: 'Players', description: 'A first size.' },
    rawErrors: [],
    answers,
  });
  return <CapacityField {...props} />;
}

const shard = { kind: 'stateful-shard', regions: ['a', 'b'] };

describe('CapacityField', () => {
  it('shows the arithmetic from players to the bounds of the autoscaler', async () => {
    await renderInTestApp(<Form answers={shard} />);
    expect(screen.getByText(/Fill in both numbers/)).toBeVisible();
    await userEvent.type(screen.getByLabelText(/^Concurrent players/), '5000');
    await userEvent.type(screen.getByLabelText(/^Players per shard/), '200');
    expect(
      screen.getByText(
        'In each of 2 regions: 6 to 34 shards, 2 of them in reserve.',
      ),
    ).toBeVisible();
    const table = screen.getByRole('table', {
      name: 'How the size comes about',
    });
    expect(
      within(table).getByRole('row', { name: /^Minimum/ }),
    ).toHaveTextContent('ceil(16 × 0.2) + 26');
  });

  it('asks for pods where the service keeps no players', async () => {
    await renderInTestApp(<Form answers={{ kind: 'stateless-service' }} />);
    expect(screen.getByLabelText(/^Players per pod/)).toBeVisible();
  });

  it('says at the number concerned why there is no size', async () => {
    await renderInTestApp(<Form answers={shard} />);
    const peak = screen.getByLabelText(/^Concurrent players/);
    await userEvent.type(screen.getByLabelText(/^Players per shard/), '1');
    await userEvent.type(peak, '9000000');
    expect(peak).toHaveAttribute('aria-invalid', 'true');
    expect(peak).toHaveAccessibleDescription(/A region would need up to/);
    expect(screen.queryByRole('table')).not.toBeInTheDocument();
  });
});

describe('tryPlan', () => {
  const capacity = { peakPlayers: 100, playersPerInstance: 10 };

  it('counts the regions that are chosen, and one where there is none yet', () => {
    expect(tryPlan(capacity, shard).regions).toBe(2);
    expect(tryPlan(capacity, { regions: [] }).regions).toBe(1);
    expect(tryPlan(capacity, undefined).plan).toMatchObject({ atPeak: 13 });
  });

  it('has neither plan nor problem while a number is missing', () => {
    expect(tryPlan({ peakPlayers: 1 }, shard)).toEqual({
      kind: 'stateful-shard',
      regions: 2,
    });
  });
});
