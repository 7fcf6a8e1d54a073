import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatProblem } from '../openslo/Problem';
import { readOpenSlo } from '../openslo/readOpenSlo';
import {
  defineSlo,
  indicatorOf,
  metric,
  problemsOf,
  service,
  sloObject,
  yamlOf,
} from '../__testUtils__/sloText';
import { annotationNames as names } from './annotations';
import { defineSlos } from './defineSlos';

const everyKind = readOpenSlo(
  readFileSync(join(__dirname, '../__testUtils__/everyKind.yaml'), 'utf8'),
  'every.yaml',
);

describe('defineSlos', () => {
  it('puts everything that is referred to in its place', () => {
    const { slos, problems } = defineSlos([everyKind]);
    expect(problems).toEqual([]);
    const [availability, lag, delivered, journey] = slos;
    expect(availability).toMatchObject({
      name: 'chat-availability',
      service: 'chat',
      serviceDisplayName: 'Chat',
      isComposite: false,
      coverageFloor: 0.9,
      objectives: [
        {
          target: 0.999,
          indicatorName: 'chat-errors',
          indicator: {
            kind: 'ratio',
            part: 'bad',
            total: { sourceType: 'Prometheus', sourceRef: 'metrics' },
          },
        },
        { target: 0.9995 },
      ],
      alerts: [
        {
          severity: 'page',
          threshold: 13.44,
          longMs: 3_600_000,
          shortMs: 300_000,
          forMs: 120_000,
          targets: ['on-call'],
        },
        {
          severity: 'ticket',
          op: 'gt',
          shortMs: 90 * 60_000,
          forMs: 0,
          alertsOnNoData: true,
          targets: ['board'],
        },
      ],
    });
    expect(lag).toMatchObject({
      window: { kind: 'calendar', timeZone: 'Europe/Berlin' },
      objectives: [
        {
          comparison: { op: 'lte', value: 2.5 },
          sliceMs: 300_000,
          timeSliceTarget: 0.95,
        },
      ],
    });
    expect(delivered.objectives[0]).toMatchObject({
      indicator: { kind: 'raw', rawType: 'success' },
      sliceMs: 600_000,
    });
    expect(journey).toMatchObject({
      isComposite: true,
      playerJourney: 'talk to friends',
      wantsDefaultAlerts: true,
      objectives: [{ weight: 0.5 }, { weight: 1, target: 0.99 }],
    });
  });

  it('finds objects of other files', () => {
    const slo = yamlOf(
      sloObject({ indicator: undefined, indicatorRef: 'errors' }),
    );
    const sli = yamlOf({
      apiVersion: 'openslo/v1',
      kind: 'SLI',
      metadata: { name: 'errors' },
      spec: { thresholdMetric: metric('up') },
    });
    const files = [readOpenSlo(slo, 'a.yaml'), readOpenSlo(sli, 'b.yaml')];
    // Only together do they tell that a threshold lacks its operator.
    expect(defineSlos(files).problems.map(formatProblem)).toEqual([
      expect.stringContaining('refers to the Service "chat"'),
      'a.yaml:12:7: spec.objectives[0].op: is missing; the indicator is a threshold metric',
    ]);
  });

  it('tells duplicates with both places', () => {
    const text = yamlOf(sloObject(), service);
    const files = [readOpenSlo(text, 'a.yaml'), readOpenSlo(text, 'b.yaml')];
    const { slos, problems } = defineSlos(files);
    expect(slos).toHaveLength(1);
    expect(problems.map(formatProblem)).toEqual([
      'b.yaml:4:9: metadata.name: the SLO "chat-availability" is there already: a.yaml:1',
      expect.stringContaining('the Service "chat" is there already: a.yaml:'),
    ]);
  });

  it.each<[string, Record<string, unknown>, string]>([
    [
      'an SLI',
      { indicator: undefined, indicatorRef: 'nothing' },
      'spec.indicatorRef: refers to the SLI "nothing", which is not there',
    ],
    [
      'an alert policy',
      { alertPolicies: [{ alertPolicyRef: 'nothing' }] },
      'spec.alertPolicies[0].alertPolicyRef: refers to the AlertPolicy "nothing", which is not there',
    ],
    [
      'a data source',
      {
        indicator: indicatorOf({
          thresholdMetric: {
            metricSource: { metricSourceRef: 'nothing', spec: { query: 'x' } },
          },
        }),
        objectives: [{ target: 0.9, op: 'lt', value: 1 }],
      },
      'spec.indicator.spec.thresholdMetric.metricSource.metricSourceRef: refers to the DataSource "nothing", which is not there',
    ],
  ])('tells a reference to %s that is not there', (_, spec, expected) => {
    expect(problemsOf(sloObject(spec), service)).toContainEqual(
      expect.stringContaining(expected),
    );
  });

  it('suggests the name that was meant', () => {
    expect(problemsOf(sloObject({ service: 'chta' }), service)[0]).toContain(
      'refers to the Service "chta", which is not there; did you mean "chat"?',
    );
  });

  it('reads our annotations', () => {
    const slo = defineSlo(
      sloObject(
        {},
        {
          [names.runbook]: './runbooks/a.md',
          [names.burnAlerts]: 'page 14.4x 1h/5m for 2m; ticket 3x 1d/2h',
          [names.exclusions]:
            '- { start: "2026-11-22T04:00", timeZone: Europe/Berlin, durationMinutes: 60, rrule: "FREQ=WEEKLY;BYDAY=SU", reason: maintenance, by: user:default/mira, decidedAt: "2026-11-01T09:00:00Z" }',
          [names.errorBudgetPolicy]: 'freezeAt: 0.05\nwhenUnknown: freeze\n',
          [names.groupBy]: 'region, cluster',
          [names.coverageFloor]: '0.8',
          [names.playerJourney]: 'log in',
        },
      ),
    );
    expect(slo).toMatchObject({
      runbook: './runbooks/a.md',
      alerts: [
        {
          severity: 'page',
          threshold: 14.4,
          longMs: 3_600_000,
          shortMs: 300_000,
          forMs: 120_000,
        },
        { severity: 'ticket', threshold: 3, longMs: 86_400_000, forMs: 0 },
      ],
      exclusions: [{ timeZone: 'Europe/Berlin', reason: 'maintenance' }],
      policy: { freezeAt: 0.05, slowDownAt: 0.25, whenUnknown: 'freeze' },
      groupBy: ['region', 'cluster'],
      coverageFloor: 0.8,
      playerJourney: 'log in',
    });
  });

  it.each<[string, string, string]>([
    [names.burnAlerts, 'page 14x 1h', 'expected default, or alerts like'],
    [names.exclusions, '[', 'is no YAML'],
    [names.exclusions, '- {}', '[0].start: expected a local date and time'],
    [names.exclusions, 'a: 1', 'expected a list of exclusions'],
    [
      names.errorBudgetPolicy,
      'freezAt: 0',
      '"freezAt" is not known; did you mean "freezeAt"?; expected freezeAt, slowDownAt',
    ],
    [names.errorBudgetPolicy, 'freeze', 'expected fields like freezeAt: 0'],
    [
      names.errorBudgetPolicy,
      'freezeAt: none',
      'freezeAt: expected a share of the budget, like 0.25',
    ],
    [
      names.errorBudgetPolicy,
      'freezeAt: 0.5\nslowDownAt: 0.1',
      'slowDownAt: expected at least freezeAt (0.5), found 0.1',
    ],
    // Against what slowDownAt is where nobody says.
    [
      names.errorBudgetPolicy,
      'freezeAt: 0.5',
      'slowDownAt: expected at least freezeAt (0.5), found 0.25',
    ],
    [
      names.errorBudgetPolicy,
      'whenUnknown: panic',
      'whenUnknown: expected one of allow, slowDown, freeze',
    ],
    [
      names.errorBudgetPolicy,
      'exempt: p0',
      'exempt: expected a list of kinds of change',
    ],
    [names.playerJourney, ' ', 'expected what players cannot do'],
    [names.runbook, ' ', 'expected a path or an address'],
    [names.exclusions, '- 5', '[0]: expected fields like start'],
    [
      names.burnAlerts,
      'page 14 1h/5m',
      'in "page 14 1h/5m", expected a burn rate like 14.4x as word 2, found "14"',
    ],
    [
      names.burnAlerts,
      'page 14x 1h/5m; ticket 3x 1d',
      'in "ticket 3x 1d", expected a long and a short window like 1h/5m as word 3, found "1d"',
    ],
    [
      names.burnAlerts,
      'page 14x 1h/5m 2m',
      'expected the word for as word 4, found "2m"',
    ],
    [
      names.burnAlerts,
      'page 14x 1h/5m for 2m now',
      'expected nothing more as word 6, found "now"',
    ],
    [names.burnAlerts, ';', 'expected default, or alerts like'],
    [names.groupBy, '__name__', 'expected labels of the metric'],
    [
      names.errorBudgetPolicy,
      'slowDownBurnRate: 1',
      'expected a burn rate above 1',
    ],
    [names.groupBy, 'region; drop', 'expected names of labels'],
    [names.groupBy, 'slo', 'expected labels of the metric'],
    [names.compositeTarget, '1', 'expected a target above 0 and below 1'],
    [names.coverageFloor, 'most', 'expected a share above 0 and below 1'],
    [names.runbook, 'data:text/html,x', 'expected a path or an address'],
  ])('tells what is wrong in the annotation %s', (name, value, expected) => {
    const problems = problemsOf(sloObject({}, { [name]: value }), service);
    expect(problems[0]).toMatch(/^slo\.yaml:6:\d+: metadata\.annotations\./);
    expect(problems[0]).toContain(expected);
  });

  it('tells once what is wrong in one place', () => {
    for (const value of ['page 14x 1h', ';']) {
      const slo = sloObject({}, { [names.burnAlerts]: value });
      expect(problemsOf(slo, service)).toHaveLength(1);
    }
    const { metricSource } = metric('x_total');
    const both = {
      metricSource: { ...metricSource, metricSourceRef: 'store' },
    };
    const ratioMetric = { counter: true, bad: both, total: both };
    const store = {
      ...{ apiVersion: 'openslo/v1', kind: 'DataSource' },
      metadata: { name: 'store' },
      spec: { type: 'Datadog', connectionDetails: { site: 'x' } },
    };
    expect(
      problemsOf(
        sloObject({ indicator: indicatorOf({ ratioMetric }) }),
        service,
        store,
      ),
    ).toEqual([
      expect.stringContaining('the DataSource store is of type Datadog'),
    ]);
  });

  it('lets no words of a validator through', () => {
    const values = ['', ' ', '5', 'x', '[]', '{}', '[5]', '- {a: 1}', 'a: [1]'];
    const more = ['freezeAt: []', 'exempt: [1]', '[[]]', '- ~', '~', '- x'];
    const told = Object.values(names).flatMap(name =>
      [...values, ...more].flatMap(value =>
        problemsOf(sloObject({}, { [name]: value }), service),
      ),
    );
    expect(told.length).toBeGreaterThan(60);
    const raw = /Invalid|Unrecognized|received|Too (small|big)|undefined|NaN/;
    expect(told.filter(text => raw.test(text))).toEqual([]);
  });

  it('warns of a burn rate that never slows anything down', () => {
    const slowDown = (target: number) =>
      problemsOf(
        sloObject(
          { objectives: [{ target }] },
          { [names.errorBudgetPolicy]: 'slowDownBurnRate: 20' },
        ),
        service,
      );
    expect(slowDown(0.99)).toEqual([]);
    expect(slowDown(0.9)).toEqual([
      expect.stringContaining(
        'slowDownBurnRate: 20 can never be reached: where everything fails the burn rate is 10',
      ),
    ]);
  });

  it('tells what is faulty from what is not there', () => {
    const policy = {
      ...{ apiVersion: 'openslo/v1', kind: 'AlertPolicy' },
      ...{ metadata: { name: 'paging' }, spec: { conditions: [] } },
    };
    const alertPolicies = [{ alertPolicyRef: 'paging' }];
    const told = problemsOf(sloObject({ alertPolicies }), service, policy);
    expect(told).toContainEqual(
      expect.stringMatching(
        /alertPolicyRef: refers to the AlertPolicy "paging", which is faulty, see slo\.yaml:\d+:1$/,
      ),
    );
  });

  it('warns of two SLOs that a reader cannot tell apart', () => {
    const named = (name: string, of = 'chat') => ({
      ...sloObject({ service: of }),
      metadata: { name, displayName: 'Chat answers' },
    });
    const other = { ...service, metadata: { name: 'trade' } };
    const told = problemsOf(
      ...[named('a'), named('b'), named('c', 'trade'), service, other],
    );
    expect(told).toEqual([
      expect.stringContaining(
        'metadata.displayName: is the name of the SLO "a" of the same service, too (slo.yaml:1): readers cannot tell them apart',
      ),
    ]);
  });

  it('suggests the annotation that was meant', () => {
    const [problem] = problemsOf(
      sloObject({}, { 'worldscale.io/runbok': './a.md' }),
      service,
    );
    expect(problem).toContain('did you mean "worldscale.io/runbook"?');
  });
});
