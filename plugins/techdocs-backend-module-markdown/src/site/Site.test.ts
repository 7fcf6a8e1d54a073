import { buildFiles, removeTemporaryFolders } from '../__testUtils__/buildSite';

afterEach(removeTemporaryFolders);

describe('the navigation of a site', () => {
  it('is made from the files where mkdocs.yml has none', async () => {
    const site = await buildFiles({
      'docs/zebra.md': '# Zebra',
      'docs/index.md': '# Home',
      'docs/how-to/b.md': '---\ntitle: Second\n---\nText',
      'docs/how-to/a.md': 'No heading',
      'docs/how-to/deep/README.md': '# Deep',
    });
    expect(site.document('index.html').navigation()).toEqual([
      ['Home', './'],
      ['Zebra', './zebra/'],
      ['A', './how-to/a/'],
      ['Second', './how-to/b/'],
      ['Deep', './how-to/deep/'],
    ]);
    expect(site.read('index.html')).toContain('How to');
  });

  it('brings sites of folders below, each at an address of its own', async () => {
    const site = await buildFiles({
      'mkdocs.yml': `nav:
  - Home: index.md
  - Chat: '!include ./chat/mkdocs.yml'
  - !include gate/mkdocs.yml
  - Gone: '!include none/mkdocs.yml'
`,
      'docs/index.md': '# Home\n\n[chat](chat-service/more.md)\n',
      'chat/mkdocs.yml': 'site_name: Chat service\nnav: [index.md, more.md]\n',
      'chat/docs/index.md': '# Chat\n\n[more](more.md)\n',
      'chat/docs/more.md': '# More\n\n![p](p.png)\n',
      'chat/docs/p.png': 'x',
      'gate/mkdocs.yml': 'site_name: gate\n',
      'gate/docs/index.md': '# Gate',
    });
    expect(site.document('index.html').navigation()).toEqual([
      ['Home', './'],
      ['Chat', './chat-service/'],
      ['More', './chat-service/more/'],
      ['Gate', './gate/'],
    ]);
    expect(site.read('index.html')).toContain('href="chat-service/more/"');
    expect(site.read('chat-service/more/index.html')).toContain(
      'src="../p.png"',
    );
    expect(site.has('chat-service/p.png')).toBe(true);
    expect(site.warnings()).toEqual([
      'mkdocs.yml: !include names a file that does not exist: none/mkdocs.yml',
    ]);
  });

  it('does not follow sites that include each other for ever', async () => {
    const site = await buildFiles({
      'mkdocs.yml': "nav: [index.md, {A: '!include a/mkdocs.yml'}]",
      'docs/index.md': '# Home',
      'a/mkdocs.yml':
        "site_name: a\nnav: [index.md, {A: '!include mkdocs.yml'}]",
      'a/docs/index.md': '# A',
    });
    expect(site.warnings()).toEqual([
      expect.stringContaining('nested too deep'),
    ]);
  });

  it('names pages beside the docs folder, one or all of a folder', async () => {
    const site = await buildFiles({
      'mkdocs.yml':
        'nav: [index.md, {Changes: ../CHANGES.md}, {Runbooks: ../runbooks}]',
      'docs/index.md': '# Home\n\n[rb](../runbooks/queue-grows.md#diagnosis)\n',
      'CHANGES.md': '# Changes',
      'runbooks/queue-grows.md':
        '# Queue grows\n\n## Diagnosis\n\n[docs](../docs/index.md)\n',
      'runbooks/disk.md': '# Disk is full',
    });
    expect(site.document('index.html').navigation()).toEqual([
      ['Home', './'],
      ['Changes', './CHANGES/'],
      ['Disk is full', './runbooks/disk/'],
      ['Queue grows', './runbooks/queue-grows/'],
    ]);
    expect(site.read('index.html')).toContain(
      'href="runbooks/queue-grows/#diagnosis"',
    );
    expect(site.read('runbooks/queue-grows/index.html')).toContain(
      'href="../../">docs',
    );
    expect(site.warnings()).toEqual([]);
  });
});
