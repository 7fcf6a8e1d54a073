import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FakeSlo } from '../__testUtils__/FakeSlo';
import { refusal, renderSlo } from '../__testUtils__/renderSlo';
import { policyOf } from '../__testUtils__/sloFixture';
import { LiftFreeze } from './LiftFreeze';

const lift = { name: 'Lift the freeze' };

async function fillIn(slo: FakeSlo, onLifted: () => void) {
  renderSlo(<LiftFreeze policy={policyOf()} onLifted={onLifted} />, {
    slo,
    mayLift: true,
  });
  await userEvent.click(await screen.findByRole('button', lift));
  const dialog = within(await screen.findByRole('dialog'));
  expect(dialog.getByRole('button', lift)).toBeDisabled();
  const reason = dialog.getByRole('textbox', { name: /Reason/ });
  await userEvent.type(reason, 'A fix must go out');
  await userEvent.click(dialog.getByRole('button', lift));
}

it('lifts a freeze with a reason, for a while', async () => {
  const slo = new FakeSlo();
  const onLifted = jest.fn();
  await fillIn(slo, onLifted);
  await waitFor(() => expect(onLifted).toHaveBeenCalled());
  expect(slo.lifted).toEqual([{ reason: 'A fix must go out', hours: 8 }]);
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
});

it('keeps what was written where the backend refuses, and says why', async () => {
  const slo = new FakeSlo();
  slo.error = await refusal(409, {
    name: 'ConflictError',
    message: 'The service is not frozen.',
  });
  const onLifted = jest.fn();
  await fillIn(slo, onLifted);
  expect(await screen.findByRole('alert')).toHaveTextContent(
    'The service is not frozen.',
  );
  expect(screen.getByRole('textbox', { name: /Reason/ })).toHaveValue(
    'A fix must go out',
  );
  expect(onLifted).not.toHaveBeenCalled();
});

it('is not there where nothing is frozen', async () => {
  renderSlo(
    <>
      <LiftFreeze
        policy={policyOf({ decision: 'slowDown', mayDeploy: true })}
        onLifted={jest.fn()}
      />
      shown
    </>,
    { mayLift: true },
  );
  expect(await screen.findByText('shown')).toBeVisible();
  expect(screen.queryByRole('button', lift)).toBeNull();
});
