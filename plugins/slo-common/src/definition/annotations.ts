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
import { formatPath } from '../openslo/Problem';
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

const example =
  'expected default, or alerts like "page 14.4x 1h/5m for 2m; ticket 3x 1d/2h"';

/** What each word of an alert must be. */
const burnAlertWords: readonly [pattern: RegExp, expected: string][] = [
  [/^[a-z][a-z0-9_-]*$/, 'a severity like page'],
  [/^\d+(\.\d+)?x$/, 'a burn rate like 14.4x'],
  [/^[0-9]+[mhdw]\/[0-9]+[mhdw]$/, 'a long and a short window like 1h/5m'],
  [/^for$/, 'the word for'],
  [/^[0-9]+[mhdw]$/, 'a duration like 2m'],
];

function lengthMs(text: string): number | undefined {
  const duration = parseDuration(text);
  return duration && durationMs(duration);
}

/** One alert of the list, or the sentence that says what is wrong with it. */
function readBurnAlert(part: string): WrittenBurnAlert | string {
  const words = part.split(/\s+/);
  const wrong = burnAlertWords.findIndex(
    ([pattern], i) =>
      (i < 3 || words.length > 3) && !pattern.test(words[i] ?? ''),
  );
  if (wrong >= 0 || words.length > 5) {
    const place = wrong < 0 ? 5 : wrong;
    const found = words[place] === undefined ? 'nothing' : `"${words[place]}"`;
    const wanted = burnAlertWords[place]?.[1] ?? 'nothing more';
    return `${example}; in "${part}", expected ${wanted} as word ${
      place + 1
    }, found ${found}`;
  }
  const [severity, rate, windows, , wait] = words;
  const [longMs, shortMs] = windows.split('/').map(lengthMs);
  const forMs = wait === undefined || /^0/.test(wait) ? 0 : lengthMs(wait);
  if (!longMs || !shortMs || forMs === undefined) {
    return `${example}; in "${part}", a duration is 0 or longer than ten years`;
  }
  const threshold = Number(rate.slice(0, -1));
  return { severity, threshold, longMs, shortMs, forMs };
}

const burnAlertsSchema = z.string().transform((text, context) => {
  if (text.trim() === 'default') return 'default' as const;
  const alerts: WrittenBurnAlert[] = [];
  const parts = text.split(/[;\n]/).map(part => part.trim());
  for (const part of parts.filter(Boolean)) {
    const alert = readBurnAlert(part);
    if (typeof alert !== 'string') alerts.push(alert);
    else context.addIssue({ code: 'custom', message: alert });
  }
  if (!parts.some(Boolean)) {
    context.addIssue({ code: 'custom', message: example });
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
    .min(1, 'expected a path or an address of http or https')
    .refine(
      text => !/^[a-z][a-z0-9+.-]*:/i.test(text) || /^https?:/i.test(text),
      {
        error: 'expected a path or an address of http or https',
      },
    )
    .optional(),
  [annotationNames.burnAlerts]: burnAlertsSchema.optional(),
  [annotationNames.exclusions]: inYaml(
    z.array(exclusionSchema, { error: 'expected a list of exclusions' }),
  ).optional(),
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
    .refine(labels => labels.every(label => !/^(slo(_|$)|__)/.test(label)), {
      error:
        "expected labels of the metric; those that begin with slo are ours, and with __ Prometheus'",
    })
    .optional(),
  [annotationNames.compositeTarget]: share(
    'a target above 0 and below 1',
  ).optional(),
  [annotationNames.coverageFloor]: share(
    'a share above 0 and below 1, like 0.9',
  ).optional(),
  [annotationNames.playerJourney]: z
    .string()
    .trim()
    .min(1, 'expected what players cannot do when it fails, like log in')
    .optional(),
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
    const [step, ...inside] = issue.path;
    const name = String(step);
    const place = inside.length ? `${formatPath(inside)}: ` : '';
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
