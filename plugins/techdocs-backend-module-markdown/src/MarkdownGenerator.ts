/*
 * Builds the site of one entity: its folder in, a folder of files out that Backstage
 * publishes and its reader shows. Everything happens in this process. The steps:
 *
 *   mkdocs.yml -> pages, other files, navigation (`site/`)
 *   each page  -> HTML, headings, links, words (`PageRenderer`, by the cache where it can)
 *   all pages  -> links and anchors checked, documents and search index written (`html/`)
 *
 * Titles of all pages are needed before the first document can be written, so each page
 * is rendered in a first pass and written in a second; between them only the cache holds
 * HTML, so that memory does not grow with the site. After each page the event loop gets
 * its turn: a backend that builds docs still answers.
 */
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { ScmIntegrationRegistry } from '@backstage/integration';
import type {
  GeneratorBase,
  GeneratorRunOptions,
} from '@backstage/plugin-techdocs-node';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { PageCache } from './PageCache';
import { PageRenderer } from './PageRenderer';
import { BuildLog } from './site/BuildLog';
import { editUrlFor } from './site/editUrl';
import { LinkResolver } from './site/LinkResolver';
import { readSite } from './site/Site';
import { configFileOf, readSiteConfig } from './site/SiteConfig';
import { SourceFolder } from './site/SourceFolder';
import { SiteWriter } from './SiteWriter';
import { collectPages } from './collectPages';

export interface MarkdownGeneratorOptions {
  logger: LoggerService;
  scmIntegrations: ScmIntegrationRegistry;
  /** Bytes of memory for rendered pages. Default: 64 MiB. */
  cacheBytes?: number;
  /** Characters; a longer page is shown as it is written. Default: 1,000,000. */
  maxPageLength?: number;
  /** Milliseconds for one page. Default: 5,000. */
  maxPageMs?: number;
  iframeHosts?: string[];
  /** Where the portal has pages; links from its root elsewhere are reported. */
  portalPaths?: readonly string[];
}

export class MarkdownGenerator implements GeneratorBase {
  private readonly cache: PageCache;

  constructor(private readonly options: MarkdownGeneratorOptions) {
    this.cache = new PageCache(options.cacheBytes ?? 64 * 1024 * 1024);
  }

  /** @throws where there is nothing to build, or the site is strict and has warnings */
  async run(options: GeneratorRunOptions): Promise<void> {
    const started = Date.now();
    const { inputDir, outputDir, etag, logger, siteOptions } = options;
    const log = new BuildLog(message => logger.warn(message));
    const folder = await SourceFolder.open(inputDir, log);
    const configFile = configFileOf(folder, log);
    const config = await readSiteConfig(
      folder,
      configFile,
      siteOptions?.name ?? 'Documentation',
      log,
    );
    const site = await readSite(folder, config, configFile, log);
    const resolver = new LinkResolver(
      site.pages,
      site.assets,
      this.options.portalPaths,
    );
    const renderer = new PageRenderer({
      folder,
      config,
      resolver,
      cache: this.cache,
      log,
      maxPageLength: this.options.maxPageLength ?? 1_000_000,
      maxPageMs: this.options.maxPageMs ?? 5_000,
      iframeHosts: this.options.iframeHosts ?? [],
    });
    const collected = await collectPages(site, renderer, resolver, log);
    const writer = new SiteWriter({
      site,
      outputDir,
      collected,
      editUrl: editUrlFor(
        config,
        options.parsedLocationAnnotation,
        this.options.scmIntegrations,
      ),
      log,
    });
    await writer.writeAssets();
    for (const page of site.pages) {
      writer.writePage(page, renderer.again(page).page);
      await nextTurn();
    }
    writer.finish({
      etag,
      strict: config.strict,
      rendered: collected.rendered,
      durationMs: Date.now() - started,
    });
    const summary =
      `Built ${site.pages.length} pages, ${collected.rendered} of them anew, ` +
      `with ${log.total} warnings, in ${Date.now() - started} ms`;
    logger.info(summary);
    this.options.logger.debug(summary);
  }
}
