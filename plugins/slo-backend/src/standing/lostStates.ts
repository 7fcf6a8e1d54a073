import {
  BudgetState,
  defaultErrorBudgetPolicy,
} from '@worldscale/backstage-plugin-slo-common';
import { StoredPolicy } from './PolicyStore';

/**
 * Objectives of which something was decided, and whose definition cannot be read now:
 * an error in a file must not loosen what was decided while it could be read.
 */
export function lostStates(
  found: readonly BudgetState[],
  before: StoredPolicy | undefined,
): BudgetState[] {
  const known = new Set(found.map(({ slo }) => slo));
  return (before?.reasons ?? []).flatMap(({ slo, objective, basis }) =>
    slo === undefined || basis === undefined || known.has(slo)
      ? []
      : [
          {
            ...{ slo, objective, displayName: slo },
            ...{ remaining: null, burnRate: null },
            unknownReason: 'the file that defines it holds errors',
            policy: defaultErrorBudgetPolicy,
          },
        ],
  );
}
