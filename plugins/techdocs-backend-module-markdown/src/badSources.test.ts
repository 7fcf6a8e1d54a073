import fs from 'node:fs';
import path from 'node:path';
import {
  buildFiles,
  buildSite,
  removeTemporaryFolders,
  temporaryFolder,
  textOf,
  writeFiles,
} from './__testUtils__/buildSite';

afterEach(removeTemporaryFolders);

const page = { 'docs/index.md': '# Home' };

describe('a mkdocs.yml that is not right', () => {
  it.each([
    ['no YAML', 'nav: [a: {'],
    ['a list', '- a\n- b'],
    ['a word', 'docs'],
    ['binary', Buffer.from([0xff, 0x00, 0x12, 0x80])],
    [
      'an alias that grows',
      `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefgh'
        .split('')
        .map(
          (name, i) => `${name}: &${name} [${`*${'abcdefg'[i]},`.repeat(9)}]`,
        )
        .join('\n')}`,
    ],
  ])(
    'is named, and the site built with defaults: %s',
    async (_what, config) => {
      const site = await buildFiles({ ...page, 'mkdocs.yml': config });
      expect(site.json('techdocs_metadata.json')).toMatchObject({
        site_name: 'Entity',
      });
      expect(site.has('index.html')).toBe(true);
      expect(site.logged.join('\n')).toMatch(/mkdocs\.yml/);
    },
  );

  it('may be empty', async () => {
    const site = await buildFiles({ ...page, 'mkdocs.yml': '' });
    expect(site.warnings()).toEqual([]);
  });

  it('names plugins, extensions and settings that do not exist, and goes on', async () => {
    const site = await buildFiles({
      ...page,
      'mkdocs.yml': `site_name: S
hooks: [evil.py]
use_directory_urls: false
plugins: [techdocs-core, macros, {made-up: {a: 1}}]
markdown_extensions:
  - pymdownx.emoji:
      emoji_index: !!python/name:material.extensions.emoji.twemoji
      emoji_generator: !!python/object/apply:os.system ["touch /tmp/never"]
  - admonition
  - toc: {permalink: true}
`,
    });
    expect(site.warnings()).toEqual([
      'mkdocs.yml: The setting hooks has no effect here',
      'mkdocs.yml: The plugin macros does not exist here',
      'mkdocs.yml: The plugin made-up does not exist here',
      'mkdocs.yml: The Markdown extension pymdownx.emoji does not exist here',
      expect.stringContaining('use_directory_urls'),
    ]);
  });

  it('names pages that do not exist, and pages that nobody names', async () => {
    const site = await buildFiles({
      ...page,
      'docs/lost.md': '# Lost',
      'docs/known.md': '# Known',
      'mkdocs.yml':
        'nav: [index.md, none.md, {Odd: 3}, {Script: "javascript:alert(1)"}]\nnot_in_nav: known.md\n',
    });
    expect(site.warnings()).toEqual([
      'mkdocs.yml: nav names a page that does not exist: none.md',
      'mkdocs.yml: nav has an entry that leads nowhere: Odd',
      expect.stringContaining('of a kind that is not allowed'),
      'docs/lost.md: The page exists, but the navigation does not name it',
    ]);
    expect(site.has('lost/index.html')).toBe(true);
  });

  it('leaves out what exclude_docs names', async () => {
    const site = await buildFiles({
      ...page,
      'docs/drafts/a.md': '# A',
      'docs/b.draft.md': '# B',
      'docs/keep.draft.md': '# Keep',
      'mkdocs.yml':
        'exclude_docs: |\n  drafts/\n  *.draft.md\n  !keep.draft.md\n',
    });
    expect(site.files().filter(file => file.endsWith('.html'))).toEqual([
      'index.html',
      'keep.draft/index.html',
    ]);
  });
});

describe('paths that lead out of the folder', () => {
  it.each(['../secret', '/etc', 'docs/../../secret'])(
    'are not the docs folder: %s',
    async docsDir => {
      const root = temporaryFolder();
      writeFiles(root, {
        'secret/index.md': 'SECRET',
        'in/mkdocs.yml': `docs_dir: ${docsDir}`,
        'in/docs/index.md': '# Own',
      });
      const site = await buildSite(path.join(root, 'in'));
      expect(site.read('index.html')).toContain('Own');
      expect(site.warnings().join()).toContain('docs_dir leads out');
    },
  );

  it('are neither pages, snippets nor included sites', async () => {
    const root = temporaryFolder();
    writeFiles(root, {
      'secret.md': 'SECRET',
      'other/mkdocs.yml': 'site_name: Other',
      'other/docs/index.md': 'SECRET',
      'in/mkdocs.yml': `nav:
  - index.md
  - ../../secret.md
  - Up: ../../
  - Inc: '!include ../other/mkdocs.yml'
  - Abs: '!include /etc/passwd'
markdown_extensions:
  - pymdownx.snippets: {base_path: ['..', /]}
`,
      'in/docs/index.md':
        '# Own\n\n--8<-- "../../secret.md"\n\n--8<-- "/etc/passwd"\n\n--8<-- "secret.md"\n\n[up](../../secret.md)\n',
    });
    const site = await buildSite(path.join(root, 'in'));
    for (const file of site.files())
      expect(site.read(file)).not.toMatch(/SECRET|root:x/);
    expect(site.files().filter(file => file.endsWith('.html'))).toEqual([
      'index.html',
    ]);
    expect(site.warnings().length).toBeGreaterThanOrEqual(7);
  });

  it('are not reached by symbolic links', async () => {
    const root = temporaryFolder();
    writeFiles(root, {
      'secret/key.md': 'SECRET',
      'in/docs/index.md': '# Own\n\n--8<-- "link.md"\n',
      'in/shared/fine.md': '# Fine',
    });
    const link = (to: string, at: string) =>
      fs.symlinkSync(to, path.join(root, 'in', at));
    link('../../secret/key.md', 'docs/link.md');
    link('../../secret', 'docs/folder');
    link('../../secret/key.md', 'docs/picture.png');
    link('nowhere.md', 'docs/dangling.md');
    link('../shared/fine.md', 'docs/fine.md');
    link('.', 'docs/loop');
    const site = await buildSite(path.join(root, 'in'));
    for (const file of site.files())
      expect(site.read(file)).not.toContain('SECRET');
    expect(site.files().filter(file => file.endsWith('.html'))).toEqual([
      'fine/index.html',
      'index.html',
    ]);
    expect(site.has('picture.png')).toBe(false);
    expect(site.warnings()).toEqual(
      expect.arrayContaining([
        'docs/link.md: The link leads out of the folder and is left out',
        'docs/picture.png: The link leads out of the folder and is left out',
        'docs/dangling.md: The link leads nowhere',
        'docs/loop: Links to folders are not followed',
      ]),
    );
  });

  it('are not reached by a mkdocs.yml or docs folder that is a link', async () => {
    const root = temporaryFolder();
    writeFiles(root, {
      'secret/mkdocs.yml': 'site_name: SECRET',
      'secret/index.md': 'SECRET',
      'in/docs/index.md': '# Own',
      'in2/README.md': '# Own',
    });
    fs.symlinkSync('../secret/mkdocs.yml', path.join(root, 'in/mkdocs.yml'));
    fs.symlinkSync('../secret', path.join(root, 'in2/docs'));
    for (const name of ['in', 'in2']) {
      const site = await buildSite(path.join(root, name));
      for (const file of site.files())
        expect(site.read(file)).not.toContain('SECRET');
    }
  });
});

describe('pages that are not right', () => {
  it('are decoded whatever their encoding, and named', async () => {
    const site = await buildFiles({
      ...page,
      'docs/latin.md': Buffer.from('# Fähre\n', 'latin1'),
      'docs/wide.md': Buffer.from('\ufeff# Fähre\n', 'utf16le'),
      'docs/bare.md': Buffer.from('# Ferry and more\n', 'utf16le'),
      'docs/mark.md': Buffer.from('\ufeff# Mark\n'),
    });
    const title = (file: string) =>
      site.document(file).tags('h1').map(textOf)[0].replace('¶', '');
    expect(title('latin/index.html')).toBe('Fähre');
    expect(title('wide/index.html')).toBe('Fähre');
    expect(title('bare/index.html')).toBe('Ferry and more');
    expect(title('mark/index.html')).toBe('Mark');
    expect(site.warnings().sort()).toEqual([
      'docs/bare.md: The file is not UTF-8 and was read as UTF-16',
      'docs/latin.md: The file is not UTF-8 and was read as Latin-1',
      'docs/wide.md: The file is not UTF-8 and was read as UTF-16',
    ]);
  });

  it('may have ten megabytes', async () => {
    const site = await buildFiles({
      ...page,
      'docs/huge.md': `# Huge\n\n${'word '.repeat(2_100_000)}`,
    });
    expect(site.warnings()).toEqual([
      expect.stringMatching(/^docs\/huge\.md: The page has \d+ characters/),
    ]);
    expect(site.read('huge/index.html')).toContain('<pre class="plain"># Huge');
  });

  it('may be nested thousands deep', async () => {
    const lists = Array.from(
      { length: 1300 },
      (_, depth) => `${' '.repeat(depth)}- item`,
    ).join('\n');
    const site = await buildFiles({ ...page, 'docs/deep.md': lists });
    expect(site.warnings()).toEqual([
      expect.stringMatching(/^docs\/deep\.md: Blocks are nested more than/),
    ]);
  });

  it('report links and anchors that lead nowhere, with their line', async () => {
    const site = await buildFiles({
      'docs/index.md':
        '# Home\n\n[a](none.md)\n\n[b](other.md#none) [c](#none) ![d](none.png) [ok](other.md#there) [up](../../x.md)\n',
      'docs/other.md': '# Other\n\n## There\n',
    });
    expect(site.report().warnings).toEqual([
      {
        file: 'docs/index.md',
        line: 3,
        message: 'The link none.md leads to a page that does not exist',
      },
      {
        file: 'docs/index.md',
        line: 5,
        message: 'The link none.png leads to a file that does not exist',
      },
      {
        file: 'docs/index.md',
        line: 5,
        message: 'The link ../../x.md leads out of the docs',
      },
      {
        file: 'docs/index.md',
        line: 5,
        message:
          'The link other.md#none leads to an anchor that does not exist',
      },
      {
        file: 'docs/index.md',
        line: 5,
        message: 'The link #none leads to an anchor that does not exist',
      },
    ]);
    expect(site.logged).toContain(
      'docs/index.md:3: The link none.md leads to a page that does not exist',
    );
  });

  it('report what was taken out of them', async () => {
    const site = await buildFiles({
      'docs/index.md': '# Home\n\n<script>alert(1)</script>\n',
    });
    expect(site.read('index.html')).not.toContain('alert(1)');
    expect(site.warnings()).toEqual([
      'docs/index.md: <script> is not allowed and was removed',
    ]);
  });

  it('of the same address do not overwrite each other', async () => {
    const site = await buildFiles({
      'docs/README.md': '# Read me',
      'docs/index.md': '# Index',
    });
    expect(site.document('index.html').tags('h1').map(textOf)[0]).toContain(
      'Index',
    );
    expect(site.warnings()).toEqual([
      expect.stringMatching(/^docs\/README\.md: The page has the same address/),
    ]);
  });

  it('have names with spaces and letters of all kinds', async () => {
    const site = await buildFiles({
      'docs/index.md': '# Home\n\n[w](weitere%20F%C3%A4hren.md)\n',
      'docs/weitere Fähren.md': '# More\n\n## Part\n',
    });
    expect(site.has('weitere Fähren/index.html')).toBe(true);
    expect(site.read('index.html')).toContain('href="weitere%20F%C3%A4hren/"');
    expect(site.search().map(({ location }) => location)).toContain(
      'weitere%20F%C3%A4hren/#part',
    );
    expect(site.warnings()).toEqual([]);
  });
});

describe('many warnings', () => {
  it('do not flood the log', async () => {
    const site = await buildFiles({
      'docs/index.md': Array.from(
        { length: 5000 },
        (_, i) => `[x](none${i}.md)\n`,
      ).join('\n'),
    });
    expect(site.logged).toHaveLength(101);
    expect(site.report().warnings.length).toBeLessThanOrEqual(2000);
  });
});
