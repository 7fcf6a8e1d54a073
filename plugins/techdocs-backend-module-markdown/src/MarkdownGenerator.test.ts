import fs from 'node:fs';
import path from 'node:path';
import {
  attribute,
  buildFiles,
  buildSite,
  createGenerator,
  removeTemporaryFolders,
  temporaryFolder,
  textOf,
  writeFiles,
} from './__testUtils__/buildSite';

afterEach(removeTemporaryFolders);

const harbour = {
  'mkdocs.yml': `site_name: Harbour
site_description: Where ships rest
nav:
  - Overview: index.md
  - Guides:
      - guides/mooring.md
      - Status: https://status.example
`,
  'docs/index.md':
    '# Harbour\n\nSee [mooring](guides/mooring.md#ropes) & [a map](map.png).\n',
  'docs/guides/mooring.md':
    '---\ntags: [ropes]\ndescription: How to moor\n---\n# Mooring\n\nWords.\n\n## Ropes\n\nThick <b>ones</b>.\n',
  'docs/map.png': Buffer.from([1, 2, 3]),
};

describe('a site', () => {
  it('has the files that Backstage looks for', async () => {
    const site = await buildFiles(harbour);
    expect(site.files()).toEqual([
      expect.stringMatching(
        /^assets\/stylesheets\/main\.[0-9a-f]{8}\.min\.css$/,
      ),
      'build_report.json',
      'guides/mooring/index.html',
      'index.html',
      'map.png',
      'search/search_index.json',
      'techdocs_metadata.json',
    ]);
    expect(site.json('techdocs_metadata.json')).toMatchObject({
      site_name: 'Harbour',
      site_description: 'Where ships rest',
      etag: 'abc',
      build_timestamp: expect.any(Number),
      files: expect.arrayContaining(['index.html', 'map.png']),
    });
    expect(site.warnings()).toEqual([]);
  });

  it('has what the reader and its addons look for in a document', async () => {
    const page = (await buildFiles(harbour)).document(
      'guides/mooring/index.html',
    );
    const one = (name: string) => {
      const found = page.withClass(name);
      expect(found.map(({ tagName }) => tagName)).toHaveLength(1);
      return found[0];
    };
    for (const name of [
      'md-container',
      'md-main',
      'md-main__inner',
      'md-content',
      'md-header',
      'md-footer',
      'md-sidebar--primary',
      'md-sidebar--secondary',
    ])
      one(name);
    expect(
      page
        .withClass('md-sidebar')
        .map(element => [
          attribute(element, 'data-md-component'),
          attribute(element, 'data-md-type'),
        ]),
    ).toEqual([
      ['sidebar', 'navigation'],
      ['sidebar', 'toc'],
    ]);
    expect(attribute(one('md-content'), 'data-md-component')).toBe('content');
    expect(attribute(one('md-main'), 'data-md-component')).toBe('main');
    expect(
      page.tags('label').some(label => attribute(label, 'for') === '__drawer'),
    ).toBe(true);
    expect(
      page.elements.some(
        element => attribute(element, 'data-md-toggle') === 'drawer',
      ),
    ).toBe(true);
    const [heading] = page.tags('h1');
    expect((heading.parentNode as { tagName?: string }).tagName).toBe(
      'article',
    );
    expect(page.tags('link').map(link => attribute(link, 'href'))).toEqual([
      expect.stringMatching(
        /^\.\.\/\.\.\/assets\/stylesheets\/main\.[0-9a-f]{8}\.min\.css$/,
      ),
    ]);
    expect(page.tags('script')).toEqual([]);
    expect(page.tags('style')).toEqual([]);
  });

  it('is navigated as mkdocs.yml says, with addresses that fit each page', async () => {
    const site = await buildFiles(harbour);
    expect(site.document('index.html').navigation()).toEqual([
      ['Overview', './'],
      ['Mooring', './guides/mooring/'],
      ['Status', 'https://status.example'],
    ]);
    const page = site.document('guides/mooring/index.html');
    expect(page.navigation()).toEqual([
      ['Overview', '../../'],
      ['Mooring', './'],
      ['Ropes', '#ropes'],
      ['Status', 'https://status.example'],
    ]);
    const active = page.withClass('md-nav__link--active');
    expect(active.map(textOf)).toEqual(['Mooring']);
    const [section] = page.withClass('md-nav__item--nested');
    expect(attribute(section, 'class')).toContain('md-nav__item--active');
    expect(
      page.withClass('md-footer__link').map(link => attribute(link, 'href')),
    ).toEqual(['../../']);
  });

  it('rewrites links to files into addresses of pages', async () => {
    const page = (await buildFiles(harbour)).document('index.html');
    const hrefs = page.tags('a').map(link => attribute(link, 'href'));
    expect(hrefs).toContain('guides/mooring/#ropes');
    expect(hrefs).toContain('map.png');
  });

  it('is found by search at every page and heading, as plain text', async () => {
    const entries = (await buildFiles(harbour)).search();
    expect(
      entries.sort((a, b) => a.location.localeCompare(b.location)),
    ).toEqual([
      { location: '', title: 'Harbour', text: 'See mooring & a map.' },
      {
        location: 'guides/mooring/',
        title: 'Mooring',
        text: 'Words.',
        tags: ['ropes'],
      },
      {
        location: 'guides/mooring/#ropes',
        title: 'Ropes',
        text: 'Thick ones.',
      },
    ]);
  });

  it('links to where its pages can be edited', async () => {
    const site = await buildFiles(harbour, {
      parsedLocationAnnotation: {
        type: 'url',
        target: 'https://forge.example/org/repo/src/branch/main/harbour',
      },
    });
    const [edit] = site
      .document('guides/mooring/index.html')
      .elements.filter(
        element => attribute(element, 'title') === 'Edit this page',
      );
    expect(attribute(edit, 'href')).toMatch(
      /^https:\/\/forge\.example\/org\/repo\/_edit\/.*main\/harbour\/docs\/guides\/mooring\.md$/,
    );
  });

  it('follows repo_url and edit_uri, but only to the web', async () => {
    const edit = async (lines: string) =>
      (await buildFiles({ ...harbour, 'mkdocs.yml': lines }))
        .document('index.html')
        .elements.filter(
          element => attribute(element, 'title') === 'Edit this page',
        )
        .map(element => attribute(element, 'href'));
    expect(
      await edit('repo_url: https://code.example/r\nedit_uri: edit/main/docs/'),
    ).toEqual(['https://code.example/r/edit/main/docs/index.md']);
    expect(
      await edit('repo_url: javascript:alert(1)\nedit_uri: edit/'),
    ).toEqual([]);
  });

  it('sends on from where a page was', async () => {
    const site = await buildFiles({
      ...harbour,
      'mkdocs.yml': `plugins:
  - redirects:
      redirect_maps:
        old/rope.md: guides/mooring.md#ropes
        away.md: https://elsewhere.example
        gone.md: nowhere.md
        ../../out.md: index.md
        index.md: guides/mooring.md
`,
    });
    expect(site.read('old/rope/index.html')).toContain(
      '<meta http-equiv="refresh" content="0; url=../../guides/mooring/#ropes">',
    );
    expect(site.read('away/index.html')).toContain(
      'url=https://elsewhere.example',
    );
    expect(site.has('gone/index.html')).toBe(false);
    expect(site.document('index.html').tags('article')).toHaveLength(1);
    expect(site.warnings().filter(text => /redirect/.test(text))).toHaveLength(
      3,
    );
  });

  it('has a first page although no file is one', async () => {
    const site = await buildFiles({ 'docs/only.md': '# Only one' });
    expect(site.document('index.html').tags('h1').map(textOf)).toEqual([
      'Entity',
    ]);
    expect(site.read('index.html')).toContain('<a href="only/">Only one</a>');
  });

  it('hides what the front matter wants hidden', async () => {
    const site = await buildFiles({
      'docs/index.md':
        '---\nhide: [toc, navigation]\nsearch: {exclude: true}\n---\n# A\n\n## B\n',
    });
    const hidden = site
      .document('index.html')
      .withClass('md-sidebar')
      .map(element => attribute(element, 'hidden'));
    expect(hidden).toEqual(['', '']);
    expect(site.search()).toEqual([]);
  });

  it('prunes the navigation of a large site to what is near', async () => {
    const files: Record<string, string> = { 'docs/index.md': '# Home' };
    for (let i = 0; i < 320; i++)
      files[
        `docs/part${i % 4}/page${String(i).padStart(3, '0')}.md`
      ] = `# P${i}`;
    const site = await buildFiles(files);
    const page = site.document('part1/page001/index.html');
    expect(page.withClass('md-nav__item--pruned')).toHaveLength(3);
    expect(page.navigation()).toHaveLength(1 + 80 + 3);
  });
});

describe('building', () => {
  it('never writes to the folder of the sources', async () => {
    const inputDir = temporaryFolder();
    writeFiles(inputDir, harbour);
    const picture = () =>
      fs
        .readdirSync(inputDir, { recursive: true, withFileTypes: true })
        .map(entry => {
          const file = path.join(entry.parentPath, entry.name);
          const stats = fs.statSync(file);
          return [file, stats.mtimeMs, stats.size];
        });
    const before = picture();
    for (const dir of [inputDir, path.join(inputDir, 'docs')])
      fs.chmodSync(dir, 0o555);
    await buildSite(inputDir);
    for (const dir of [inputDir, path.join(inputDir, 'docs')])
      fs.chmodSync(dir, 0o755);
    expect(picture()).toEqual(before);
  });

  it('renders again only what changed and what depends on it', async () => {
    const inputDir = temporaryFolder();
    const generator = createGenerator();
    const rendered = async () =>
      (await buildSite(inputDir, {}, generator)).report().rendered;
    writeFiles(inputDir, {
      'docs/index.md': '# A\n\n[b](b.md)\n',
      'docs/b.md': '# B\n\n--8<-- "part.md"\n',
      'docs/c.md': '# C\n',
      'part.md': 'one',
    });
    expect(await rendered()).toBe(3);
    expect(await rendered()).toBe(0);
    writeFiles(inputDir, { 'docs/c.md': '# C!\n' });
    expect(await rendered()).toBe(1);
    writeFiles(inputDir, { 'part.md': 'two' });
    expect(await rendered()).toBe(1);
    // The link of the first page leads nowhere now.
    fs.renameSync(
      path.join(inputDir, 'docs/b.md'),
      path.join(inputDir, 'docs/d.md'),
    );
    expect(await rendered()).toBe(2);
  });

  it('shows the new title of a page in the navigation of those that did not change', async () => {
    const inputDir = temporaryFolder();
    const generator = createGenerator();
    writeFiles(inputDir, { 'docs/index.md': '# A', 'docs/b.md': '# Before' });
    await buildSite(inputDir, {}, generator);
    writeFiles(inputDir, { 'docs/b.md': '# After' });
    const site = await buildSite(inputDir, {}, generator);
    expect(site.report().rendered).toBe(1);
    expect(site.document('index.html').navigation()).toEqual([
      ['A', './'],
      ['After', './b/'],
    ]);
  });

  it('is right although the cache holds nothing', async () => {
    const inputDir = temporaryFolder();
    writeFiles(inputDir, harbour);
    const site = await buildSite(
      inputDir,
      {},
      createGenerator({ cacheBytes: 0 }),
    );
    expect(site.document('index.html').tags('h1')).toHaveLength(1);
  });

  it('lets others have their turn', async () => {
    const files: Record<string, string> = {};
    for (let i = 0; i < 50; i++) files[`docs/p${i}.md`] = '# P\n\ntext\n';
    const inputDir = temporaryFolder();
    writeFiles(inputDir, files);
    let turns = 0;
    let isDone = false;
    const count = () => {
      turns++;
      if (!isDone) setImmediate(count);
    };
    setImmediate(count);
    await buildSite(inputDir);
    isDone = true;
    expect(turns).toBeGreaterThan(100);
  });

  it('stops a page that takes too long, and shows it as it is written', async () => {
    const inputDir = temporaryFolder();
    writeFiles(inputDir, {
      'docs/index.md': '# Long\n\n- a *b* `c`\n'.repeat(20_000),
    });
    const site = await buildSite(
      inputDir,
      {},
      createGenerator({ maxPageMs: 1 }),
    );
    expect(site.warnings()).toEqual([
      expect.stringMatching(/^docs\/index\.md: The page took longer than 1 ms/),
    ]);
    expect(site.read('index.html')).toContain('<pre class="plain"># Long');
  });

  it('fails a strict site with warnings, without saying that it was built', async () => {
    const inputDir = temporaryFolder();
    writeFiles(inputDir, {
      'mkdocs.yml': 'strict: true',
      'docs/index.md': '[x](none.md)',
    });
    await expect(buildSite(inputDir)).rejects.toThrow(/strict/);
  });

  it('says which folder has nothing to build from', async () => {
    const inputDir = temporaryFolder();
    await expect(buildSite(inputDir)).rejects.toThrow(/docs/);
  });

  it('takes README.md where there is no docs folder', async () => {
    const site = await buildFiles({ 'README.md': '# Read me' });
    expect(site.document('index.html').tags('h1').map(textOf)).toEqual([
      'Read me¶',
    ]);
  });
});
