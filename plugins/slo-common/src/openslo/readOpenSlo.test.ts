import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatProblem } from './Problem';
import { readOpenSlo } from './readOpenSlo';
import { service, sloObject, yamlOf } from '../__testUtils__/sloText';

const read = (...objects: unknown[]) =>
  readOpenSlo(yamlOf(...objects), 'slo.yaml');
const told = (text: string) =>
  readOpenSlo(text, 'slo.yaml').problems.map(formatProblem);

describe('readOpenSlo', () => {
  it('reads every kind of object, in place or by reference', () => {
    const path = join(__dirname, '../__testUtils__/everyKind.yaml');
    const text = readFileSync(path, 'utf8');
    const file = readOpenSlo(text, 'every.yaml');
    expect(file.problems.map(formatProblem)).toEqual([]);
    expect(file.entries.map(e => e.object.kind)).toEqual([
      'DataSource',
      'Service',
      'SLI',
      'SLI',
      'SLI',
      'SLO',
      'SLO',
      'SLO',
      'SLO',
      'AlertPolicy',
      'AlertCondition',
      'AlertNotificationTarget',
    ]);
    expect(file.text).toBe(text);
  });

  it('names line and column of a field, and of what holds a missing one', () => {
    const text = [
      'apiVersion: openslo/v1',
      'kind: SLO',
      'metadata:',
      '  name: Chat',
      'spec:',
      '  service: chat',
      '  indicatorRef: chat',
      '  timeWindow:',
      '    - duration: 28d',
      '      isRolling: true',
      '  objectives:',
      '    - displayName: quick',
      '      target: 1.5',
      '',
    ].join('\n');
    expect(told(text)).toEqual([
      'slo.yaml:4:9: metadata.name: expected a name of up to 63 lower case letters, digits and dashes that begins and ends with a letter or digit, found "Chat"',
      'slo.yaml:5:1: spec.budgetingMethod: is missing; expected one of Occurrences, Timeslices, RatioTimeslices',
      'slo.yaml:13:15: spec.objectives[0].target: expected a number from 0 to below 1; a target of 1 leaves no budget at all, found 1.5',
    ]);
  });

  it.each(['budgettingMethod', 'budgetMethod'])(
    'suggests the field that was meant by %s',
    field => {
      const misspelt = sloObject({
        budgetingMethod: undefined,
        [field]: 'Occurrences',
      });
      const [missing, unknown] = read(misspelt).problems;
      expect(missing.field).toBe('spec.budgetingMethod');
      expect(unknown).toMatchObject({
        severity: 'warning',
        field: `spec.${field}`,
        message:
          'is no field of OpenSLO and is kept as it is; did you mean "budgetingMethod"?',
      });
    },
  );

  it('suggests the kind that was meant', () => {
    expect(told(yamlOf({ ...service, kind: 'Sevrice' }))).toEqual([
      'slo.yaml:2:7: kind: expected one of SLO, SLI, Service, DataSource, AlertPolicy, AlertCondition, AlertNotificationTarget, found "Sevrice"; did you mean "Service"?',
    ]);
  });

  it('keeps fields that it does not know, with their values', () => {
    const { entries, problems } = read(sloObject({ tier: { level: 1 } }));
    expect(entries[0].object.spec).toMatchObject({ tier: { level: 1 } });
    expect(problems.map(p => p.severity)).toEqual(['warning']);
  });

  it('leaves other objects alone, and refuses other versions of OpenSLO', () => {
    expect(told('apiVersion: v1\nkind: ConfigMap\n')).toEqual([
      'slo.yaml:1:13: apiVersion: "v1" is no OpenSLO and is left alone',
    ]);
    expect(told('apiVersion: openslo.com/v2alpha\nkind: SLO\n')).toEqual([
      'slo.yaml:1:13: apiVersion: expected openslo/v1, found "openslo.com/v2alpha"',
    ]);
    expect(told('apiVersion: opneslo/v1\nkind: SLO\n')[0]).toContain(
      'expected openslo/v1',
    );
  });

  it('reads lists of objects and JSON', () => {
    const json = JSON.stringify([service, sloObject()]);
    expect(readOpenSlo(json, 'slo.json').entries.map(e => e.root)).toEqual([
      [0],
      [1],
    ]);
    expect(readOpenSlo(json, 'slo.json').problems).toEqual([]);
  });

  it('takes a field without a value for one that is not there', () => {
    const text = `${yamlOf(sloObject())}  alertPolicies: # one day\n`;
    expect(told(text)).toEqual([]);
    expect(told(text.replace('service: chat\n', 'service:\n'))).toEqual([
      expect.stringContaining('spec.service: is missing'),
    ]);
  });

  it('gives sound objects although their neighbours are broken', () => {
    const text = `${yamlOf(service)}---\nkind: [unclosed\n---\n5\n---\n${yamlOf(
      sloObject(),
    )}`;
    const file = readOpenSlo(text, 'slo.yaml');
    expect(file.entries.map(e => e.object.kind)).toContain('Service');
    expect(file.problems.every(p => p.line > 1)).toBe(true);
    expect(file.problems.length).toBeGreaterThan(0);
  });

  it.each<[string, string, string]>([
    ['an empty file', '', ''],
    ['a file of comments', '# nothing\n---\n', ''],
    ['a tab as indentation', 'a:\n\tb: 1\n', 'slo.yaml:2:1'],
    [
      'a key that is there twice',
      'apiVersion: openslo/v1\nkind: SLO\nkind: SLI\n',
      'Map keys must be unique',
    ],
    [
      'a text',
      'hello',
      'slo.yaml:1:1: expected an object with apiVersion and kind',
    ],
    [
      'a bomb of aliases',
      `a: &a [1,1,1,1,1,1,1,1,1,1]\nb: &b [${'*a,'.repeat(
        10,
      )}]\nc: &c [${'*b,'.repeat(10)}]\nd: [${'*c,'.repeat(10)}]\n`,
      'Excessive alias count',
    ],
    ['an alias to nothing', 'a: *b\n', 'Unresolved alias'],
    ['endless nesting', '['.repeat(50_000), 'slo.yaml:1'],
    [
      'a huge file',
      `a: ${'x'.repeat(1_000_001)}`,
      'is longer than 1000000 characters',
    ],
  ])('survives %s', (_, text, expected) => {
    expect(told(text).join('\n')).toContain(expected);
    expect(readOpenSlo(text, 'slo.yaml').entries).toEqual([]);
    expect(told(text).length > 0).toBe(expected !== '');
  });

  it('follows aliases to where a value stands', () => {
    const text = `${yamlOf(
      sloObject({ objectives: undefined }),
    )}  objectives: &o\n    - target: 2\n`;
    expect(told(text)).toHaveLength(1);
    expect(told(text)[0]).toContain('spec.objectives[0].target');
  });
});
