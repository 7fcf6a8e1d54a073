import { ScalingChange } from '@worldscale/backstage-plugin-scaling-common';
import { change } from '../__testUtils__/ledgerFixture';
import {
  directionOf,
  readinessText,
  reasonText,
  sizesText,
  whoText,
} from './changeWords';

const said = (part: Partial<ScalingChange>) => ({ ...change, ...part });
const actor = (
  type: ScalingChange['actor']['type'],
  kind: string | null,
  name: string | null,
) => said({ actor: { type, kind, name } });

describe('the words of a change', () => {
  it.each([
    [{ from: 10, to: 12 }, '10 to 12', 'up'],
    [{ from: 12, to: 10 }, '12 to 10', 'down'],
    [{ from: null, to: 1200 }, 'unknown to 1,200', 'other'],
    [
      { from: 0, to: 2, stack: 'preview' as const },
      '0 to 2 (preview stack)',
      'up',
    ],
  ])('say of %o: %s', (part, text, direction) => {
    expect(sizesText(said(part))).toBe(text);
    expect(directionOf(said(part))).toBe(direction);
  });

  it.each([
    [
      actor('autoscaler', 'HorizontalPodAutoscaler', 'aurora-gateway'),
      'HorizontalPodAutoscaler aurora-gateway',
    ],
    [actor('autoscaler', null, null), 'Autoscaler'],
    [actor('person', null, 'kubectl-scale'), 'A person (kubectl-scale)'],
    [actor('unknown', null, null), 'Not known'],
  ])('name who it was', (one, text) => expect(whoText(one)).toBe(text));

  it.each<[Partial<ScalingChange>, string]>([
    [
      { readiness: 'ready', readyAt: '2026-11-22T18:00:45Z' },
      'after 45 seconds',
    ],
    [{ readiness: 'ready', readyAt: '2026-11-22T18:00:00Z' }, 'at once'],
    [{ readiness: 'ready', readyAt: null }, 'ready, not seen when'],
    [{ readiness: 'pending', readyAt: null }, 'not yet'],
    [
      { readiness: 'superseded', readyAt: null },
      'overtaken by the next change',
    ],
    [{ readiness: 'unknown', readyAt: null }, 'unknown'],
  ])('tell of %o: %s', (part, text) => {
    expect(readinessText(said(part))).toBe(text);
  });

  it('never tell a reason that nobody saw as if it had been seen', () => {
    const why = { ...change.why, sentence: 'cpu was high.' };
    expect(reasonText(said({ reasonObserved: false, why }))).toBe(
      'Cpu was high; the reason was not observed.',
    );
    const told = { ...why, sentence: 'It grew; the reason was not observed.' };
    expect(reasonText(said({ reasonObserved: false, why: told }))).toBe(
      told.sentence,
    );
    expect(reasonText(said({ reasonObserved: true, why }))).toBe(
      'cpu was high.',
    );
  });
});
