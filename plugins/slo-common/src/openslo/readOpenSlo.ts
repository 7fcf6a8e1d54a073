/*
 * OpenSLO v1 in. A file is read as a whole: each object that is sound is given,
 * each one that is not says what was wrong and where, and what is no OpenSLO
 * at all is left where it stands. The text itself stays the truth: nothing is
 * printed again that was not changed (see editOpenSlo.ts).
 */
import { toError } from '@backstage/errors';
import { z } from 'zod';
import { crossChecks } from './crossChecks';
import { valueHint } from './hints';
import { suggestion } from './nearMiss';
import { formatPath, Position, Problem } from './Problem';
import { Kind, kinds, OpenSloObject, schemas, strictSchemas } from './schema';
import { YamlText } from './YamlText';

/** One object of a file that can be used. */
export interface OpenSloEntry<T extends OpenSloObject = OpenSloObject> {
  object: T;
  /** Which document of the file, from 0. */
  document: number;
  /** Steps from the root of the document to the object: none, or its place in a list. */
  root: readonly number[];
  position: Position;
  /** Where a field of the object stands. */
  locate(path: readonly PropertyKey[]): Position;
}

export interface OpenSloFile {
  file: string;
  /** As it was read, to the letter. */
  text: string;
  entries: OpenSloEntry[];
  /** Objects that cannot be used, as far as they say what they are. */
  faulty: FaultyObject[];
  problems: Problem[];
}

export interface FaultyObject {
  kind: Kind;
  name: string;
  position: Position;
}

const versionV1 = 'openslo/v1';

class ObjectReader {
  readonly problems: Problem[] = [];

  constructor(
    private readonly yaml: YamlText,
    private readonly document: number,
    private readonly root: readonly number[],
  ) {}

  read(written: unknown): OpenSloObject | undefined {
    const value = withoutEmpty(written);
    const kind = this.kindOf(value);
    if (!kind) return undefined;
    const parsed = schemas[kind].safeParse(value);
    for (const issue of parsed.error?.issues ?? []) this.issue(issue, value);
    const strict = strictSchemas[kind].safeParse(value);
    for (const issue of strict.error?.issues ?? []) {
      if (issue.code === 'unrecognized_keys') this.unknownFields(issue, kind);
    }
    for (const { severity, path, message } of crossChecks(kind, value)) {
      this.add(severity, path, message);
    }
    const isSound = this.problems.every(p => p.severity !== 'error');
    return isSound && parsed.success ? parsed.data : undefined;
  }

  /** What an object that cannot be used says it is. */
  describe(value: unknown): Omit<FaultyObject, 'position'> | undefined {
    const kind = kinds.find(each => each === valueAt(value, ['kind']));
    const name = valueAt(value, ['metadata', 'name']);
    return kind && typeof name === 'string' ? { kind, name } : undefined;
  }

  private kindOf(value: unknown): Kind | undefined {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      this.add('error', [], 'expected an object with apiVersion and kind');
      return undefined;
    }
    const { apiVersion, kind } = value as Record<string, unknown>;
    if (typeof apiVersion !== 'string') {
      this.add('error', ['apiVersion'], `expected the text ${versionV1}`);
      return undefined;
    }
    if (apiVersion !== versionV1) {
      const isMeant =
        /openslo/i.test(apiVersion) || suggestion(apiVersion, [versionV1]);
      this.add(
        isMeant ? 'error' : 'warning',
        ['apiVersion'],
        isMeant
          ? `expected ${versionV1}, found "${apiVersion}"`
          : `"${apiVersion}" is no OpenSLO and is left alone`,
      );
      return undefined;
    }
    const known = kinds.find(name => name === kind);
    if (!known) {
      const found = typeof kind === 'string' ? `, found "${kind}"` : '';
      const hint = typeof kind === 'string' ? suggestion(kind, kinds) : '';
      const expected = `expected one of ${kinds.join(', ')}`;
      this.add('error', ['kind'], `${expected}${found}${hint}`);
    }
    return known;
  }

  private issue(issue: z.core.$ZodIssue, object: unknown): void {
    // A map says what is wrong with a key in issues of its own.
    const message =
      issue.code === 'invalid_key' ? issue.issues[0].message : issue.message;
    const value = valueAt(object, issue.path);
    if (value === undefined || value === null) {
      this.add('error', issue.path, `is missing; ${message}`);
      return;
    }
    const found = issue.code === 'invalid_key' ? issue.path.at(-1) : value;
    const hint =
      issue.code === 'invalid_value' && typeof value === 'string'
        ? suggestion(value, issue.values.map(String))
        : valueHint(issue.path, value);
    this.add(
      'error',
      issue.path,
      `${message}${foundText(found, message)}${hint}`,
    );
  }

  private unknownFields(
    issue: z.core.$ZodIssueUnrecognizedKeys,
    kind: Kind,
  ): void {
    const known = fieldNames(strictSchemas[kind], issue.path);
    for (const key of issue.keys) {
      const hint = suggestion(key, known);
      this.add(
        'warning',
        [...issue.path, key],
        `is no field of OpenSLO and is kept as it is${hint}`,
        'key',
      );
    }
  }

  private add(
    severity: Problem['severity'],
    path: readonly PropertyKey[],
    message: string,
    of: 'key' | 'value' = 'value',
  ): void {
    const at = this.yaml.locate(this.document, [...this.root, ...path], of);
    const field = formatPath(path);
    // One sentence per place: a schema and a rule may both have seen it.
    const isSaid = this.problems.some(
      p => p.field === field && p.severity === 'error' && severity === 'error',
    );
    if (!isSaid) this.problems.push({ severity, field, message, ...at });
  }
}

/** Fields whose content is a data source's own. */
const foreignFields = ['connectionDetails', 'metricSource'];

/** A field without a value (`alertPolicies:`) is as if it were not there. */
function withoutEmpty(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEmpty);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([, inner]) => inner !== null);
  return Object.fromEntries(
    kept.map(([name, inner]) => [
      name,
      foreignFields.includes(name) ? inner : withoutEmpty(inner),
    ]),
  );
}

function valueAt(object: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, step) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, step)
        ? (value as Record<PropertyKey, unknown>)[step]
        : undefined,
    object,
  );
}

function foundText(value: unknown, message: string): string {
  // What is not alone in a list is told by its count.
  if (Array.isArray(value)) {
    return message.includes('list') ? '' : `, found ${value.length}`;
  }
  if (typeof value === 'object') return ', found a mapping';
  const text = JSON.stringify(value) ?? String(value);
  return `, found ${text.length > 80 ? `${text.slice(0, 77)}...` : text}`;
}

/** The fields that a schema knows at a path. */
function fieldNames(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  let at: unknown = schema;
  for (const step of [...path, undefined]) {
    while (at instanceof z.ZodOptional || at instanceof z.ZodDefault) {
      at = at.unwrap();
    }
    if (step === undefined) break;
    if (at instanceof z.ZodObject) at = at.shape[String(step)];
    else if (at instanceof z.ZodArray) at = at.element;
  }
  return at instanceof z.ZodObject ? Object.keys(at.shape) : [];
}

/** Reads all documents of a YAML (or JSON) text. Never throws. */
export function readOpenSlo(text: string, file: string): OpenSloFile {
  const yaml = new YamlText(text, file);
  const entries: OpenSloEntry[] = [];
  const faulty: FaultyObject[] = [];
  const problems: Problem[] = yaml.flaws.map(({ offset, message }) => ({
    severity: 'error',
    field: '',
    message,
    ...yaml.positionOf(offset),
  }));
  yaml.documents.forEach((document, index) => {
    if (document.errors.length) return;
    let content: unknown;
    try {
      content = yaml.valueOf(index);
    } catch (error) {
      const { message } = toError(error);
      const at = yaml.locate(index, []);
      problems.push({ severity: 'error', field: '', message, ...at });
      return;
    }
    if (content === null || content === undefined) return;
    const values = Array.isArray(content) ? content : [content];
    values.forEach((value, i) => {
      const root = Array.isArray(content) ? [i] : [];
      const reader = new ObjectReader(yaml, index, root);
      const object = reader.read(value);
      problems.push(...reader.problems);
      const position = yaml.locate(index, root);
      if (!object) {
        const described = reader.describe(value);
        if (described) faulty.push({ ...described, position });
        return;
      }
      entries.push({
        object,
        document: index,
        root,
        position,
        locate: path => yaml.locate(index, [...root, ...path]),
      });
    });
  });
  return { file, text, entries, faulty, problems };
}
