import { DefaultTreeAdapterTypes, parseFragment } from 'parse5';
import { renderMarkdown } from './renderMarkdown';

type Element = DefaultTreeAdapterTypes.Element;

function elements(html: string): Element[] {
  const found: Element[] = [];
  const visit = (node: DefaultTreeAdapterTypes.ParentNode) => {
    for (const child of node.childNodes) {
      if (!('tagName' in child)) continue;
      found.push(child);
      visit(child);
    }
  };
  visit(parseFragment(html));
  return found;
}

/** What of a document could run, load or cover something. */
function dangersIn(html: string): string[] {
  return elements(html).flatMap(({ tagName, attrs }) => {
    const attributes = attrs
      .filter(
        ({ name, value }) =>
          /^on|^srcdoc$|^formaction$/.test(name) ||
          (/^(?:href|src)$/.test(name) &&
            /^(?:javascript|vbscript|data:text)/i.test(
              value.replace(/\s/g, ''),
            )) ||
          (name === 'style' && /url|position/.test(value)),
      )
      .map(({ name, value }) => `${name}=${value}`);
    const isActive =
      /^(?:script|style|iframe|object|embed|form|button|link|meta|base|svg|math|textarea|template)$/.test(
        tagName,
      );
    return isActive ? [tagName, ...attributes] : attributes;
  });
}

const hostile = [
  '<script>alert(1)</script>',
  '<script\n>alert(1)</script >',
  '<scr<script>ipt>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<img src=x onerror=alert(1)//',
  '<svg onload=alert(1)>',
  '<svg><script>alert(1)</script></svg>',
  '<svg><style><img src=x onerror=alert(1)></style></svg>',
  '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>',
  '<iframe src="javascript:alert(1)"></iframe>',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<object data="javascript:alert(1)"></object><embed src="javascript:alert(1)">',
  '<form action="javascript:alert(1)"><button>x</button></form>',
  '<input type="image" src=x onerror=alert(1)>',
  '<a href="javascript:alert(1)">x</a>',
  '<a href=" java\nscript:alert(1)">x</a>',
  '<a href="&#106;avascript:alert(1)">x</a>',
  '<a href="vbscript:x">x</a><a href="data:text/html,<script>alert(1)</script>">x</a>',
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt:alert(1))',
  '[x](&#x6A;avascript:alert(1))',
  '[x](<java\tscript:alert(1)>)',
  '![x](javascript:alert(1))',
  '[x][r]\n\n[r]: javascript:alert(1)',
  '<javascript:alert(1)>',
  'text{: onclick="alert(1)" }\n{: onmouseover="alert(1)" style="position:fixed" }',
  '# Title {: onclick=alert(1) }',
  '*x*{: onclick=alert(1) }',
  '```sh title="<script>alert(1)</script>"\nls\n```',
  '```"><script>alert(1)</script>\nls\n```',
  '!!! note "<script>alert(1)</script>"\n    x',
  '=== "<img src=x onerror=alert(1)>"\n    x',
  'x[^"><script>alert(1)</script>]\n\n[^"><script>alert(1)</script>]: y',
  '*[W]: "><script>alert(1)</script>\n\nW',
  '<div markdown="1" onclick="alert(1)">\n<script>alert(1)</script>\n</div>',
  '<style>body{display:none}</style><link rel=stylesheet href=//evil><meta http-equiv=refresh content="0;url=//evil"><base href=//evil>',
  '<p style="background:url(javascript:alert(1));position:fixed;top:0">x</p>',
  '<textarea></textarea/><img src=x onerror=alert(1)></textarea>',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  '<!--><img src=x onerror=alert(1)>-->',
  '<![CDATA[<script>alert(1)</script>]]>',
  '<template><script>alert(1)</script></template>',
  '</article></div><h1>Out</h1>',
];

describe('hostile pages', () => {
  it.each(hostile)('give HTML that does nothing: %s', source => {
    for (const text of [
      source,
      `Words ${source}`,
      `> ${source}`,
      `- ${source}`,
    ])
      expect(dangersIn(renderMarkdown(text).html)).toEqual([]);
  });

  it('say what was taken out of them', () => {
    expect(
      renderMarkdown('<script>x</script>\n\n<b onclick="x">b</b>').warnings,
    ).toEqual([
      { message: '<script> is not allowed and was removed', line: 1 },
      { message: 'the attribute onclick is not allowed and was removed' },
    ]);
  });

  it('keep frames only of hosts that are named', () => {
    const source =
      '<iframe src="https://video.example/1"></iframe>\n\n<iframe src="https://evil.example/"></iframe>';
    expect(renderMarkdown(source).html).not.toContain('iframe');
    const { html } = renderMarkdown(source, { iframeHosts: ['video.example'] });
    expect(html).toContain('src="https://video.example/1"');
    expect(html).not.toContain('evil');
  });

  it('leave the elements around a page closed', () => {
    expect(renderMarkdown('a\n\n</div></article>\n\nb').html).not.toContain(
      '</article>',
    );
  });

  it('cover nothing and look like nothing of the portal', () => {
    const { html } = renderMarkdown(
      '<div class="md-sidebar md-sidebar--primary mine" data-md-toggle="drawer" style="width:100vw;height:100vh;position:fixed;margin:-500px;z-index:9;text-align:center">x</div>\n\n' +
        '<img src="a.png" style="width: 50%; max-width: 300px; height: 99999px; float: right">\n\n' +
        'words\n{: .md-overlay style="margin-top: -3em; color: red" }',
    );
    expect(html).toContain('<div class="mine" style="text-align: center;">x');
    expect(html).toContain(
      'style="width: 50%; max-width: 300px; float: right;"',
    );
    expect(html).not.toMatch(/md-|margin|color|position|vw/);
  });
});

describe('a tag without an end', () => {
  const names =
    'textarea style script xmp title noembed noframes plaintext iframe option select'.split(
      ' ',
    );
  it.each(
    names.flatMap(name => [
      `<${name}>`,
      `Words <${name}> more`,
      `- <${name}>`,
      `<div><${name}></div>`,
    ]),
  )('leaves the rest of the page alone: %s', source => {
    const { html } = renderMarkdown(
      `# Before\n\n${source}\n\n## After\n\nLast *words*.`,
    );
    expect(html).toMatch(/<h2 id="after">After/);
    expect(html).toContain('<p>Last <em>words</em>.</p>');
    expect(dangersIn(html)).toEqual([]);
  });

  it.each([
    '<div><!-- open</div>',
    '<div title="open>x</div>',
    '<p a=="><style>">',
    '<p ="><style>">',
    '<p a"><style>">',
  ])('may be half of one: %s', source => {
    const { html } = renderMarkdown(`${source}\n\n## After\n\n"Last" -->`);
    expect(html).toMatch(/<h2 id="after">After/);
    expect(html).toContain('Last');
  });

  it('is named with its line', () => {
    expect(
      renderMarkdown('# A\n\nb\n\n<textarea>\n\nb <style> c').warnings,
    ).toEqual(
      expect.arrayContaining([
        {
          message: 'The element <textarea> has no end tag and is shown as text',
          line: 5,
        },
        {
          message: 'The element <style> has no end tag and is shown as text',
          line: 7,
        },
      ]),
    );
  });
});
