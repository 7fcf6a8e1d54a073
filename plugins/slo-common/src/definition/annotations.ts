/*
 * What OpenSLO v1 cannot say is said in annotations of the SLO (and, for the
 * short window, of an AlertCondition). The README lists them with examples.
 * Lists and mappings are written as YAML in the text of the annotation.
 */
import { parse } from 'yaml';
import { toError } from '@backstage/errors';
import { z } from 'zod';
import { parseDuration, durationMs } from '../openslo/duration';
import { nearMiss } from '../openslo/nearMiss';
import { errorBudgetPolicySchema } from '../policy/ErrorBudgetPolicy';
import { exclusionSchema } from '../time/Exclusion';

export const annotationNames = {
  runbook: 'worldscale.io/runbook',
  burnAlerts: 'worldscale.io/burn-alerts',
  shortWindow: 'worldscale.io/short-window',
  exclusions: 'worldscale.io/exclusions',
  errorBudgetPolicy: 'worldscale.io/error-budget-policy',
  groupBy: 'worldscale.io/group-by',
  compositeTarget: 'worldscale.io/composite-target',
  coverageFloor: 'worldscale.io/coverage-floor',
  playerJourney: 'worldscale.io/player-journey',
} as const;

/** One pair of windows as written: `page 14.4x 1h/5m for 2m`. */
export interface WrittenBurnAlert {
  severity: string;
  /** Burn rate that fires. */
  threshold: number;
  longMs: number;
  shortMs: number;
  forMs: number;
}

const burnAlert =
  /^([a-z][a-z0-9_-]*) (\d+(?:\.\d+)?)x ([0-9]+[mhdw])\/([0-9]+[mhdw])(?: for ([0-9]+[mhdw]))?$/;

function lengthMs(text: string): number | undefined {
  const duration = parseDuration(text);
  return duration && durationMs(duration);
}

const burnAlertsSchema = z.string().transform((text, context) => {
  if (text.trim() === 'default') return 'default' as const;
  const alerts: WrittenBurnAlert[] = [];
  for (const part of text.split(/[;\n]/).map(p => p.trim())) {
    if (!part) continue;
    const match = burnAlert.exec(part.replace(/\s+/g, ' '));
    const longMs = match ? lengthMs(match[3]) : undefined;
    const shortMs = match ? lengthMs(match[4]) : undefined;
    const forMs = match?.[5] ? lengthMs(match[5]) : 0;
    if (!match || !longMs || !shortMs || forMs === undefined) {
      context.addIssue({
        code: 'custom',
        message: `expected default, or alerts like "page 14.4x 1h/5m for 2m; ticket 3x 1d/2h", found "${part}"`,
      });
      return z.NEVER;
    }
    const threshold = Number(match[2]);
    alerts.push({ severity: match[1], threshold, longMs, shortMs, forMs });
  }
  return alerts;
});

const share = (text: string) =>
  z
    .string()
    .transform(Number)
    .refine(value => value > 0 && value < 1, { error: `expected ${text}` });

function inYaml<T extends z.ZodType>(schema: T) {
  return z
    .string()
    .transform((text, context): unknown => {
      try {
        return parse(text, { maxAliasCount: 0 });
      } catch (error) {
        const [reason] = toError(error).message.split('\n');
        context.addIssue({ code: 'custom', message: `is no YAML: ${reason}` });
        return z.NEVER;
      }
    })
    .pipe(schema);
}

const annotationsSchema = z.object({
  [annotationNames.runbook]: z
    .string()
    .trim()
    .min(1)
    .refine(
      text => !/^[a-z][a-z0-9+.-]*:/i.test(text) || /^https?:/i.test(text),
      {
        error: 'expected a path or an address of http or https',
      },
    )
    .optional(),
  [annotationNames.burnAlerts]: burnAlertsSchema.optional(),
  [annotationNames.exclusions]: inYaml(z.array(exclusionSchema)).optional(),
  [annotationNames.errorBudgetPolicy]: inYaml(
    errorBudgetPolicySchema,
  ).optional(),
  [annotationNames.groupBy]: z
    .string()
    .transform(text => text.split(',').map(label => label.trim()))
    .refine(
      labels => labels.every(label => /^[a-zA-Z_][a-zA-Z0-9_]*$/.test(label)),
      { error: 'expected names of labels with commas between, like region' },
    )
    .refine(labels => new Set(labels).size === labels.length, {
      error: 'expected each label once',
    })
    .refine(labels => labels.every(label => !/^slo(_|$)/.test(label)), {
      error:
        'expected labels of the metric; those that begin with slo are ours',
    })
    .optional(),
  [annotationNames.compositeTarget]: share(
    'a target above 0 and below 1',
  ).optional(),
  [annotationNames.coverageFloor]: share(
    'a share above 0 and below 1, like 0.9',
  ).optional(),
  [annotationNames.playerJourney]: z.string().trim().min(1).optional(),
});

export type SloAnnotations = z.infer<typeof annotationsSchema>;

export interface AnnotationFinding {
  severity: 'error' | 'warning';
  name: string;
  message: string;
}

/** Our annotations of an object; an annotation that is wrong is left out and told. */
export function readAnnotations(
  annotations: Readonly<Record<string, string>> = {},
): { values: SloAnnotations; findings: AnnotationFinding[] } {
  const findings: AnnotationFinding[] = [];
  const sound = { ...annotations };
  for (const issue of annotationsSchema.safeParse(annotations).error?.issues ??
    []) {
    const [name, ...inside] = issue.path.map(String);
    const place = inside.length ? `${inside.join('.')}: ` : '';
    findings.push({ severity: 'error', name, message: place + issue.message });
    delete sound[name];
  }
  const known: string[] = Object.values(annotationNames);
  for (const name of Object.keys(annotations)) {
    if (!name.startsWith('worldscale.io/') || known.includes(name)) continue;
    const near = nearMiss(name, known);
    if (!near) continue;
    const message = `is not known; did you mean "${near}"?`;
    findings.push({ severity: 'warning', name, message });
  }
  return { values: annotationsSchema.parse(sound), findings };
}
