import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative, resolve, sep } from 'node:path';
import { Entity } from '@backstage/catalog-model';
import { parseAllDocuments } from 'yaml';

/** What tests read of specifications; a kind has some of the fields. */
interface Spec {
  type: string;
  owner: string;
  domain: string;
  parent: string;
  children: string[];
  memberOf: string[];
  dependsOn: string[];
  profile: { displayName: string; email: string };
  definition?: { $text?: string };
  target?: string;
  targets?: string[];
}

/** Anything with the shape of a catalog entity, as it stands in its file. */
export interface CatalogEntity {
  /** Path from the root of the repository, with forward slashes. */
  file: string;
  /** `kind:namespace/name` in lower case. */
  ref: string;
  entity: Entity & { spec: Spec };
}

/** What tests read in the head of a page. */
export interface FrontMatter {
  [field: string]: unknown;
  title?: string;
  owner?: string;
  services?: string[];
  objectives?: string[];
}

export interface MarkdownPage {
  file: string;
  frontMatter: FrontMatter;
  /** The page without its front matter. */
  body: string;
}

// Read by tests alone, never from a build.
// eslint-disable-next-line no-restricted-syntax
const root = resolve(__dirname, '../../../../..');

/** Reads the repository of LifeVerse as the portal does: from `all.yaml` on. */
export class CatalogFolder {
  exists(file: string): boolean {
    return existsSync(join(root, file));
  }

  read(file: string): string {
    return readFileSync(join(root, file), 'utf8');
  }

  /** Documents of a YAML file; one that does not parse throws with file and line. */
  yaml<T = Entity>(file: string): T[] {
    return parseAllDocuments(this.read(file)).map(document => {
      if (document.errors.length) {
        throw new Error(`${file}: ${document.errors[0].message}`);
      }
      return document.toJS() as T;
    });
  }

  /** A reference that stands in a file, as a path from the root. */
  beside(file: string, reference: string): string {
    return posix.normalize(posix.join(posix.dirname(file), reference));
  }

  /** All files under a folder whose name ends so, sorted. */
  files(folder: string, ending: string): string[] {
    return readdirSync(join(root, folder), {
      recursive: true,
      withFileTypes: true,
    })
      .filter(entry => entry.isFile() && entry.name.endsWith(ending))
      .map(entry => relative(root, join(entry.parentPath, entry.name)))
      .map(file => file.split(sep).join('/'))
      .sort();
  }

  /** Everything that is reached from a Location, the Locations included. */
  entities(file: string = 'catalog/all.yaml'): CatalogEntity[] {
    return this.yaml<CatalogEntity['entity']>(file).flatMap(entity => {
      const { kind, metadata, spec } = entity;
      const namespace = metadata.namespace ?? 'default';
      const ref = `${kind}:${namespace}/${metadata.name}`.toLowerCase();
      const own = { file, ref, entity };
      if (kind !== 'Location') return [own];
      const targets = spec.targets ?? (spec.target ? [spec.target] : []);
      return [
        own,
        ...targets.flatMap(target => this.entities(this.beside(file, target))),
      ];
    });
  }

  page(file: string): MarkdownPage {
    const text = this.read(file);
    const match = /^---\n([\s\S]*?)\n---\n/.exec(text);
    if (!match) return { file, frontMatter: {}, body: text };
    const [document] = parseAllDocuments(match[1]);
    if (document.errors.length) {
      throw new Error(`${file}: front matter: ${document.errors[0].message}`);
    }
    return {
      file,
      frontMatter: document.toJS() as FrontMatter,
      body: text.slice(match[0].length),
    };
  }
}

/** The folder of a file, with forward slashes. */
export function folderOf(file: string): string {
  return dirname(file).split(sep).join('/');
}
