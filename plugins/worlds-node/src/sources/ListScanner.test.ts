import { ListPlace, ListScanner } from './ListScanner';

/** What comes out where the answer comes in pieces of so many bytes. */
function scan(
  text: string,
  pieceBytes: number,
  place: ListPlace = { key: 'items', depth: 1 },
) {
  const bytes = Buffer.from(text, 'utf8');
  const scanner = new ListScanner(place);
  const items: unknown[] = [];
  for (let i = 0; i < bytes.length; i += pieceBytes) {
    items.push(...scanner.push(bytes.subarray(i, i + pieceBytes)));
  }
  return { items, rest: scanner.end() };
}

const awkward = [
  { metadata: { name: 'a', labels: { 'x/y': '"items":[1]' } } },
  { spec: { text: 'ends with a backslash \\', items: [[], [{}], ['}']] } },
  { 'quo"te': '\\" ] } , [ {', umlaut: 'Grün – 世界 🌍', items: [] },
  {},
  [],
  [1, [2]],
  null,
  true,
  -1.5e3,
  'a "text", with ] and }',
  '',
];

describe.each([1, 2, 3, 7, 64, 100_000])('in pieces of %i bytes', size => {
  it.each([
    [
      'before',
      '{"kind":"PodList","metadata":{"resourceVersion":"7"},"items":#}',
    ],
    [
      'behind',
      '{"items":#,"kind":"PodList","metadata":{"resourceVersion":"7"}}',
    ],
    [
      'with spaces',
      '\n{ "kind" : "PodList" ,\t"metadata": {"resourceVersion":"7"}, "items" : # }\n',
    ],
  ])('finds each item, with the rest %s', (_where, frame) => {
    for (const text of [
      JSON.stringify(awkward),
      JSON.stringify(awkward, undefined, 2),
    ]) {
      const { items, rest } = scan(
        frame.replace('#', () => text),
        size,
      );
      expect(items).toEqual(awkward);
      expect(rest).toEqual({
        kind: 'PodList',
        metadata: { resourceVersion: '7' },
        items: [],
      });
    }
  });

  it('takes nothing else for items', () => {
    const other = {
      metadata: { items: [1], note: '"items":[' },
      noitems: [2],
      'items ': [3],
      'the "items': [{}],
      'a"items': [5],
      last: '"items":',
      after: [6],
    };
    expect(scan(JSON.stringify(other), size)).toEqual({
      items: [],
      rest: other,
    });
  });

  it('finds a list within an object', () => {
    const result = [{ metric: { result: '[' }, values: [[1, '2']] }, 7];
    const answer = { status: 'success', data: { type: 'matrix', result } };
    expect(
      scan(JSON.stringify({ result: [{}], ...answer }), size, {
        key: 'result',
        depth: 2,
      }),
    ).toEqual({
      items: result,
      rest: { result: [{}], ...answer, data: { type: 'matrix', result: [] } },
    });
  });

  it.each(['{"items":[]}', '{"items":null}', '{ "items" : [ ] }'])(
    'finds none in %s',
    text => {
      expect(scan(text, size)).toEqual({ items: [], rest: JSON.parse(text) });
    },
  );

  it.each(['[]', '7', 'null', '[{"items":[1]}]'])(
    'leaves %s to who reads the rest',
    text => {
      expect(scan(text, size)).toEqual({ items: [], rest: JSON.parse(text) });
    },
  );

  it.each([
    ['', 'nothing'],
    ['{"items":[{"a":1},', 'the end is missing'],
    ['{"items":[{"a":1}', 'the end is missing after an item'],
    ['{"items":[{"a":1}]', 'the last bracket is missing'],
    ['{"items":[{"a":1 "b":2}]}', 'an item is not JSON'],
    ['{"items":[{"a":1}}', 'brackets do not match'],
    ['"items":[', 'no object'],
    ['<html>"items":[</html>', 'a page of a proxy'],
  ])('refuses %j: %s', text => {
    expect(() => scan(text, size)).toThrow(SyntaxError);
  });
});
