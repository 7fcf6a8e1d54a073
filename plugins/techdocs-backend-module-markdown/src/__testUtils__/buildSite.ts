import { mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { ScmIntegrations } from '@backstage/integration';
import type { GeneratorRunOptions } from '@backstage/plugin-techdocs-node';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DefaultTreeAdapterTypes, parse } from 'parse5';
import { MarkdownGenerator } from '../MarkdownGenerator';

type Element = DefaultTreeAdapterTypes.Element;

export interface BuildReport {
  pages: number;
  rendered: number;
  warnings: Array<{ message: string; file?: string; line?: number }>;
}

const folders: string[] = [];

export function temporaryFolder(): string {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'markdown-docs-'));
  folders.push(dir);
  return dir;
}

export function removeTemporaryFolders() {
  for (const dir of folders.splice(0))
    fs.rmSync(dir, { recursive: true, force: true });
}

export function writeFiles(
  dir: string,
  files: Record<string, string | Buffer>,
) {
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(dir, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, content);
  }
}

export function createGenerator(
  options: Partial<ConstructorParameters<typeof MarkdownGenerator>[0]> = {},
) {
  return new MarkdownGenerator({
    logger: mockServices.logger.mock(),
    scmIntegrations: ScmIntegrations.fromConfig(
      new ConfigReader({
        integrations: { gitea: [{ host: 'forge.example' }] },
      }),
    ),
    ...options,
  });
}

/** Just enough of a browser's view of a document. */
export class DocumentView {
  readonly elements: Element[] = [];

  constructor(html: string) {
    const visit = (node: DefaultTreeAdapterTypes.ParentNode) => {
      for (const child of node.childNodes) {
        if (!('tagName' in child)) continue;
        this.elements.push(child);
        visit(child);
      }
    };
    visit(parse(html));
  }

  withClass(name: string): Element[] {
    return this.elements.filter(element =>
      (attribute(element, 'class') ?? '').split(/\s+/).includes(name),
    );
  }

  tags(name: string): Element[] {
    return this.elements.filter(({ tagName }) => tagName === name);
  }

  /** Addresses of the links in the navigation, with their titles. */
  navigation(): Array<[title: string, href: string]> {
    const [primary] = this.withClass('md-nav--primary');
    return new DocumentView(inner(primary))
      .tags('a')
      .map(link => [textOf(link).trim(), attribute(link, 'href') ?? '']);
  }
}

function inner(element: Element): string {
  const write = (node: DefaultTreeAdapterTypes.ChildNode): string => {
    if ('value' in node) return node.value.replace(/</g, '&lt;');
    if (!('tagName' in node)) return '';
    const attributes = node.attrs
      .map(({ name, value }) => ` ${name}="${value}"`)
      .join('');
    return `<${node.tagName}${attributes}>${node.childNodes
      .map(write)
      .join('')}</${node.tagName}>`;
  };
  return element.childNodes.map(write).join('');
}

export function attribute(element: Element, name: string) {
  return element.attrs.find(each => each.name === name)?.value;
}

export function textOf(element: Element): string {
  return element.childNodes
    .map(child => {
      if ('value' in child) return child.value;
      return 'tagName' in child ? textOf(child) : '';
    })
    .join('');
}

/** A built site, to look at. */
export class BuiltSite {
  readonly logged: string[] = [];

  constructor(readonly dir: string) {}

  has(file: string) {
    return fs.existsSync(path.join(this.dir, file));
  }

  read(file: string) {
    return fs.readFileSync(path.join(this.dir, file), 'utf8');
  }

  json<T>(file: string): T {
    return JSON.parse(this.read(file)) as T;
  }

  files() {
    return fs
      .readdirSync(this.dir, { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(entry =>
        path
          .relative(this.dir, path.join(entry.parentPath, entry.name))
          .replace(/\\/g, '/'),
      )
      .sort();
  }

  report() {
    return this.json<BuildReport>('build_report.json');
  }

  /** Messages of warnings, with the file that they are about. */
  warnings() {
    return this.report().warnings.map(({ file, message }) =>
      file ? `${file}: ${message}` : message,
    );
  }

  search() {
    return this.json<{
      docs: Array<{
        location: string;
        title: string;
        text: string;
        tags?: string[];
      }>;
    }>('search/search_index.json').docs;
  }

  document(file: string) {
    return new DocumentView(this.read(file));
  }
}

export async function buildSite(
  inputDir: string,
  options: Partial<GeneratorRunOptions> = {},
  generator = createGenerator(),
): Promise<BuiltSite> {
  const site = new BuiltSite(temporaryFolder());
  const logger = {
    ...mockServices.logger.mock(),
    warn: (message: string) => site.logged.push(message),
  } as unknown as GeneratorRunOptions['logger'];
  await generator.run({
    inputDir,
    outputDir: site.dir,
    etag: 'abc',
    logger,
    siteOptions: { name: 'Entity' },
    ...options,
  });
  return site;
}

/** Builds a site from files. */
export async function buildFiles(
  files: Record<string, string | Buffer>,
  options: Partial<GeneratorRunOptions> = {},
) {
  const inputDir = temporaryFolder();
  writeFiles(inputDir, files);
  return buildSite(inputDir, options);
}
