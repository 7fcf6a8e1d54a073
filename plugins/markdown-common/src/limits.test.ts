import { renderMarkdown } from './renderMarkdown';

/** Inputs of a length that make parsers with a weakness take minutes or overflow. */
const length = 60_000;
const many = (text: string) => text.repeat(Math.ceil(length / text.length));
const lines = (line: (index: number) => string) => {
  let text = '';
  for (let i = 0; text.length < length; i++) text += `${line(i)}\n`;
  return text;
};

const inputs: Record<string, string> = {
  'open brackets': many('['),
  'open images': many('!['),
  'open links': many('[a]('),
  'stars and words': many('*a_ '),
  'backticks of all lengths': lines(i => '`'.repeat(i % 300)),
  'open tags': many('<div '),
  'open elements': many('<div>\n'),
  'attributes that can be read in two ways': `<div ${many('x=b/c ')}`,
  'tags of one element that do not end': `<div>${many('<p x=b/c y="')}</div>`,
  'comments that do not end': `<div>${many('<!-- >')}</div>`,
  'raw text that does not end': `<div>${many('<style><xmp>')}</div>`,
  'raw text within lines': many('a <style> <xmp> </xmp> '),
  'elements with Markdown in each other': `${'<div markdown>\n'.repeat(
    3000,
  )}${'</div>\n'.repeat(3000)}`,
  'quotations in each other': many('> '),
  'lists in each other on one line': many('- '),
  'lists in each other': lines(i => `${' '.repeat(2 * i)}- a`),
  'numbered lists in each other': lines(i => `${' '.repeat(4 * i)}1. a\n`),
  'admonitions in each other': lines(i => `${' '.repeat(4 * i)}!!! note`),
  'tabs in each other': lines(i => `${' '.repeat(4 * i)}=== "a"`),
  'many tabs': many('=== "a"\n'),
  'footnotes in each other': many('[^a]: '),
  'footnotes and references': lines(i => `x[^${i}]\n\n[^${i}]: x\n`),
  'many abbreviations': `${lines(i => `*[w${i}]: x`)}${many('w1 ')}`,
  'terms without end': `${many('a\n')}: b`,
  'a very wide table': `|${many('a|')}\n|${many('-|')}`,
  'attribute lists': many('`a`{b '),
  'small letters': many('~a'),
  'underlined lines': many('a\n-\n'),
  'open comments': many('<!--\n'),
  'headings of one name': many('# a\n'),
  'tables of contents': `${many('[TOC]\n\n')}${many('# a\n')}`,
  'open strings in code': `\`\`\`js\n${many('({[')}\n\`\`\``,
  'marked lines': `\`\`\`js hl_lines="1-99999999"\n${many('a\n')}\`\`\``,
  addresses: many('http://'),
  spaces: `# a${many(' ')}b`,
};

describe('pages that are made to hang a parser', () => {
  it.each(Object.entries(inputs))('come out: %s', (_name, source) => {
    expect(renderMarkdown(source).html).toEqual(expect.any(String));
  });
});

describe('pages over a limit', () => {
  it('are shown as they are written, with a warning that names the file', () => {
    const page = renderMarkdown(`# Title\n\n${'word '.repeat(2_000_000)}`, {
      file: 'docs/huge.md',
    });
    expect(page.html).toContain('<pre class="plain"># Title');
    expect(page.warnings).toEqual([
      { message: expect.stringContaining('docs/huge.md: The page has 1000') },
    ]);
  });

  it('include a line without end', () => {
    const page = renderMarkdown('*'.repeat(300_000));
    expect(page.html).toContain('<pre class="plain">***');
    expect(page.warnings[0].message).toContain('a line of more than');
  });

  it('are escaped', () => {
    const { html } = renderMarkdown('<script>alert(1)</script>', {
      maxLength: 10,
    });
    expect(html).not.toContain('<script>');
  });
});

describe('lists deeper than anybody reads', () => {
  it('keep every word, and say from where on they are shown as written', () => {
    const source = Array.from(
      { length: 2000 },
      (_, depth) => `${' '.repeat(4 * depth)}- item${depth}`,
    ).join('\n');
    const page = renderMarkdown(source, { maxLength: 10_000_000 });
    for (const depth of [0, 10, 49, 60, 1000, 1999])
      expect(page.html).toMatch(new RegExp(`\\bitem${depth}\\b`));
    expect(page.warnings).toEqual([
      expect.objectContaining({
        message: expect.stringContaining('nested more than'),
      }),
    ]);
  });
});
