import { readFileSync, readdirSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { Entity } from '@backstage/catalog-model';
import { parseAllDocuments } from 'yaml';

// Read by tests alone, never from a build.
// eslint-disable-next-line no-restricted-syntax
export const root = resolve(__dirname, '../../../..');

export const templateFolder = join(root, 'templates/shard-service');

/** All files below a folder by their paths there, with forward slashes. */
export function filesBelow(folder: string): Map<string, string> {
  const files = new Map<string, string>();
  for (const entry of readdirSync(folder, {
    recursive: true,
    withFileTypes: true,
  })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const name = relative(folder, path).split(sep).join('/');
    files.set(name, readFileSync(path, 'utf8'));
  }
  return files;
}

/** Entities of LifeVerse's catalog that a new service may name. */
export function catalogEntities(): Entity[] {
  return ['worlds', 'regions', 'org', 'platform'].flatMap(folder =>
    [...filesBelow(join(root, 'catalog', folder))]
      .filter(
        ([path]) => /\.yaml$/.test(path) && !/slo|openapi|asyncapi/.test(path),
      )
      .flatMap(([, text]) =>
        parseAllDocuments(text).map(document => document.toJS() as Entity),
      ),
  );
}
