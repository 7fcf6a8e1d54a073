/** @jest-environment node */
import { PrometheusError } from '@worldscale/backstage-plugin-worlds-node';
import { CatalogPicture } from '../definitions/CatalogReader';
import { ElsewhereReading } from './ElsewhereReading';

const nowMs = Date.parse('2026-11-20T20:00:30Z');
const signal = new AbortController().signal;

type Series = [labels: Record<string, string>, value: number | null];

function entity(name: string) {
  const entityRef = `component:default/${name}`;
  const known = {
    ...{ entityRef, title: name, owner: null, world: null, isWorld: false },
  };
  return [entityRef, known] as const;
}

const picture: CatalogPicture = {
  entities: new Map([
    entity('identity'),
    entity('aurora-chat'),
    entity('trade'),
  ]),
  files: [],
  flaws: new Map(),
  recorded: new Map([
    ['sloth:chat-backend', 'component:default/aurora-chat'],
    ['pyrra:trade-errors', 'component:default/trade'],
  ]),
};

function reading(columns: Record<string, Series[] | Error>) {
  const asked: string[] = [];
  const clock = { nowMs };
  const query = async (text: string) => {
    asked.push(text);
    const found = columns[text] ?? [];
    if (found instanceof Error) throw found;
    const result = found.map(([labels, value]) => ({
      labels,
      samples: [{ atMs: clock.nowMs, value }],
    }));
    return { result, warnings: [] };
  };
  const elsewhere = new ElsewhereReading({
    prometheus: { query },
    now: () => clock.nowMs,
  });
  const run = async () => {
    const { slos, readings } = await elsewhere.run(picture, signal);
    return { slos, of: (name: string) => readings.get(name)?.[0] };
  };
  return { run, asked, clock, columns };
}

const all = '{sloth_id!=""}';
const login = {
  ...{ sloth_id: 'identity-login', sloth_service: 'identity' },
  sloth_slo: 'login',
};
/** Labels and values as Sloth 0.16 records them: its own example, with figures. */
const slothed = (): Record<string, Series[] | Error> => ({
  [`slo:objective:ratio${all}`]: [[login, 0.9990000000000001]],
  [`slo:time_period:days${all}`]: [[login, 30]],
  [`slo:sli_error:ratio_rate5m${all}`]: [
    [{ ...login, sloth_window: '5m' }, 0.01],
  ],
  [`slo:sli_error:ratio_rate1h${all}`]: [
    [{ ...login, sloth_window: '1h' }, 0.002],
  ],
  [`slo:sli_error:ratio_rate30d${all}`]: [
    [{ ...login, sloth_window: '30d' }, 0.0004],
  ],
});

const errors = '{__name__=~".+:burnrate[0-9]+[a-z0-9]*",slo!=""}';
const pyrraed = (): Record<string, Series[] | Error> => ({
  'pyrra_objective{slo!=""}': [
    [{ slo: 'trade-errors' }, 0.99],
    [{ slo: 'queue', service: 'identity' }, 0.9],
  ],
  'pyrra_window{slo!=""}': [
    [{ slo: 'trade-errors' }, 2_419_200],
    [{ slo: 'queue', service: 'identity' }, 604_800],
  ],
  'pyrra_availability{slo!=""}': [
    [{ slo: 'trade-errors' }, 0.9925],
    [{ slo: 'queue', service: 'identity' }, null],
  ],
  [errors]: [
    [{ __name__: 'trades:burnrate5m', slo: 'trade-errors' }, 0.02],
    [{ __name__: 'trades:burnrate1h30m', slo: 'trade-errors' }, 0.01],
    // Told apart by a label of the metric: there is no one ratio.
    [{ __name__: 'trades:burnrate1d', slo: 'trade-errors', region: 'a' }, 0],
    [{ __name__: 'trades:burnrate1d', slo: 'trade-errors', region: 'b' }, 1],
  ],
});

describe('ElsewhereReading', () => {
  it('asks two questions where neither tool records anything', async () => {
    const { run, asked } = reading({});
    expect((await run()).slos.size).toBe(0);
    expect(asked).toEqual([
      `slo:objective:ratio${all}`,
      'pyrra_objective{slo!=""}',
    ]);
  });

  it('reads what Sloth records as it stands, and says what it means', async () => {
    const { run, asked } = reading(slothed());
    const { slos, of } = await run();
    const slo = slos.get('sloth.identity-login')!;
    expect(slo).toMatchObject({
      recordedBy: 'sloth',
      entity: { entityRef: 'component:default/identity' },
      definition: {
        ...{ displayName: 'login', service: 'identity', alerts: [] },
        method: 'RatioTimeslices',
      },
    });
    expect(slo.note).toContain(
      'a mean of five-minute ratios (RatioTimeslices)',
    );
    expect(slo.note).not.toContain('belongs to no entity');
    const { figures, burns, ...rest } = of('sloth.identity-login')!;
    expect(rest).toMatchObject({
      ...{ target: 0.999, measuredBy: 'sloth', coverage: null },
      unknownReason: null,
    });
    // 1 - slo:period_burn_rate:ratio, as Sloth's own remaining budget: 1 - 0.0004 / 0.001.
    expect(figures!.remaining).toBeCloseTo(0.6, 9);
    expect(figures!.minutes.allowed).toBeCloseTo(43.2, 9);
    expect(figures!.events).toBeNull();
    expect(
      burns.map(b => [b.windowMs, Math.round(b.burnRate! * 1e9) / 1e9]),
    ).toEqual([
      [300_000, 10],
      [3_600_000, 2],
    ]);
    expect(new Set(asked).size).toBe(asked.length);
    expect(asked).toHaveLength(2 + 7 + 1 + 1);
  });

  it('asks as many questions for a thousand SLOs as for one', async () => {
    const columns = slothed();
    for (const name of Object.keys(columns)) {
      const [[labels, value]] = columns[name] as Series[];
      columns[name] = Array.from({ length: 1000 }, (_, i) => [
        { ...labels, sloth_id: `s${i}` },
        value,
      ]);
    }
    const { run, asked } = reading(columns);
    expect((await run()).slos.size).toBe(1000);
    expect(asked).toHaveLength(11);
  });

  it('finds the entity by annotation or name, and says where there is none', async () => {
    const other = {
      sloth_id: 'chat-backend-x',
      sloth_service: 'chat-backend',
      sloth_slo: 'x',
    };
    const lost = {
      sloth_id: 'vault-x',
      sloth_service: 'vault',
      sloth_slo: 'x',
    };
    const { run } = reading({
      [`slo:objective:ratio${all}`]: [
        [other, 0.99],
        [lost, 0.99],
      ],
    });
    const { slos, of } = await run();
    expect(slos.get('sloth.chat-backend-x')!.entity?.entityRef).toBe(
      'component:default/aurora-chat',
    );
    const vault = slos.get('sloth.vault-x')!;
    expect(vault.entity).toBeUndefined();
    expect(vault.note).toContain(
      "expected a component named 'vault', or one with the annotation 'worldscale.io/sloth-service: vault'",
    );
    expect(of('sloth.vault-x')).toMatchObject({
      figures: null,
      unknownReason: 'slo:sli_error:ratio_rate30d is not recorded now',
    });
  });

  it('does not guess: NaN after no traffic, one objective of two clusters, a target of 100 %', async () => {
    const columns = slothed();
    columns[`slo:sli_error:ratio_rate30d${all}`] = [[login, null]];
    const nan = (await reading(columns).run()).of('sloth.identity-login')!;
    expect(nan.figures).toBeNull();
    expect(nan.unknownReason).toContain(
      'is not a number, as it is after a time without traffic',
    );

    const twice = slothed();
    for (const name of Object.keys(twice)) {
      const [[labels, value]] = twice[name] as Series[];
      twice[name] = ['a', 'b'].map(cluster => [{ ...labels, cluster }, value]);
    }
    const both = (await reading(twice).run()).of('sloth.identity-login')!;
    expect(both.figures).toBeNull();
    expect(both.unknownReason).toBe(
      '2 series of this name are recorded, which differ in other labels',
    );
    expect(both.burns.every(b => b.burnRate === null)).toBe(true);

    const perfect = {
      ...slothed(),
      [`slo:objective:ratio${all}`]: [[login, 1]] as Series[],
    };
    const full = (await reading(perfect).run()).of('sloth.identity-login')!;
    expect(full.unknownReason).toBe(
      'its target is 100 %, which leaves no budget to speak of',
    );
  });

  it("reads Pyrra's generic rules, and leaves alone what is told apart by labels", async () => {
    const { run } = reading(pyrraed());
    const { slos, of } = await run();
    const trade = slos.get('pyrra.trade-errors')!;
    expect(trade).toMatchObject({
      entity: { entityRef: 'component:default/trade' },
      definition: {
        method: 'Occurrences',
        window: { duration: { count: 28, unit: 'd' } },
      },
    });
    expect(trade.note).toContain(
      'a ratio of all events of the window (Occurrences)',
    );
    const { figures, burns } = of('pyrra.trade-errors')!;
    expect(figures!.sli).toBeCloseTo(0.9925, 9);
    expect(figures!.remaining).toBeCloseTo(0.25, 9);
    expect(burns.map(b => [b.windowMs / 60_000, b.burnRate])).toEqual([
      [5, expect.closeTo(2, 9)],
      [90, expect.closeTo(1, 9)],
      [1440, null],
    ]);
    expect(slos.get('pyrra.queue')!.entity?.entityRef).toBe(
      'component:default/identity',
    );
    expect(of('pyrra.queue')!.unknownReason).toContain(
      'pyrra_availability is not a number',
    );
  });

  it('tells for an hour of what is not recorded any more, as not known', async () => {
    const { run, columns, clock } = reading(slothed());
    await run();
    for (const name of Object.keys(columns)) columns[name] = [];
    clock.nowMs += 20 * 60_000;
    const gone = (await run()).of('sloth.identity-login')!;
    expect(gone).toMatchObject({
      figures: null,
      unknownReason:
        'nothing of it was recorded by Sloth since 2026-11-20T20:00:30.000Z',
    });
    clock.nowMs += 60 * 60_000;
    expect((await run()).slos.size).toBe(0);
  });

  it('lets one tool fail alone, and nothing where Prometheus is not there', async () => {
    const { run, columns } = reading({ ...slothed(), ...pyrraed() });
    await run();
    columns[errors] = new PrometheusError(
      'Prometheus cannot answer: too much.',
      {
        failure: 'tooLarge',
      },
    );
    const { of } = await run();
    expect(of('sloth.identity-login')!.figures).not.toBeNull();
    expect(of('pyrra.trade-errors')).toMatchObject({
      figures: null,
      unknownReason:
        'what Pyrra records cannot be read: Prometheus cannot answer: too much',
    });
    columns[`slo:objective:ratio${all}`] = new PrometheusError('gone', {
      failure: 'unreachable',
    });
    await expect(run()).rejects.toThrow('gone');
  });
});
