/*
 * The fields of OpenSLO v1, once as a schema that keeps what it does not know
 * and once as one that names it. What only holds between fields is in
 * crossChecks.ts.
 */
import { IANAZone } from 'luxon';
import { z } from 'zod';
import { parseDuration } from './duration';

export const kinds = [
  'SLO',
  'SLI',
  'Service',
  'DataSource',
  'AlertPolicy',
  'AlertCondition',
  'AlertNotificationTarget',
] as const;
export type Kind = (typeof kinds)[number];

const dnsLabel = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const labelKey = /^[a-zA-Z0-9]([-._a-zA-Z0-9]{0,61}[a-zA-Z0-9])?$/;
const annotationKey =
  /^([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?(\.[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)*\/)?[a-zA-Z0-9]([-._a-zA-Z0-9]{0,61}[a-zA-Z0-9])?$/;

function textLike(expected: string, accepts: (text: string) => boolean) {
  const error = `expected ${expected}`;
  return z.string({ error }).refine(accepts, { error });
}

/** A number within bounds; NaN and the infinities are never numbers here. */
function numberLike(expected: string, accepts: (value: number) => boolean) {
  const error = `expected ${expected}`;
  return z.number({ error }).refine(accepts, { error });
}

const name = textLike(
  'a name of up to 63 lower case letters, digits and dashes that begins and ends with a letter or digit',
  text => dnsLabel.test(text),
);
const filled = (what: string) => textLike(what, text => text.trim() !== '');
const flag = z.boolean({ error: 'expected true or false' });
const description = textLike(
  'a text of up to 1050 characters',
  text => text.length <= 1050,
);
const duration = textLike(
  'a duration like 5m, 12h, 28d, 4w, 1M (month), 1Q or 1Y',
  text => parseDuration(text) !== undefined,
);
const oneOf = <const T extends readonly string[]>(values: T) =>
  z.enum(values, { error: `expected one of ${values.join(', ')}` });

function startTimeExists(text: string): boolean {
  const match = /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)$/.exec(text);
  if (!match) return false;
  const [year, month, day, hour, minute, second] = match.slice(1).map(Number);
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  return date.toISOString().startsWith(text.replace(' ', 'T'));
}

export const operators = ['lte', 'gte', 'lt', 'gt'] as const;
export const budgetingMethods = [
  'Occurrences',
  'Timeslices',
  'RatioTimeslices',
] as const;

type ObjectOf = typeof z.looseObject | typeof z.strictObject;

/** The schemas of all kinds, made with a given way to treat unknown fields. */
function schemasOf<O extends ObjectOf>(object: O) {
  const fields = <S extends z.core.$ZodLooseShape>(shape: S) =>
    (object as typeof z.looseObject)(shape, {
      error: issue =>
        issue.code === 'invalid_type'
          ? 'expected a mapping of fields'
          : undefined,
    });
  const list = <T extends z.ZodType>(of: T) =>
    z.array(of, { error: 'expected a list' });

  const metadata = fields({
    name,
    displayName: filled('a text').optional(),
    labels: z
      .record(
        textLike(
          'a label name of up to 63 letters, digits, dashes, dots and underscores',
          text => labelKey.test(text),
        ),
        z.union([z.string(), z.array(z.string())], {
          error: 'expected a text or a list of texts',
        }),
        { error: 'expected a mapping of labels' },
      )
      .optional(),
    annotations: z
      .record(
        textLike(
          'an annotation name like example.com/name',
          text => text.length <= 317 && annotationKey.test(text),
        ),
        z.string({ error: 'expected a text (numbers and flags in quotes)' }),
        { error: 'expected a mapping of annotations' },
      )
      .optional(),
  });

  const metric = fields({
    metricSource: fields({
      metricSourceRef: name.optional(),
      type: filled('the type of a data source').optional(),
      // Whatever a data source wants; never judged.
      spec: z
        .record(z.string(), z.unknown(), {
          error: 'expected the fields of the query, for example query: ...',
        })
        .refine(spec => Object.keys(spec).length > 0, {
          error: 'expected at least one field, for example query: ...',
        }),
    }),
  });

  const sliSpec = fields({
    description: description.optional(),
    thresholdMetric: metric.optional(),
    ratioMetric: fields({
      counter: flag.optional(),
      good: metric.optional(),
      bad: metric.optional(),
      total: metric.optional(),
      rawType: oneOf(['success', 'failure']).optional(),
      raw: metric.optional(),
    }).optional(),
  });
  const inlineSli = fields({ metadata, spec: sliSpec });

  const conditionSpec = fields({
    description: description.optional(),
    severity: filled('a severity, for example page or ticket'),
    condition: fields({
      kind: oneOf(['burnrate']).default('burnrate'),
      op: oneOf(operators),
      threshold: numberLike('a number', () => true),
      lookbackWindow: duration,
      alertAfter: textLike(
        'a duration like 5m; 0m for at once',
        text => /^0[mhdw]$/.test(text) || parseDuration(text) !== undefined,
      ).optional(),
    }),
  });
  const targetSpec = fields({
    description: description.optional(),
    target: filled('where notifications go, for example email'),
  });
  const policySpec = fields({
    description: description.optional(),
    alertWhenNoData: flag.optional(),
    alertWhenResolved: flag.optional(),
    alertWhenBreaching: flag.optional(),
    conditions: list(
      fields({
        conditionRef: name.optional(),
        kind: oneOf(['AlertCondition']).optional(),
        metadata: metadata.optional(),
        spec: conditionSpec.optional(),
      }),
    ).refine(all => all.length === 1, {
      error: 'expected exactly one condition',
    }),
    notificationTargets: list(
      fields({
        targetRef: name.optional(),
        kind: oneOf(['AlertNotificationTarget']).optional(),
        metadata: metadata.optional(),
        spec: targetSpec.optional(),
      }),
    ).refine(all => all.length > 0, {
      error: 'expected at least one notification target',
    }),
  });

  const objective = fields({
    displayName: filled('a text').optional(),
    op: oneOf(operators).optional(),
    value: numberLike('a number', () => true).optional(),
    target: numberLike(
      'a number from 0 to below 1; a target of 1 leaves no budget at all',
      value => value >= 0 && value < 1,
    ).optional(),
    targetPercent: numberLike(
      'a number from 0 to below 100; a target of 100 % leaves no budget at all',
      value => value >= 0 && value < 100,
    ).optional(),
    timeSliceTarget: numberLike(
      'a number above 0 and up to 1',
      value => value > 0 && value <= 1,
    ).optional(),
    timeSliceWindow: z
      .union(
        [
          duration,
          numberLike(
            'minutes',
            n => Number.isInteger(n) && n > 0 && n <= 525_600,
          ),
        ],
        {
          error: 'expected a duration like 5m, or a whole number of minutes',
        },
      )
      .optional(),
    indicator: inlineSli.optional(),
    indicatorRef: name.optional(),
    compositeWeight: numberLike(
      'a number above 0',
      value => value > 0,
    ).optional(),
  });

  const sloSpec = fields({
    description: description.optional(),
    service: filled('the name of the service'),
    indicator: inlineSli.optional(),
    indicatorRef: name.optional(),
    timeWindow: list(
      fields({
        duration,
        isRolling: flag.optional(),
        calendar: fields({
          startTime: textLike(
            'a date and time without zone, like 2026-01-01 00:00:00',
            startTimeExists,
          ),
          timeZone: textLike(
            'a time zone of the IANA database, like Europe/Berlin',
            zone => IANAZone.isValidZone(zone),
          ),
        }).optional(),
      }),
    ).refine(all => all.length === 1, {
      error: 'expected exactly one time window',
    }),
    budgetingMethod: oneOf(budgetingMethods),
    objectives: list(objective).refine(all => all.length > 0, {
      error: 'expected at least one objective',
    }),
    alertPolicies: list(
      fields({
        alertPolicyRef: name.optional(),
        kind: oneOf(['AlertPolicy']).optional(),
        metadata: metadata.optional(),
        spec: policySpec.optional(),
      }),
    ).optional(),
  });

  const document = <K extends Kind, S extends z.ZodType>(kind: K, spec: S) =>
    fields({
      apiVersion: z.literal('openslo/v1'),
      kind: z.literal(kind),
      metadata,
      spec,
    });

  return {
    SLO: document('SLO', sloSpec),
    SLI: document('SLI', sliSpec),
    Service: document(
      'Service',
      fields({ description: description.optional() }),
    ),
    DataSource: document(
      'DataSource',
      fields({
        description: description.optional(),
        type: filled('the type of the data source, for example Prometheus'),
        connectionDetails: z.unknown().optional(),
      }),
    ),
    AlertPolicy: document('AlertPolicy', policySpec),
    AlertCondition: document('AlertCondition', conditionSpec),
    AlertNotificationTarget: document('AlertNotificationTarget', targetSpec),
  };
}

/** Keeps unknown fields. */
export const schemas = schemasOf(z.looseObject);
/** Names unknown fields as issues. */
export const strictSchemas = schemasOf(z.strictObject);

type DocumentOf<K extends Kind> = z.infer<(typeof schemas)[K]>;
export type Slo = DocumentOf<'SLO'>;
export type Sli = DocumentOf<'SLI'>;
export type Service = DocumentOf<'Service'>;
export type DataSource = DocumentOf<'DataSource'>;
export type AlertPolicy = DocumentOf<'AlertPolicy'>;
export type AlertCondition = DocumentOf<'AlertCondition'>;
export type AlertNotificationTarget = DocumentOf<'AlertNotificationTarget'>;
export type OpenSloObject =
  | Slo
  | Sli
  | Service
  | DataSource
  | AlertPolicy
  | AlertCondition
  | AlertNotificationTarget;
export type Metadata = Slo['metadata'];
export type SliSpec = Sli['spec'];
export type Metric = NonNullable<SliSpec['thresholdMetric']>;
export type Operator = (typeof operators)[number];
export type BudgetingMethod = (typeof budgetingMethods)[number];
