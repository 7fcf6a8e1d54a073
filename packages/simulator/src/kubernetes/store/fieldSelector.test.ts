import { parseFieldSelector } from './fieldSelector';

const supported = new Set([
  'metadata.name',
  'metadata.namespace',
  'status.phase',
  'spec.nodeName',
]);
const pod = {
  metadata: { name: 'gateway-1', namespace: 'aurora' },
  spec: { nodeName: 'a,b=c\\d' },
  status: { phase: 'Running' },
};
const matches = (selector: string, object: unknown = pod) =>
  parseFieldSelector(selector, supported)?.(object) ?? true;

describe('parseFieldSelector', () => {
  it.each([
    ['', true],
    ['status.phase=Running', true],
    ['status.phase==Running', true],
    ['status.phase!=Running', false],
    ['metadata.name=gateway-1,status.phase!=Failed', true],
    ['metadata.name=gateway-1,status.phase=Failed', false],
    ['spec.nodeName=a\\,b\\=c\\\\d', true],
  ])('applies %p', (selector, expected) => {
    expect(matches(selector)).toBe(expected);
  });

  it('takes a missing field for empty', () => {
    expect(matches('spec.nodeName=', { metadata: {} })).toBe(true);
    expect(matches('spec.nodeName!=', { metadata: {} })).toBe(false);
  });

  it('refuses a field that the type cannot be selected by', () => {
    expect(() => parseFieldSelector('spec.colour=red', supported)).toThrow(
      expect.objectContaining({
        code: 400,
        message: 'field label not supported: spec.colour',
      }),
    );
    expect(() =>
      parseFieldSelector(
        'status.phase=x',
        new Set(['metadata.name', 'metadata.namespace']),
      ),
    ).toThrow(
      '"status.phase" is not a known field selector: only "metadata.name", "metadata.namespace"',
    );
  });

  it.each(['status.phase', 'status.phase=a=b', 'status.phase=\\x', '=a'])(
    'refuses %p with 400',
    selector => {
      expect(() => parseFieldSelector(selector, supported)).toThrow(
        expect.objectContaining({
          code: 400,
          message: expect.stringMatching(/^invalid selector: /),
        }),
      );
    },
  );
});
