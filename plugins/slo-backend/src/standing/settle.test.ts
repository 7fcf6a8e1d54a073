import {
  defineSlos,
  readOpenSlo,
  SloChange,
  SloFigures,
} from '@worldscale/backstage-plugin-slo-common';
import { sloFile } from '../__testUtils__/sloFile';
import { KnownSlo } from '../definitions/Definitions';
import { ObjectiveReading } from '../measuring/ObjectiveReading';
import { idOf, Memory } from '../rows/rowRecord';
import { StoredPolicy } from './PolicyStore';
import { settle } from './settle';

const startMs = Date.parse('2026-11-20T20:00:00Z');
const text = sloFile('chat', { window: '28d' });
const [definition] = defineSlos([readOpenSlo(text, 'slo.yaml')]).slos;
const chat: KnownSlo = {
  definition,
  file: {
    ...{ url: 'slo.yaml', entityRef: null, text, etag: null, readAtMs: 0 },
    ...{ checkedAtMs: 0, error: null, failingSinceMs: null },
  },
  entity: {
    ...{ entityRef: 'component:default/chat', title: 'Chat', isWorld: false },
    ...{ owner: 'group:default/social', world: null },
  },
  ...{ world: undefined, generations: ['g'], hourOffsetMs: 0 },
};

function figures(remaining: number): SloFigures {
  const consumed = 1 - remaining;
  return {
    ...{ sli: 0.9995, remaining, consumed, burnRate: consumed, events: null },
    minutes: { allowed: 40, remaining: 40 * remaining },
  };
}

function reading(
  remaining: number | null,
  burn: number | null = 0.5,
): ObjectiveReading {
  return {
    ...{ slo: definition.name, objective: '0', region: '', target: 0.999 },
    ...{
      window: undefined,
      coverage: 1,
      measuredBy: 'direct',
      isFilling: false,
    },
    figures: remaining === null ? null : figures(remaining),
    unknownReason: remaining === null ? 'there was no traffic' : null,
    burns: [300_000, 3_600_000, 21_600_000].map(windowMs => ({
      windowMs,
      burnRate: burn,
    })),
  };
}

/** Rounds three minutes apart; the changes of each. */
async function rounds(
  readings: ObjectiveReading[],
  policies = new Map<string, StoredPolicy>(),
): Promise<SloChange[][]> {
  let before = new Map<string, Memory>();
  const changes: SloChange[][] = [];
  for (const [i, each] of readings.entries()) {
    const settled = await settle({
      slos: new Map([[definition.name, chat]]),
      readings: new Map([[definition.name, [each]]]),
      definitions: { runbookOf: () => null },
      ...{ before, policies, overrides: new Map() },
      regionTitles: region => region,
      atMs: startMs + i * 180_000,
    });
    before = new Map(
      settled.rows.map(({ row, memory }) => [
        `${row.slo}\n${row.objective}`,
        memory,
      ]),
    );
    for (const policy of settled.policies) {
      policies.set(policy.entityRef, policy);
    }
    changes.push(settled.changes);
  }
  return changes;
}

const kinds = (changes: SloChange[][]) =>
  changes.map(each => each.map(c => c.kind));

describe('settle', () => {
  it('takes the first that it knows for no change', async () => {
    expect(kinds(await rounds([reading(-0.5), reading(-0.5)]))).toEqual([
      [],
      [],
    ]);
  });

  it('tells once that a budget is spent, what that means, and when there is budget again', async () => {
    const all = await rounds([
      reading(0.5),
      reading(-0.01),
      reading(-0.02),
      reading(0.3),
    ]);
    expect(kinds(all)).toEqual([
      [],
      ['budgetSpent', 'policyChanged'],
      [],
      ['budgetBack', 'policyChanged'],
    ]);
    expect(all[1][1].text).toBe(
      'Chat must not be deployed. chat: availability: the budget is overspent by 1 %; changes stop at 0 %.',
    );
  });

  it('keeps the first decision about a service, and tells nobody', async () => {
    const settled = await settle({
      slos: new Map([[definition.name, chat]]),
      readings: new Map([[definition.name, [reading(-0.5)]]]),
      definitions: { runbookOf: () => null },
      ...{ before: new Map(), policies: new Map(), overrides: new Map() },
      regionTitles: region => region,
      atMs: startMs,
    });
    expect(settled.changes).toEqual([]);
    expect(settled.noted).toMatchObject([
      {
        ...{ kind: 'policyChanged', severity: 'freeze', slo: null },
        ...{
          entityRef: 'component:default/chat',
          at: '2026-11-20T20:00:00.000Z',
        },
        text: expect.stringMatching(/^Chat must not be deployed\. /),
      },
    ]);
  });

  it('remembers what was left through a time in which nothing is known', async () => {
    expect(
      kinds(await rounds([reading(0.5), reading(null, null), reading(-0.1)])),
    ).toEqual([[], ['policyChanged'], ['budgetSpent', 'policyChanged']]);
  });

  it('tells of an alert when it fires and when it is over', async () => {
    const all = await rounds([
      reading(0.6),
      reading(0.5, 20),
      reading(0.5, 20),
      reading(0.5, null),
      reading(0.5, 1),
    ]);
    expect(kinds(all)).toEqual([[], [], ['alertFired'], [], ['alertResolved']]);
    expect(all[2][0]).toMatchObject({
      severity: 'page',
      slo: 'chat-availability',
    });
  });

  it('records that a freeze stays while its figure is not known', async () => {
    const policies = new Map<string, StoredPolicy>();
    const all = [reading(-0.1), reading(null, null), reading(null, null)];
    expect(kinds(await rounds(all, policies))).toEqual([[], [], []]);
    expect(policies.get('component:default/chat')).toMatchObject({
      ...{ decision: 'freeze', sinceMs: startMs },
      reasons: [
        {
          text: 'chat: availability: was frozen since 2026-11-20 20:00 UTC, because the budget is overspent by 10 %; changes stop at 0 %; not known now, because there was no traffic.',
        },
      ],
    });
    expect(kinds(await rounds([reading(0.9)], policies))).toEqual([
      ['policyChanged'],
    ]);
  });

  describe('when a region is lost', () => {
    const login: KnownSlo = {
      ...chat,
      definition: {
        ...{ ...definition, groupBy: ['region'] },
        playerJourney: 'log in to Aurora',
        displayName: 'Aurora Gateway: availability',
      },
      entity: { ...chat.entity!, title: 'Aurora Gateway' },
    };
    const titles = new Map([
      ['eu-frankfurt', 'Europe (Frankfurt)'],
      ['us-oregon', 'US West (Oregon)'],
    ]);
    const runbook = 'https://git.example/runbooks/lost-region.md';

    /** What is told after some minutes in which budgets burn so fast. */
    async function told(burns: Record<string, number | null>) {
      let before = new Map<string, Memory>();
      const changes: SloChange[] = [];
      let reason = '';
      for (const minutes of [0, 3]) {
        const settled = await settle({
          slos: new Map([[definition.name, login]]),
          readings: new Map([
            [
              definition.name,
              Object.entries(burns).map(([region, burn]) => ({
                ...reading(0.075, burn),
                region,
              })),
            ],
          ]),
          definitions: { runbookOf: () => runbook },
          ...{ before, policies: new Map(), overrides: new Map() },
          regionTitles: region => titles.get(region) ?? region,
          atMs: startMs + minutes * 60_000,
        });
        before = new Map(
          settled.rows.map(({ row, memory }) => [
            `${row.slo}\n${idOf(row)}`,
            memory,
          ]),
        );
        changes.push(...settled.changes);
        reason = settled.rows.find(({ row }) => !row.region)!.row.reason;
      }
      const [alert] = changes.filter(({ kind }) => kind === 'alertFired');
      return { reason, alert };
    }

    it('says what players cannot do, where, how long the budget lasts, and what to do', async () => {
      const { reason, alert } = await told({
        ...{ '': 16, 'eu-frankfurt': 400, 'us-oregon': 0.2 },
      });
      expect(reason).toBe(
        'Players fail to log in to Aurora in Europe (Frankfurt); budget gone in 3 hours.',
      );
      expect(alert.text).toBe(
        `Aurora Gateway: availability: players fail to log in to Aurora in Europe (Frankfurt); budget gone in 3 hours. Runbook: ${runbook}`,
      );
      expect(alert.text).not.toMatch(/component:|eu-frankfurt|burn rate/);
    });

    it('names no place where it fails everywhere, or where that is not known', async () => {
      const plain = 'Players fail to log in to Aurora; budget gone in 3 hours.';
      const everywhere = { 'eu-frankfurt': 20, 'us-oregon': 20 };
      expect((await told({ '': 16, ...everywhere })).reason).toBe(plain);
      const unknown = { 'eu-frankfurt': null, 'us-oregon': 1 };
      expect((await told({ '': 16, ...unknown })).reason).toBe(plain);
    });
  });

  it('decides nothing while the past is being read', async () => {
    const filling = { ...reading(null), isFilling: true };
    expect(kinds(await rounds([filling, reading(0.9)]))).toEqual([[], []]);
  });
});
