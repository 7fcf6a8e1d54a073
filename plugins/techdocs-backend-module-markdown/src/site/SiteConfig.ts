import { isError, NotAllowedError, toError } from '@backstage/errors';
import { parseDocument } from 'yaml';
import type { BuildLog } from './BuildLog';
import type { SourceFolder } from './SourceFolder';

/** What of mkdocs.yml has an effect here. */
export interface SiteConfig {
  siteName: string;
  siteDescription: string;
  /** Folder of mkdocs.yml, relative to that of the entity; empty for the same. */
  baseDir: string;
  /** Relative to the folder of the entity. */
  docsDir: string;
  /** As it is written; see `navigation.ts`. */
  nav?: unknown;
  repoUrl?: string;
  editUri?: string;
  editUriTemplate?: string;
  /** Patterns of files, as in a .gitignore. */
  excludeDocs: string[];
  notInNav: string[];
  /** Old path of a page to its new path or address. */
  redirects: Record<string, string>;
  permalinks: boolean;
  lineNumbers: boolean;
  /** Where `--8<--` looks, relative to the folder of the entity. */
  snippetFolders: string[];
  strict: boolean;
}

/** Keys that are read, and keys of MkDocs that need no effect here. */
const knownKeys = new Set(
  (
    'site_name site_url site_description site_author repo_url repo_name edit_uri edit_uri_template docs_dir ' +
    'site_dir nav exclude_docs not_in_nav theme plugins markdown_extensions extra use_directory_urls strict ' +
    'dev_addr watch copyright remote_branch remote_name validation'
  ).split(' '),
);
const knownPlugins = new Set(
  'techdocs-core search material/search redirects monorepo tags meta gh-admonitions github-admonitions'.split(
    ' ',
  ),
);
const knownExtensions = new Set(
  (
    'abbr admonition attr_list def_list extra fenced_code footnotes md_in_html meta sane_lists smarty tables toc ' +
    'codehilite mdx_truly_sane_lists pymdownx.betterem pymdownx.caret pymdownx.details pymdownx.extra ' +
    'pymdownx.highlight pymdownx.inlinehilite pymdownx.magiclink pymdownx.mark pymdownx.saneheaders ' +
    'pymdownx.snippets pymdownx.superfences pymdownx.tabbed pymdownx.tasklist pymdownx.tilde nl2br'
  ).split(' '),
);
const maxConfigBytes = 1024 * 1024;

type Settings = Record<string, unknown>;

function isSettings(value: unknown): value is Settings {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Plugins and extensions: a list of names and single-key mappings, or a mapping. */
function namedSettings(value: unknown): Map<string, Settings> {
  const result = new Map<string, Settings>();
  const add = (name: unknown, settings: unknown) => {
    if (typeof name === 'string')
      result.set(name, isSettings(settings) ? settings : {});
  };
  if (isSettings(value)) {
    for (const [name, settings] of Object.entries(value)) add(name, settings);
  } else if (Array.isArray(value)) {
    for (const item of value) {
      if (isSettings(item))
        for (const [name, settings] of Object.entries(item))
          add(name, settings);
      else add(item, {});
    }
  }
  return result;
}

function patterns(value: unknown): string[] {
  if (typeof value !== 'string') return [];
  return value
    .split('\n')
    .map(line => line.trim())
    .filter(line => line && !line.startsWith('#'));
}

function text(value: unknown): string | undefined {
  if (typeof value === 'string' && value.trim()) return value.trim();
  return typeof value === 'number' ? String(value) : undefined;
}

/** Parses YAML; tags of other languages stay what they are: names, never calls. */
function parseSettings(content: string, file: string, log: BuildLog): Settings {
  const problem = (message: string) => {
    log.warn({
      file,
      message: `The file cannot be read, and defaults are used instead: ${message}`,
    });
    return {};
  };
  try {
    const document = parseDocument(content, {
      logLevel: 'silent',
      uniqueKeys: false,
      merge: true,
      customTags: [
        {
          tag: '!include',
          resolve: (value: string) => `!include ${value}`,
        },
      ],
    });
    if (document.errors.length)
      return problem(document.errors[0].message.split('\n')[0]);
    const value: unknown = document.toJS({ maxAliasCount: 100 });
    if (value === null || value === undefined) return {};
    return isSettings(value) ? value : problem('it is not a mapping');
  } catch (error) {
    return problem(toError(error).message.split('\n')[0]);
  }
}

function warnOfUnknown(settings: Settings, file: string, log: BuildLog) {
  for (const key of Object.keys(settings))
    if (!knownKeys.has(key))
      log.warn({ file, message: `The setting ${key} has no effect here` });
  for (const name of namedSettings(settings.plugins).keys())
    if (!knownPlugins.has(name))
      log.warn({ file, message: `The plugin ${name} does not exist here` });
  for (const name of namedSettings(settings.markdown_extensions).keys())
    if (!knownExtensions.has(name.replace(/^markdown\.extensions\./, '')))
      log.warn({
        file,
        message: `The Markdown extension ${name} does not exist here`,
      });
  if (settings.use_directory_urls === false)
    log.warn({
      file,
      message: 'use_directory_urls: false has no effect: TechDocs needs them',
    });
}

/** Relative to the folder of the entity; falls back where it leads out. */
function docsDirOf(
  settings: Settings,
  baseDir: string,
  folder: SourceFolder,
  file: string,
  log: BuildLog,
): string {
  const within = (dir: string) => (baseDir ? `${baseDir}/${dir}` : dir);
  const wanted = text(settings.docs_dir) ?? 'docs';
  try {
    folder.resolve(within(wanted));
    if (!wanted.startsWith('/')) return folder.relative(within(wanted)) ?? '';
  } catch (error) {
    if (!isError(error) || error.name !== 'NotAllowedError') throw error;
  }
  log.warn({
    file,
    message: `docs_dir leads out of the folder: ${wanted}; docs is used instead`,
  });
  return within('docs');
}

function redirectsOf(settings: Settings): Record<string, string> {
  const maps = namedSettings(settings.plugins).get('redirects')?.redirect_maps;
  if (!isSettings(maps)) return {};
  return Object.fromEntries(
    Object.entries(maps).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );
}

function toSiteConfig(
  settings: Settings,
  defaults: { siteName: string; baseDir: string },
  folder: SourceFolder,
  file: string,
  log: BuildLog,
): SiteConfig {
  warnOfUnknown(settings, file, log);
  const { baseDir } = defaults;
  const docsDir = docsDirOf(settings, baseDir, folder, file, log);
  const extensions = namedSettings(settings.markdown_extensions);
  const snippets = extensions.get('pymdownx.snippets')?.base_path;
  const folders = [snippets ?? []]
    .flat()
    .filter((dir): dir is string => typeof dir === 'string')
    .map(dir => folder.relative(baseDir ? `${baseDir}/${dir}` : dir));
  return {
    siteName: text(settings.site_name) ?? defaults.siteName,
    siteDescription: text(settings.site_description) ?? '',
    baseDir,
    docsDir,
    nav: settings.nav,
    repoUrl: text(settings.repo_url),
    editUri: text(settings.edit_uri),
    editUriTemplate: text(settings.edit_uri_template),
    excludeDocs: patterns(settings.exclude_docs),
    notInNav: patterns(settings.not_in_nav),
    redirects: redirectsOf(settings),
    permalinks: extensions.get('toc')?.permalink !== false,
    lineNumbers: extensions.get('pymdownx.highlight')?.linenums === true,
    snippetFolders: [
      ...folders.filter((dir): dir is string => dir !== undefined),
      baseDir,
      docsDir,
    ],
    strict: settings.strict === true,
  };
}

/**
 * Reads mkdocs.yml, which may be absent, broken, or ask for what does not exist: each
 * is a warning, and the site is built all the same.
 *
 * @param file relative to the folder of the entity
 */
export async function readSiteConfig(
  folder: SourceFolder,
  file: string,
  siteName: string,
  log: BuildLog,
): Promise<SiteConfig> {
  const baseDir = file.includes('/')
    ? file.slice(0, file.lastIndexOf('/'))
    : '';
  let settings: Settings = {};
  try {
    const bytes = folder.fileSize(file);
    if (bytes !== undefined && bytes > maxConfigBytes)
      log.warn({ file, message: 'The file is too large and is not read' });
    else if (bytes !== undefined) {
      const source = await folder.readText(file);
      settings = parseSettings(source?.text ?? '', file, log);
    }
  } catch (error) {
    if (!(error instanceof NotAllowedError)) throw error;
    log.warn({ file, message: `${error.message}; defaults are used instead` });
  }
  return toSiteConfig(settings, { siteName, baseDir }, folder, file, log);
}

/** The file that configures the site, whether it is there or not. */
export function configFileOf(folder: SourceFolder, log: BuildLog): string {
  const exists = (file: string) => {
    try {
      return folder.fileSize(file) !== undefined;
    } catch {
      log.warn({
        file,
        message: 'The link leads out of the folder and is not read',
      });
      return false;
    }
  };
  if (!exists('mkdocs.yaml')) return 'mkdocs.yml';
  if (exists('mkdocs.yml'))
    log.warn({
      file: 'mkdocs.yml',
      message: 'mkdocs.yaml exists too and is used; this file is not read',
    });
  return 'mkdocs.yaml';
}
