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
    [names.exclusions, '- {}', '0.start: expected a local date and time'],
    [names.exclusions, 'a: 1', 'expected array'],
    [names.errorBudgetPolicy, 'freezAt: 0', 'Unrecognized key: "freezAt"'],
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

  it('suggests the annotation that was meant', () => {
    const [problem] = problemsOf(
      sloObject({}, { 'worldscale.io/runbok': './a.md' }),
      service,
    );
    expect(problem).toContain('did you mean "worldscale.io/runbook"?');
  });
});
