import { renderMarkdown } from './renderMarkdown';

describe('renderMarkdown', () => {
  it('reads title, front matter, headings and what stands below them', () => {
    const page = renderMarkdown(
      [
        '---',
        'title: Harbour',
        'tags: [east]',
        '---',
        'Before.',
        '',
        '# Harbour master',
        '',
        'Who decides & why `now`.',
        '',
        '## Berths',
        '',
        '- one',
        '- two',
      ].join('\n'),
    );
    expect(page).toMatchObject({
      title: 'Harbour',
      frontMatter: { title: 'Harbour', tags: ['east'] },
      headings: [
        { level: 1, id: 'harbour-master', title: 'Harbour master', line: 7 },
        { level: 2, id: 'berths', title: 'Berths', line: 11 },
      ],
      sections: [
        { text: 'Before.' },
        { heading: { id: 'harbour-master' }, text: 'Who decides & why now.' },
        { heading: { id: 'berths' }, text: 'one two' },
      ],
      warnings: [],
    });
  });

  it('takes the title from the first heading where the front matter has none', () => {
    expect(renderMarkdown('## Below\n\n# Top').title).toBe('Top');
    expect(renderMarkdown('No heading').title).toBeUndefined();
  });

  it('goes on without front matter that is no YAML, and says so', () => {
    const page = renderMarkdown('---\na: [\n---\nText');
    expect(page.html).toContain('<p>Text</p>');
    expect(page.frontMatter).toEqual({});
    expect(page.warnings).toEqual([
      { message: expect.stringContaining('front matter'), line: 1 },
    ]);
  });

  it('leaves a rule at the start of a page what it is', () => {
    expect(renderMarkdown('---\njust text\n---\n').html).toContain('<hr>');
  });

  it('collects links and images, and lets its caller redirect them', () => {
    const page = renderMarkdown(
      '[a](other.md#part) ![b](pic.png) <https://x.example>\n\n[r]\n\n[r]: third.md',
      {
        resolveLink: ({ href }) =>
          href.endsWith('.png') ? undefined : `/site/${href}`,
      },
    );
    expect(page.links.map(({ kind, href }) => [kind, href])).toEqual([
      ['link', 'other.md#part'],
      ['image', 'pic.png'],
      ['link', 'https://x.example'],
      ['link', 'third.md'],
    ]);
    expect(page.html).toContain('href="/site/other.md#part"');
    expect(page.html).toContain('src="pic.png"');
  });

  it('knows every anchor of the page', () => {
    expect(
      renderMarkdown(
        '# One\n\n# One\n\n<a name="old"></a>\n\npara\n{: #here }\n\nx[^1]\n\n[^1]: y',
      ).anchors,
    ).toEqual(
      expect.arrayContaining([
        'one',
        'one_1',
        'old',
        'here',
        'fn:1',
        'fnref:1',
      ]),
    );
  });

  it('numbers lines and leaves out permalinks where its caller wants that', () => {
    const { html } = renderMarkdown('# T\n\n```sh\nls\n```', {
      lineNumbers: true,
      permalinks: false,
    });
    expect(html).toContain('<span class="normal">1</span>');
    expect(html).not.toContain('headerlink');
  });

  it('colours code by classes, and shows unknown languages plain', () => {
    expect(
      renderMarkdown('```promql\nsum(rate(x_total[5m])) by (region)\n```').html,
    ).toContain('<span class="hljs-built_in">rate</span>');
    expect(renderMarkdown('```tidal\n<moon>\n```').html).toContain(
      '<code>&lt;moon&gt;\n</code>',
    );
  });

  it('closes and opens again what spans marked lines', () => {
    const { html } = renderMarkdown(
      '```js hl_lines="2"\n/* one\ntwo\nthree */\n```',
    );
    expect(html).toContain(
      '<span class="hll"><span class="hljs-comment">two</span>\n</span>',
    );
  });

  it('names a footnote that is not defined', () => {
    expect(renderMarkdown('See[^none].').warnings).toEqual([
      { message: 'The footnote [^none] is not defined' },
    ]);
  });

  it('lists headings where the page says [TOC]', () => {
    expect(renderMarkdown('[TOC]\n\n# A\n\n## B').html).toContain(
      '<a href="#b">B</a>',
    );
  });
});
