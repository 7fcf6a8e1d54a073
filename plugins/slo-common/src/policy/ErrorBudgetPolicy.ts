/*
 * May a service be deployed, given what is left of its budgets? The example
 * policy of the SRE Workbook (appendix B, written for "The Example Game
 * Service") stops all changes but P0 issues and security fixes once the budget
 * of four weeks is spent. In between lies slowing down: as google/slo-generator
 * has it, people are moved to reliability while 7 days burn faster than 1.5.
 */
import { z } from 'zod';
import { unknownFields } from '../openslo/unknownFields';

const shareOfBudget = z
  .number({ error: 'expected a share of the budget, like 0.25' })
  .max(1, 'expected a share of the budget, at most 1');

const fields = {
  /** Freeze where the share of the budget that is left is at or below this. */
  freezeAt: shareOfBudget.default(0),
  /** Slow down where it is at or below this. */
  slowDownAt: shareOfBudget.default(0.25),
  /** Slow down where the budget burns at least this fast over some days. */
  slowDownBurnRate: z
    .number({ error: 'expected a burn rate above 1, like 1.5' })
    .gt(1, 'expected a burn rate above 1, which is the rate that lasts')
    .default(1.5),
  /** What is decided where the budget is not known. */
  whenUnknown: z
    .enum(['allow', 'slowDown', 'freeze'], {
      error: 'expected one of allow, slowDown, freeze',
    })
    .default('slowDown'),
  /** Kinds of change that go ahead even in a freeze. */
  exempt: z
    .array(
      z
        .string({ error: 'expected a kind of change, like security' })
        .min(1, 'expected a kind of change, like security'),
      { error: 'expected a list of kinds of change, like [p0, security]' },
    )
    .default(['p0', 'security', 'reliability']),
};

export const errorBudgetPolicySchema = z
  .strictObject(fields, {
    error: issue =>
      unknownFields(
        issue,
        Object.keys(fields),
        'expected fields like freezeAt: 0',
      ),
  })
  .superRefine(({ freezeAt, slowDownAt }, context) => {
    if (slowDownAt >= freezeAt) return;
    context.addIssue({
      ...{ code: 'custom', path: ['slowDownAt'] },
      message: `expected at least freezeAt (${freezeAt}), found ${slowDownAt}: changes would be frozen before they slow down`,
    });
  });

/** From which state of its budgets a service changes how it is deployed. */
export type ErrorBudgetPolicy = z.infer<typeof errorBudgetPolicySchema>;

export const defaultErrorBudgetPolicy: ErrorBudgetPolicy =
  errorBudgetPolicySchema.parse({});

/** Kinds of change that every deployment pipeline may ask about; a freeze holds them. */
const usualChanges = [
  ...['feature', 'fix', 'bugfix', 'refactoring', 'dependencies'],
  ...['configuration', 'content', 'infrastructure', 'migration', 'experiment'],
];

/** Kinds that may be asked about: the usual ones and those that policies exempt. */
export function knownChanges(policies: readonly ErrorBudgetPolicy[]): string[] {
  const exempt = [defaultErrorBudgetPolicy, ...policies].flatMap(
    policy => policy.exempt,
  );
  const kinds = new Map(
    [...usualChanges, ...exempt].map(kind => [kind.toLowerCase(), kind]),
  );
  return [...kinds.values()];
}

/** A kind of change as it is known, in whatever case it is written. */
export function isSameChange(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
