/** What each field of an SLO may be, and what is said where it is something else. */
import {
  indicatorOf,
  metric,
  ratioMetric,
  sloObject,
  yamlOf,
} from '../__testUtils__/sloText';
import { readOpenSlo } from './readOpenSlo';

/** What is said of one SLO whose spec differs from a sound one, without the place. */
function toldOf(spec: Record<string, unknown>): string[] {
  return readOpenSlo(yamlOf(sloObject(spec)), 'slo.yaml').problems.map(
    ({ severity, field, message }) => `${severity} ${field}: ${message}`,
  );
}

const calendar = {
  startTime: '2026-01-01 00:00:00',
  timeZone: 'America/New_York',
};

describe('fields of an SLO', () => {
  it.each<[string, Record<string, unknown>]>([
    [
      'good of total',
      {
        indicator: indicatorOf({
          ratioMetric: { counter: true, good: metric('a'), total: metric('b') },
        }),
      },
    ],
    ['bad of total', { indicator: indicatorOf({ ratioMetric }) }],
    [
      'raw success',
      {
        indicator: indicatorOf({
          ratioMetric: { rawType: 'success', raw: metric('a') },
        }),
      },
    ],
    [
      'raw failure',
      {
        indicator: indicatorOf({
          ratioMetric: { rawType: 'failure', raw: metric('a') },
        }),
      },
    ],
    ['a percent target', { objectives: [{ targetPercent: 99.95 }] }],
    [
      'Timeslices',
      {
        budgetingMethod: 'Timeslices',
        objectives: [
          { target: 0.99, timeSliceTarget: 0.95, timeSliceWindow: '5m' },
        ],
      },
    ],
    [
      'a slice as a number of minutes',
      {
        budgetingMethod: 'RatioTimeslices',
        objectives: [{ target: 0.99, timeSliceWindow: 5 }],
      },
    ],
    ['a calendar window', { timeWindow: [{ duration: '1M', calendar }] }],
    [
      'a calendar window that says so',
      { timeWindow: [{ duration: '1Q', isRolling: false, calendar }] },
    ],
    ['several objectives', { objectives: [{ target: 0.9 }, { target: 0.99 }] }],
    [
      'a composite',
      {
        indicator: undefined,
        objectives: [
          { target: 0.9, indicatorRef: 'a', compositeWeight: 2 },
          { target: 0.99, indicator: indicatorOf({ ratioMetric }) },
        ],
      },
    ],
  ])('accepts %s', (_, spec) => {
    expect(toldOf(spec)).toEqual([]);
  });

  it.each(['lte', 'gte', 'lt', 'gt'])('accepts a threshold with %s', op => {
    const spec = {
      indicator: indicatorOf({ thresholdMetric: metric('lag') }),
      objectives: [{ target: 0.9, op, value: -0.5 }],
    };
    expect(toldOf(spec)).toEqual([]);
  });

  it.each<[string, Record<string, unknown>, string]>([
    [
      'no service',
      { service: undefined },
      'error spec.service: is missing; expected the name of the service',
    ],
    [
      'a service of the wrong type',
      { service: 5 },
      'error spec.service: expected the name of the service, found 5',
    ],
    [
      'an unknown method',
      { budgetingMethod: 'Occurences' },
      'error spec.budgetingMethod: expected one of Occurrences, Timeslices, RatioTimeslices, found "Occurences"; did you mean "Occurrences"?',
    ],
    [
      'no indicator',
      { indicator: undefined },
      'error spec: expected either indicator or indicatorRef, found neither',
    ],
    [
      'two indicators',
      { indicatorRef: 'a' },
      'error spec.indicatorRef: expected either indicator or indicatorRef, found both',
    ],
    [
      'no window',
      { timeWindow: undefined },
      'error spec.timeWindow: is missing; expected a list',
    ],
    [
      'two windows',
      {
        timeWindow: [
          { duration: '1d', isRolling: true },
          { duration: '1w', isRolling: true },
        ],
      },
      'error spec.timeWindow: expected exactly one time window, found 2',
    ],
    [
      'a window that is no duration',
      { timeWindow: [{ duration: '28 days', isRolling: true }] },
      'error spec.timeWindow[0].duration: expected a duration like 5m, 12h, 28d, 4w, 1M (month), 1Q or 1Y, found "28 days"',
    ],
    [
      'a window of nothing',
      { timeWindow: [{ duration: '0d', isRolling: true }] },
      'error spec.timeWindow[0].duration: expected a duration like 5m, 12h, 28d, 4w, 1M (month), 1Q or 1Y, found "0d"',
    ],
    [
      'a rolling calendar',
      { timeWindow: [{ duration: '1M', isRolling: true, calendar }] },
      'error spec.timeWindow[0].calendar: expected no calendar where isRolling is true',
    ],
    [
      'neither rolling nor calendar',
      { timeWindow: [{ duration: '1M' }] },
      'error spec.timeWindow[0].calendar: is missing; expected isRolling: true or a calendar',
    ],
    [
      'an unknown zone',
      {
        timeWindow: [
          {
            duration: '1M',
            calendar: { ...calendar, timeZone: 'Mars/Olympus' },
          },
        ],
      },
      'error spec.timeWindow[0].calendar.timeZone: expected a time zone of the IANA database, like Europe/Berlin, found "Mars/Olympus"',
    ],
    [
      'a day that does not exist',
      {
        timeWindow: [
          {
            duration: '1M',
            calendar: { ...calendar, startTime: '2026-02-30 00:00:00' },
          },
        ],
      },
      'error spec.timeWindow[0].calendar.startTime: expected a date and time without zone, like 2026-01-01 00:00:00, found "2026-02-30 00:00:00"',
    ],
    [
      'no objectives',
      { objectives: [] },
      'error spec.objectives: expected at least one objective, found 0',
    ],
    [
      'a target of 1',
      { objectives: [{ target: 1 }] },
      'error spec.objectives[0].target: expected a number from 0 to below 1; a target of 1 leaves no budget at all, found 1',
    ],
    [
      'a target of 100 %',
      { objectives: [{ targetPercent: 100 }] },
      'error spec.objectives[0].targetPercent: expected a number from 0 to below 100; a target of 100 % leaves no budget at all, found 100',
    ],
    [
      'a target below 0',
      { objectives: [{ target: -0.1 }] },
      'error spec.objectives[0].target: expected a number from 0 to below 1; a target of 1 leaves no budget at all, found -0.1',
    ],
    [
      'a target of 0',
      { objectives: [{ target: 0 }] },
      'warning spec.objectives[0].target: a target of 0 can never be missed',
    ],
    [
      'a target as text',
      { objectives: [{ target: '99.9%' }] },
      'error spec.objectives[0].target: expected a number from 0 to below 1; a target of 1 leaves no budget at all, found "99.9%"; did you mean targetPercent: 99.9?',
    ],
    [
      'percent given as a share',
      { objectives: [{ target: 99.9 }] },
      'error spec.objectives[0].target: expected a number from 0 to below 1; a target of 1 leaves no budget at all, found 99.9; did you mean targetPercent: 99.9?',
    ],
    [
      'a share in quotes',
      { objectives: [{ target: '0.999' }] },
      'error spec.objectives[0].target: expected a number from 0 to below 1; a target of 1 leaves no budget at all, found "0.999"; did you mean 0.999 without quotes?',
    ],
    [
      'a share given as percent',
      { objectives: [{ targetPercent: 0.999 }] },
      'warning spec.objectives[0].targetPercent: is less than 1 %; did you mean target: 0.999?',
    ],
    [
      'percent of slices',
      {
        budgetingMethod: 'Timeslices',
        objectives: [
          { target: 0.99, timeSliceTarget: 95, timeSliceWindow: '5m' },
        ],
      },
      'error spec.objectives[0].timeSliceTarget: expected a number above 0 and up to 1, found 95; did you mean 0.95?',
    ],
    [
      'two objectives of one name',
      {
        objectives: [
          { displayName: 'Fast', target: 0.9 },
          { displayName: 'Fast', target: 0.99 },
        ],
      },
      'warning spec.objectives[1].displayName: is the name of objectives[0], too: readers cannot tell them apart',
    ],
    // As one of OpenSLO's own examples has it.
    [
      'a minute in place of a month',
      { timeWindow: [{ duration: '1m', calendar }] },
      'warning spec.timeWindow[0].duration: is a window of 1 minutes; a month is written 1M',
    ],
    [
      'two targets',
      { objectives: [{ target: 0.9, targetPercent: 90 }] },
      'error spec.objectives[0].targetPercent: expected either target or targetPercent, found both',
    ],
    [
      'no target',
      { objectives: [{ displayName: 'x' }] },
      'error spec.objectives[0]: expected either target or targetPercent, found neither',
    ],
    [
      'a weight without composite',
      { objectives: [{ target: 0.9, compositeWeight: 2 }] },
      'warning spec.objectives[0].compositeWeight: has no effect: weights belong to composite objectives',
    ],
    [
      'a weight of 0',
      { objectives: [{ target: 0.9, compositeWeight: 0 }] },
      'error spec.objectives[0].compositeWeight: expected a number above 0, found 0',
    ],
    [
      'Timeslices without a slice target',
      {
        budgetingMethod: 'Timeslices',
        objectives: [{ target: 0.9, timeSliceWindow: '5m' }],
      },
      'error spec.objectives[0].timeSliceTarget: is missing; the budgeting method Timeslices needs it',
    ],
    [
      'RatioTimeslices without a slice',
      { budgetingMethod: 'RatioTimeslices', objectives: [{ target: 0.9 }] },
      'error spec.objectives[0].timeSliceWindow: is missing; the budgeting method RatioTimeslices needs it',
    ],
    [
      'slices that do not fit',
      {
        budgetingMethod: 'RatioTimeslices',
        objectives: [{ target: 0.9, timeSliceWindow: '11h' }],
      },
      'error spec.objectives[0].timeSliceWindow: expected a slice that divides the time window without rest',
    ],
    [
      'a slice target with Occurrences',
      { objectives: [{ target: 0.9, timeSliceTarget: 0.9 }] },
      'warning spec.objectives[0].timeSliceTarget: has no effect with the budgeting method Occurrences',
    ],
    // Two of OpenSLO's own examples have it; the go-sdk refuses them.
    [
      'an operator with a ratio',
      { objectives: [{ target: 0.9, op: 'gt' }] },
      'warning spec.objectives[0].op: has no effect with a ratio metric',
    ],
    [
      'a threshold without operator',
      {
        indicator: indicatorOf({ thresholdMetric: metric('lag') }),
        objectives: [{ target: 0.9, value: 1 }],
      },
      'error spec.objectives[0].op: is missing; a threshold metric needs it',
    ],
    [
      'an operator that is none',
      {
        indicator: indicatorOf({ thresholdMetric: metric('lag') }),
        objectives: [{ target: 0.9, op: '<', value: 1 }],
      },
      'error spec.objectives[0].op: expected one of lte, gte, lt, gt, found "<"',
    ],
    [
      'ratio and threshold',
      {
        indicator: indicatorOf({ ratioMetric, thresholdMetric: metric('lag') }),
        objectives: [{ target: 0.9, op: 'lt', value: 1 }],
      },
      'error spec.indicator.spec.thresholdMetric: expected either ratioMetric or thresholdMetric, found both',
    ],
    [
      'good and bad',
      {
        indicator: indicatorOf({
          ratioMetric: { ...ratioMetric, good: metric('a') },
        }),
      },
      'error spec.indicator.spec.ratioMetric.bad: expected either good or bad, found both',
    ],
    [
      'raw and total',
      {
        indicator: indicatorOf({
          ratioMetric: {
            rawType: 'success',
            raw: metric('a'),
            total: metric('b'),
          },
        }),
      },
      'error spec.indicator.spec.ratioMetric.total: expected no total beside raw, which is a ratio already',
    ],
    [
      'raw without type',
      { indicator: indicatorOf({ ratioMetric: { raw: metric('a') } }) },
      'error spec.indicator.spec.ratioMetric.rawType: is missing; expected success or failure',
    ],
    [
      'no total',
      {
        indicator: indicatorOf({
          ratioMetric: { counter: true, good: metric('a') },
        }),
      },
      'error spec.indicator.spec.ratioMetric.total: is missing; expected total with good or bad, or raw',
    ],
    [
      'no word on counters',
      {
        indicator: indicatorOf({
          ratioMetric: { ...ratioMetric, counter: undefined },
        }),
      },
      'warning spec.indicator.spec.ratioMetric.counter: is missing and taken as false; expected true or false',
    ],
    [
      'a source without type',
      {
        indicator: indicatorOf({
          thresholdMetric: { metricSource: { spec: { query: 'x' } } },
        }),
        objectives: [{ target: 0.9, op: 'lt', value: 1 }],
      },
      'error spec.indicator.spec.thresholdMetric.metricSource: expected metricSourceRef (the name of a DataSource) or type, found neither',
    ],
    [
      'a reference that is no name',
      { indicator: undefined, indicatorRef: 'my sli' },
      'error spec.indicatorRef: expected a name of up to 63 lower case letters, digits and dashes that begins and ends with a letter or digit, found "my sli"',
    ],
    [
      'a policy without content',
      { alertPolicies: [{}] },
      'error spec.alertPolicies[0]: expected either alertPolicyRef or spec, found neither',
    ],
    [
      'objectives that are no list',
      { objectives: { target: 0.9 } },
      'error spec.objectives: expected a list, found a mapping',
    ],
    [
      'a long description',
      { description: 'x'.repeat(1051) },
      `error spec.description: expected a text of up to 1050 characters, found "${'x'.repeat(
        76,
      )}...`,
    ],
  ])('says what is wrong with %s', (_, spec, expected) => {
    expect(toldOf(spec)).toContain(expected);
  });
});
