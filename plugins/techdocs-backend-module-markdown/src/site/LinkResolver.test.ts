import { buildFiles } from '../__testUtils__/buildSite';

describe('links from the root', () => {
  it('are reported where they lead to no part of the portal', async () => {
    const site = await buildFiles({
      'docs/index.md':
        '# A\n\n[a](/features.md) [b](/etc/passwd) [c](/catalog/default/component/x) [d](/docs/default/component/x/) [e](/) [f](/docs/a.md)\n',
      'docs/features.md': '# B\n',
    });
    expect(site.report().warnings).toEqual(
      ['/features.md', '/etc/passwd', '/docs/a.md'].map(href => ({
        file: 'docs/index.md',
        line: 3,
        message: `The link ${href} starts at the root of the portal, where there is no such page`,
      })),
    );
  });
});
