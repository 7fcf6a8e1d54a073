import { expandSnippets } from './snippets';

const files: Record<string, string> = {
  'a.md': 'from a\n--8<-- "b.md"\n',
  'b.md': 'from b',
  'loop.md': '--8<-- "loop.md"',
  'twice.md': '--8<-- "wide.md"\n--8<-- "wide.md"',
  'wide.md': 'x'.repeat(500),
};

function expand(text: string, maxLength = 10_000) {
  return expandSnippets(text, { readSnippet: path => files[path], maxLength });
}

describe('expandSnippets', () => {
  it('includes files, also within files, with the indentation of their line', () => {
    expect(expand('- item\n\n    --8<-- "a.md"\nend')).toEqual({
      text: '- item\n\n    from a\n    from b\nend',
      paths: ['a.md', 'b.md'],
      warnings: [],
    });
  });

  it('includes the files that a block lists', () => {
    expect(expand('--8<--\nb.md\n; a.md\n--8<--').text).toBe('from b');
  });

  it('leaves out, and names with its line, what is not there', () => {
    expect(expand('one\n\n--8<-- "none.md"')).toMatchObject({
      text: 'one\n',
      warnings: [{ message: expect.stringContaining('none.md'), line: 3 }],
    });
  });

  it.each([
    ['itself', '--8<-- "loop.md"', 'includes itself'],
    ['an address', '--8<-- "https://x.example/a"', 'is not a file'],
  ])('does not include %s', (_what, text, problem) => {
    const { warnings } = expand(text);
    expect(warnings[0].message).toContain(problem);
  });

  it('stops where snippets of snippets make a page without end', () => {
    const { text, warnings } = expand('--8<-- "twice.md"', 700);
    expect(text.length).toBeLessThan(700);
    expect(warnings[0].message).toContain('too long');
  });
});
