import { render, screen } from '@testing-library/react';
import {
  BudgetState,
  decideDeployment,
  defaultErrorBudgetPolicy,
} from '@worldscale/backstage-plugin-slo-common';
import { policyOf } from '../__testUtils__/sloFixture';
import { PolicyNote } from './PolicyNote';

/** What the backend decides of one objective. */
function show(state: Partial<BudgetState>) {
  const verdict = decideDeployment(
    [
      {
        ...{ slo: 'login', displayName: 'Players log in', burnRate: null },
        ...{ remaining: null, policy: defaultErrorBudgetPolicy },
        ...state,
      },
    ],
    { nowMs: 0 },
  );
  render(<PolicyNote policy={policyOf({ ...verdict, since: null })} isBrief />);
  return screen.getByRole('region', { name: 'Error-budget policy' });
}

it('gives the reason where changes are allowed only since nothing is known yet', () => {
  const note = show({
    isPending: true,
    unknownReason: 'it has not been measured yet',
  });
  expect(note).toHaveTextContent('Changes: Allow, not known yet');
  expect(note).toHaveTextContent(
    'the budget is not yet known, because it has not been measured yet',
  );
});

it('says since when, not for how long', () => {
  const since = new Date(Date.now() - 3.5 * 60_000).toISOString();
  render(
    <PolicyNote
      policy={policyOf({ decision: 'freeze', mayDeploy: false, since })}
    />,
  );
  const line = screen.getByText(/^Changes: Freeze/);
  expect(line).toHaveTextContent(/ since \S.* \(3 min ago\)$/);
  expect(line.querySelector('time')).toHaveAttribute('datetime', since);
  expect(line).not.toHaveTextContent(' for ');
});

it('says no more than that changes are allowed where the budget is known', () => {
  const note = show({ remaining: 0.8, burnRate: 0.1 });
  expect(note).toHaveTextContent('Changes: AllowChanges go ahead as planned.');
  expect(note).not.toHaveTextContent('known');
});
