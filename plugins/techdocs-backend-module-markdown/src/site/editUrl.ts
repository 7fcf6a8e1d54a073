import type { ScmIntegrationRegistry } from '@backstage/integration';
import type { ParsedLocationAnnotation } from '@backstage/plugin-techdocs-node';
import { encodePath } from './LinkResolver';
import type { Page } from './Page';
import type { SiteConfig } from './SiteConfig';

/**
 * Where a page can be edited: as mkdocs.yml says, else where the entity's docs come
 * from, if that is a host which Backstage integrates with.
 */
export function editUrlFor(
  config: SiteConfig,
  location: ParsedLocationAnnotation | undefined,
  scmIntegrations: ScmIntegrationRegistry,
): (page: Page) => string | undefined {
  const { repoUrl, editUri, editUriTemplate, docsDir } = config;
  if (repoUrl && (editUri || editUriTemplate)) {
    return page => {
      const prefix = docsDir ? `${docsDir}/` : '';
      if (!page.file.startsWith(prefix)) return undefined;
      const path = encodePath(page.file.slice(prefix.length));
      const uri = editUriTemplate
        ? editUriTemplate.replace(/\{path(?:![a-z])?\}/g, path)
        : `${editUri?.replace(/\/?$/, '/')}${path}`;
      return join(repoUrl, uri);
    };
  }
  if (location?.type !== 'url') return () => undefined;
  const { target } = location;
  const integration = scmIntegrations.byUrl(target);
  if (!integration) return () => undefined;
  const base = target.endsWith('/') ? target : `${target}/`;
  return page => {
    try {
      const url = integration.resolveUrl({
        url: `./${encodePath(page.file)}`,
        base,
      });
      return integration.resolveEditUrl(url);
    } catch {
      // A host that knows no address for editing.
      return undefined;
    }
  };
}

function join(repoUrl: string, uri: string): string | undefined {
  try {
    const url = new URL(uri, `${repoUrl.replace(/\/?$/, '/')}`);
    return /^https?:$/.test(url.protocol) ? url.toString() : undefined;
  } catch {
    return undefined;
  }
}
