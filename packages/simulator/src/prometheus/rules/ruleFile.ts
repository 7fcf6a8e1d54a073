import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { Expr } from '../promql/ast';
import { parseDurationMs } from '../promql/duration';
import { parsePromQl } from '../promql/parse';
import { typeOf } from '../promql/signatures';

/** One rule of a file; `problem` says why it is not evaluated. */
export interface Rule {
  kind: 'recording' | 'alerting';
  /** Name of the recorded series, or of the alert. */
  name: string;
  query: string;
  expr?: Expr;
  labels: Record<string, string>;
  annotations: Record<string, string>;
  forMs: number;
  keepFiringForMs: number;
  problem?: string;
}

export interface RuleGroup {
  name: string;
  /** Address or path of the file that holds it. */
  file: string;
  intervalMs: number;
  limit: number;
  rules: Rule[];
}

const duration = z
  .union([z.string(), z.number()])
  .transform((text, context) => {
    const durationMs = parseDurationMs(String(text));
    if (durationMs !== undefined) return durationMs;
    context.addIssue({
      code: 'custom',
      message: `not a valid duration string: "${text}"`,
    });
    return z.NEVER;
  });

const scalarText = z
  .union([z.string(), z.number(), z.boolean()])
  .transform(String);
const textMap = z.record(z.string(), scalarText);

const groupSchema = z.strictObject({
  name: z.string().min(1, 'Groupname must not be empty'),
  interval: duration.optional(),
  query_offset: duration.optional(),
  limit: z.number().int().nonnegative().optional(),
  labels: textMap.optional(),
  rules: z.array(z.unknown()).nullish(),
});

const ruleSchema = z.strictObject({
  record: z.string().optional(),
  alert: z.string().optional(),
  expr: scalarText.optional(),
  for: duration.optional(),
  keep_firing_for: duration.optional(),
  labels: textMap.nullish(),
  annotations: textMap.nullish(),
});

const labelName = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

function describe(error: z.ZodError): string {
  return error.issues
    .map(({ path, message }) =>
      path.length ? `${path.map(String).join('.')}: ${message}` : message,
    )
    .join('; ');
}

function problemOf(rule: z.infer<typeof ruleSchema>): string | undefined {
  const { record, alert, expr } = rule;
  if (record && alert) return "only one of 'record' and 'alert' must be set";
  if (!record && !alert) return "one of 'record' or 'alert' must be set";
  if (!expr?.trim()) return "field 'expr' must be set in rule";
  if (record) {
    const misplaced = (['annotations', 'for', 'keep_firing_for'] as const).find(
      field => rule[field],
    );
    if (misplaced) return `invalid field '${misplaced}' in recording rule`;
    if (!/^[a-zA-Z_:][a-zA-Z0-9_:]*$/.test(record)) {
      return `invalid recording rule name: ${record}`;
    }
  }
  const badLabel = Object.keys(rule.labels ?? {}).find(
    name => !labelName.test(name) || name === '__name__',
  );
  if (badLabel !== undefined) return `invalid label name: ${badLabel}`;
  const badAnnotation = Object.keys(rule.annotations ?? {}).find(
    name => !labelName.test(name),
  );
  if (badAnnotation !== undefined) {
    return `invalid annotation name: ${badAnnotation}`;
  }
  return undefined;
}

function toRule(raw: unknown, groupLabels: Record<string, string>): Rule {
  const parsed = ruleSchema.safeParse(raw);
  const seen = z
    .object({
      record: z.string().optional().catch(undefined),
      alert: z.string().optional().catch(undefined),
      expr: scalarText.optional().catch(undefined),
    })
    .catch({})
    .parse(raw);
  const rule: Rule = {
    kind: seen.alert ? 'alerting' : 'recording',
    name: seen.alert ?? seen.record ?? '',
    query: seen.expr?.trim() ?? '',
    labels: groupLabels,
    annotations: {},
    forMs: 0,
    keepFiringForMs: 0,
  };
  if (!parsed.success) return { ...rule, problem: describe(parsed.error) };
  const { data } = parsed;
  rule.labels = { ...groupLabels, ...data.labels };
  rule.annotations = data.annotations ?? {};
  rule.forMs = data.for ?? 0;
  rule.keepFiringForMs = data.keep_firing_for ?? 0;
  rule.problem = problemOf(data);
  if (rule.problem) return rule;
  try {
    const expr = parsePromQl(rule.query);
    const type = typeOf(expr);
    if (type !== 'vector' && type !== 'scalar') {
      return { ...rule, problem: `rule result is not a vector or scalar` };
    }
    return { ...rule, expr };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { ...rule, problem: `could not parse expression: ${reason}` };
  }
}

/**
 * Reads a rule file. A rule that is wrong keeps its place and says why; it does
 * not spoil its neighbours.
 *
 * @throws Error where the file as a whole is not one of rule groups.
 */
export function parseRuleFile(
  text: string,
  file: string,
  defaultIntervalMs: number,
): RuleGroup[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [flaw] = document.errors;
  if (flaw) {
    const { line, col } = lines.linePos(flaw.pos[0]);
    throw new Error(`${line}:${col}: ${flaw.message.split('\n')[0]}`);
  }
  // Aliases are bounded, so that a small file cannot become a huge one.
  const content: unknown = document.toJS({ maxAliasCount: 100 });
  if (content === null || content === undefined) return [];
  const root = z
    .strictObject({ groups: z.array(z.unknown()).nullish() })
    .safeParse(content);
  if (!root.success) throw new Error(describe(root.error));

  const names = new Set<string>();
  return (root.data.groups ?? []).map((raw, index) => {
    const parsed = groupSchema.safeParse(raw);
    if (!parsed.success) {
      throw new Error(`groups.${index}: ${describe(parsed.error)}`);
    }
    const { name, interval, limit, labels, rules } = parsed.data;
    if (names.has(name)) {
      throw new Error(`groupname: "${name}" is repeated in the same file`);
    }
    names.add(name);
    return {
      name,
      file,
      intervalMs: interval || defaultIntervalMs,
      limit: limit ?? 0,
      rules: (rules ?? []).map(rule => toRule(rule, labels ?? {})),
    };
  });
}
