import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { SeedFiles } from './forge/seed';

/** A documentation site: its pages are nothing without it. */
const site = 'mkdocs.yml';

/** What no repository holds. */
const skipped = new Set(['.git', 'node_modules', '.DS_Store']);

/** The entries beside a catalog's folder that belong to its repository. */
export const namesBesideCatalog = [site, 'docs', 'templates'];

/**
 * What stands beside a catalog's folder, as in the repository that the catalog comes
 * from, by the paths there: `mkdocs.yml` with all files of `docs/`, and all files of
 * `templates/`, hidden ones included. Links are left out: they could lead anywhere.
 */
export async function besideCatalog(catalog: string): Promise<SeedFiles> {
  const root = dirname(catalog);
  const files = new Map<string, Uint8Array>();
  const take = async (path: string) =>
    files.set(relative(root, path).split(sep).join('/'), await readFile(path));
  const visit = async (folder: string) => {
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (skipped.has(entry.name)) continue;
      if (entry.isDirectory()) await visit(path);
      else if (entry.isFile()) await take(path);
    }
  };
  const around = await readdir(root, { withFileTypes: true });
  const has = (name: string) => around.find(entry => entry.name === name);
  if (has(site)?.isFile()) {
    await take(join(root, site));
    if (has('docs')?.isDirectory()) await visit(join(root, 'docs'));
  }
  if (has('templates')?.isDirectory()) await visit(join(root, 'templates'));
  return files;
}
