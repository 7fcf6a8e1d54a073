import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';

/** What a documentation site is made of, apart from pictures. */
const isPage = /\.(md|ya?ml)$/;

/**
 * The documents that stand beside a catalog's folder, as in the repository that the
 * catalog comes from: `mkdocs.yml` and the pages below `docs/`, by their paths there.
 */
export async function besideCatalog(
  catalog: string,
): Promise<Map<string, string>> {
  const root = dirname(catalog);
  const files = new Map<string, string>();
  const take = async (path: string) =>
    files.set(
      relative(root, path).split(sep).join('/'),
      await readFile(path, 'utf8'),
    );
  const visit = async (folder: string) => {
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) await visit(path);
      else if (entry.isFile() && isPage.test(entry.name)) await take(path);
    }
  };
  const site = join(root, 'mkdocs.yml');
  if (!existsSync(site)) return files;
  await take(site);
  const docs = join(root, 'docs');
  if (existsSync(docs)) await visit(docs);
  return files;
}
