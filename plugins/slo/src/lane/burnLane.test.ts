import { Entity } from '@backstage/catalog-model';
import { SloChange } from '@worldscale/backstage-plugin-slo-common';
import { FakeSlo } from '../__testUtils__/FakeSlo';
import { laneOf, loadBurn } from './burnLane';

const gateway = 'component:default/aurora-gateway';
const noon = Date.parse('2026-11-22T12:00:00.000Z');
const minutes = (n: number) => noon + n * 60_000;

function change(
  kind: SloChange['kind'],
  atMinute: number,
  changes: Partial<SloChange> = {},
): SloChange {
  return {
    ...{ kind, at: new Date(minutes(atMinute)).toISOString() },
    ...{ entityRef: gateway, slo: 'login', objective: '0' },
    severity: kind.startsWith('alert') ? 'page' : null,
    text: `${kind} at ${atMinute}`,
    ...changes,
  };
}

describe('laneOf', () => {
  it('makes stretches of what begins and ends, in whatever order it is told', () => {
    const { periods } = laneOf(
      [change('alertResolved', 30), change('alertFired', 10)],
      noon,
    );
    expect(periods).toEqual([
      expect.objectContaining({
        ...{ fromMs: minutes(10), toMs: minutes(30), state: 'atRisk' },
        title: 'Burn alert (page): login',
        sentence: 'alertFired at 10',
      }),
    ]);
  });

  it('lets go on what has not ended, and begins with the span what began before', () => {
    const { periods } = laneOf(
      [change('budgetSpent', 40), change('alertResolved', 5)],
      noon,
    );
    expect(
      periods?.map(({ fromMs, toMs, state }) => [fromMs, toMs, state]),
    ).toEqual([
      [noon, minutes(5), 'atRisk'],
      [minutes(40), null, 'breached'],
    ]);
  });

  it('keeps alerts of different severities and objectives apart', () => {
    const { periods } = laneOf(
      [
        change('alertFired', 1),
        change('alertFired', 2, { severity: 'ticket' }),
        change('alertFired', 3, { objective: '1' }),
        change('alertResolved', 4),
      ],
      noon,
    );
    expect(periods?.filter(({ toMs }) => toMs === null)).toHaveLength(2);
    expect(new Set(periods?.map(({ id }) => id)).size).toBe(3);
  });

  it('marks what only happens', () => {
    const { marks, periods } = laneOf(
      [
        change('policyChanged', 1, { slo: null }),
        change('generationStarted', 2),
      ],
      noon,
    );
    expect(periods).toEqual([]);
    expect(marks?.map(({ title }) => title)).toEqual([
      'Policy',
      'Counted anew: login',
    ]);
  });
});

describe('loadBurn', () => {
  const entity = (name: string): Entity => ({
    ...{ apiVersion: 'v1', kind: 'Component', metadata: { name } },
  });
  const query = {
    ...{ fromMs: noon, toMs: minutes(60) },
    signal: new AbortController().signal,
  };
  const routes = { resolve: () => () => '/slos' };

  it('asks for one entity alone, and for all where there are several', async () => {
    const slo = new FakeSlo();
    const asked = jest.spyOn(slo, 'getChanges');
    slo.changes = [
      change('policyChanged', 1),
      change('policyChanged', 2, { entityRef: 'component:default/other' }),
    ];
    await loadBurn(
      { ...query, entities: [entity('aurora-gateway')] },
      { slo, routes },
    );
    const { marks } = await loadBurn(
      { ...query, entities: [entity('aurora-gateway'), entity('ember')] },
      { slo, routes },
    );
    expect(asked.mock.calls.map(([request]: unknown[]) => request)).toEqual([
      expect.objectContaining({ entityRef: gateway }),
      expect.objectContaining({ entityRef: undefined }),
    ]);
    expect(marks?.map(({ sentence, href }) => [sentence, href])).toEqual([
      ['policyChanged at 1', '/slos/login'],
    ]);
  });

  it.each([
    ['began before the span', -5, []],
    ['began within it', 20, [[noon, minutes(20)]]],
    ['begin after it', 90, [[noon, minutes(60)]]],
    ['have not begun', null, [[noon, minutes(60)]]],
  ])(
    'does not call empty what lies before notes were kept: they %s',
    async (_, since, stretches) => {
      const slo = new FakeSlo();
      slo.changesKnownSince =
        since === null ? null : new Date(minutes(since)).toISOString();
      const { gaps } = await loadBurn(
        { ...query, entities: [entity('aurora-gateway')] },
        { slo, routes },
      );
      expect(gaps?.map(({ fromMs, toMs }) => [fromMs, toMs])).toEqual(
        stretches,
      );
    },
  );

  it('says what it does not know where there were too many', async () => {
    const slo = new FakeSlo();
    slo.changes = Array.from({ length: 1000 }, (_, i) =>
      change('policyChanged', 50 - i / 100),
    );
    const { gaps } = await loadBurn(
      { ...query, entities: [entity('aurora-gateway')] },
      { slo, routes },
    );
    expect(gaps).toEqual([
      expect.objectContaining({
        fromMs: noon,
        toMs: Date.parse(slo.changes[999].at),
        reason: expect.stringContaining('Only the newest 1000'),
      }),
    ]);
  });
});
