import { posix } from 'node:path';
import {
  CatalogFolder,
  folderOf,
  MarkdownPage,
} from './__testUtils__/CatalogFolder';

const catalog = new CatalogFolder();
const entities = catalog.entities();
const byRef = new Map(entities.map(item => [item.ref, item]));

/** Words by facet. */
type Taxonomy = Record<string, { id: string }[]>;

const techdocsRef = 'backstage.io/techdocs-ref';
const sites = entities
  .filter(({ entity }) => entity.metadata.annotations?.[techdocsRef])
  .map(item => {
    const reference: string = item.entity.metadata.annotations![techdocsRef];
    const folder = catalog.beside(item.file, reference.replace(/^dir:/, ''));
    return { ...item, folder: folder.replace(/\/$/, '') };
  });
const pages: MarkdownPage[] = [
  ...catalog.files('catalog', '.md'),
  ...catalog.files('docs', '.md'),
].map(file => catalog.page(file));
const documents = pages.filter(({ file }) =>
  /(^|\/)(docs|runbooks)\//.test(file),
);
const runbooks = pages.filter(({ file }) => file.includes('/runbooks/'));

/** Prose without code, in which brackets and paths mean what they seem. */
function withoutCode(body: string): string {
  return body.replace(/^ *```[\s\S]*?^ *```/gm, '').replace(/`[^`\n]*`/g, '');
}

/** As Python-Markdown makes the id of a heading. */
function slugOf(heading: string): string {
  return heading
    .replace(/[`*_]/g, '')
    .toLowerCase()
    .replace(/[^\w\s-]/g, '')
    .trim()
    .replace(/[-\s]+/g, '-');
}

function anchorsOf({ body }: MarkdownPage): string[] {
  return [...body.matchAll(/^#{1,6} (.+)$/gm)].map(match => slugOf(match[1]));
}

function siteOf(kind: string, name: string) {
  return sites.find(site => site.ref === `${kind}:default/${name}`);
}

/** The page that a link leads to; undefined where it leads nowhere. */
function targetOf(file: string, path: string): string | undefined {
  const [, area, kind, name, rest] =
    /^\/(catalog|docs)\/default\/([a-z]+)\/([^/]+)\/?(.*)$/.exec(path) ?? [];
  if (area === 'catalog') return byRef.get(`${kind}:default/${name}`)?.file;
  if (area === 'docs') {
    const site = siteOf(kind, name);
    const page = (rest ?? '').replace(/\/$/, '') || 'index';
    const target = `${site?.folder}/docs/${page}.md`.replace(/^\.\//, '');
    return catalog.exists(target) ? target : undefined;
  }
  const target = path ? catalog.beside(file, path) : file;
  return catalog.exists(target) ? target : undefined;
}

function linksOf({ body }: MarkdownPage): string[] {
  return [...withoutCode(body).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(match => match[1])
    .filter(link => !/^https?:/.test(link));
}

function brokenLinks(page: MarkdownPage): string[] {
  return linksOf(page)
    .filter(link => {
      const [path, anchor] = link.split('#');
      const target = targetOf(page.file, path);
      if (!target) return true;
      return anchor && !anchorsOf(catalog.page(target)).includes(anchor);
    })
    .map(link => `${page.file}: ${link}`);
}

describe('pages of the catalog and of the blueprint', () => {
  it('link only to pages, anchors and entities that exist', () => {
    expect(pages.flatMap(brokenLinks)).toEqual([]);
  });

  it('begin with one heading that is their title', () => {
    const wrong = documents
      .filter(({ file }) => !file.endsWith('0000-template.md'))
      .filter(({ frontMatter, body }) => {
        const headings = body
          .replace(/^ *```[\s\S]*?^ *```/gm, '')
          .match(/^# .+$/gm);
        return (
          headings?.length !== 1 ||
          !headings[0].slice(2).endsWith(frontMatter.title ?? '')
        );
      })
      .map(({ file }) => file);
    expect(wrong).toEqual([]);
  });

  it('use no word in their front matter that the taxonomy does not know', () => {
    const [taxonomy] = catalog.yaml<Taxonomy>('docs/taxonomy.yaml');
    const facets: Record<string, string> = {
      doc_type: 'docType',
      persona: 'persona',
      platform: 'platform',
      capability: 'capability',
      scaling_strategy: 'scalingStrategy',
    };
    const foreign = documents.flatMap(({ file, frontMatter }) =>
      Object.entries(facets).flatMap(([field, facet]) => {
        const known = taxonomy[facet].map(word => word.id);
        const words = [frontMatter[field] ?? []].flat() as string[];
        return words
          .filter(word => !known.includes(word))
          .map(word => `${file}: ${field}: ${word}`);
      }),
    );
    expect(foreign).toEqual([]);
    const untyped = documents.filter(page => !page.frontMatter.doc_type);
    expect(untyped.map(page => page.file)).toEqual([]);
  });

  it('have an anchor for every scaling strategy', () => {
    const [taxonomy] = catalog.yaml<Taxonomy>('docs/taxonomy.yaml');
    const anchors = anchorsOf(catalog.page('docs/scaling-strategies.md'));
    expect(anchors).toEqual(
      expect.arrayContaining(taxonomy.scalingStrategy.map(word => word.id)),
    );
  });

  it.each(sites.map(site => [site.ref, site] as const))(
    'are found from the navigation of %s, which names no other',
    (_, { folder }) => {
      const [config] = catalog.yaml<{ docs_dir: string; nav: unknown }>(
        `${folder}/mkdocs.yml`,
      );
      const docs = `${folder}/${config.docs_dir}`.replace(/^\.\//, '');
      // A folder stands for all pages in it.
      const pagesOf = (path: string) =>
        path.endsWith('.md') ? [path] : catalog.files(path, '.md');
      const named = (nav: unknown): string[] =>
        typeof nav === 'string'
          ? pagesOf(posix.join(docs, nav))
          : Object.values(nav as object).flatMap(named);
      const found = named(config.nav);
      expect(found.filter(file => !catalog.exists(file))).toEqual([]);
      // Grows while it is walked: pages that are linked from pages found so far.
      for (const file of found) {
        const linked = linksOf(catalog.page(file))
          .map(link => targetOf(file, link.split('#')[0]))
          .filter((target): target is string => target !== undefined);
        found.push(
          ...linked.filter(f => f.endsWith('.md') && !found.includes(f)),
        );
      }
      expect(found).toEqual(expect.arrayContaining(catalog.files(docs, '.md')));
    },
  );

  it('name only runbooks that the service has', () => {
    const wrong = documents.flatMap(({ file, body }) => {
      const folder = folderOf(folderOf(file));
      const named = [...body.matchAll(/`(runbooks\/[^`*]+\.md)`/g)];
      return named
        .map(match => `${folder}/${match[1]}`)
        .filter(runbook => !catalog.exists(runbook))
        .map(runbook => `${file}: ${runbook}`);
    });
    expect(wrong).toEqual([]);
  });
});

describe('runbooks of the catalog', () => {
  const sections = [
    'Meaning',
    'Impact',
    'Preconditions',
    'Diagnosis',
    'Mitigation',
    'Verification',
    'Rollback',
    'Escalation',
  ];

  it.each(runbooks.map(page => [page.file, page] as const))(
    '%s has all sections in order, none empty, with commands where they belong',
    (_, { body }) => {
      const parts = body.split(/^## /m).slice(1);
      expect(parts.map(part => part.split('\n')[0])).toEqual(sections);
      const wanting = parts.filter(part => {
        const [title, ...lines] = part.split('\n');
        const needsCode = /^(Diagnosis|Mitigation|Verification)$/.test(title);
        const hasCode = /```(sh|promql)\n/.test(part);
        return lines.join('').trim().length < 10 || (needsCode && !hasCode);
      });
      expect(wanting).toEqual([]);
      expect(body).not.toMatch(/<[a-z-]+>|\bTBD\b/i);
    },
  );

  it.each(runbooks.map(page => [page.file, page] as const))(
    '%s belongs to entities that exist, and to their owner',
    (_, { frontMatter }) => {
      const owners = frontMatter.services!.map(
        ref => byRef.get(ref)?.entity.spec.owner,
      );
      expect(owners.length).toBeGreaterThan(0);
      for (const owner of owners) {
        expect(frontMatter.owner).toBe(`group:default/${owner}`);
      }
    },
  );

  it('are led to by objectives of their own service', () => {
    const wrong = runbooks.flatMap(({ file, frontMatter }) => {
      // Those of regions stand beside no objectives, and name none.
      const slo = `${folderOf(folderOf(file))}/slo.yaml`;
      const known = (catalog.exists(slo) ? catalog.yaml(slo) : [])
        .filter(object => object.kind === 'SLO')
        .map(object => object.metadata.name);
      const named: string[] = frontMatter.objectives ?? [];
      const isRight =
        named.every(name => known.includes(name)) &&
        named.length > 0 === known.length > 0;
      return isRight ? [] : [`${file}: ${named}`];
    });
    expect(wrong).toEqual([]);
  });
});
