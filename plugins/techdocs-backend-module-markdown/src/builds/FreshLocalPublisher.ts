/*
 * Backstage's local publisher copies a new site over the old one, file by file, and
 * leaves in place what the new one no longer has: whoever reads meanwhile finds pages
 * without their style sheet, and a page that was removed stays readable for ever. This
 * one has it copied beside the old site, then moves file by file into its place, which
 * is done at once for each, pages last, and deletes what is left of older builds.
 *
 * It also makes sites that another generator, or an older version of this one, has built
 * look as if they had no etag, so that the next synchronisation builds them again.
 */
import {
  DiscoveryService,
  LoggerService,
  resolvePackagePath,
  resolveSafeChildPath,
} from '@backstage/backend-plugin-api';
import { ConfigReader, type Config } from '@backstage/config';
import {
  Publisher,
  PublisherBase,
  PublishRequest,
  PublishResponse,
  TechDocsMetadata,
} from '@backstage/plugin-techdocs-node';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { generatorVersion } from '../generatorVersion';

async function filesBelow(dir: string): Promise<string[]> {
  const entries = await fs.promises.readdir(dir, {
    recursive: true,
    withFileTypes: true,
  });
  return entries
    .filter(entry => !entry.isDirectory())
    .map(entry => path.relative(dir, path.join(entry.parentPath, entry.name)));
}

/** Deletes files that are not in `kept`, and the folders that are empty then. */
export async function removeOthers(dir: string, kept: Set<string>) {
  for (const file of await filesBelow(dir))
    if (!kept.has(file)) await fs.promises.rm(path.join(dir, file));
  const folders = await fs.promises.readdir(dir, {
    recursive: true,
    withFileTypes: true,
  });
  const deepestFirst = folders
    .filter(entry => entry.isDirectory())
    .map(entry => path.join(entry.parentPath, entry.name))
    .sort((a, b) => b.length - a.length);
  for (const folder of deepestFirst)
    if ((await fs.promises.readdir(folder)).length === 0)
      await fs.promises.rmdir(folder);
}

/** Not served: its name begins with a dot. */
const STAGE = '.publishing';

/** What pages need comes before them, and what says that there is a site comes last. */
function rankOf(file: string): number {
  if (file === 'techdocs_metadata.json') return 2;
  return file.endsWith('.html') ? 1 : 0;
}

/** Moves a site over another: a file is the old one or the new one, never missing. */
async function moveOver(from: string, to: string): Promise<Set<string>> {
  const files = await filesBelow(from);
  files.sort((a, b) => rankOf(a) - rankOf(b));
  for (const file of files) {
    const target = path.join(to, file);
    await fs.promises.mkdir(path.dirname(target), { recursive: true });
    await fs.promises.rename(path.join(from, file), target);
  }
  return new Set(files);
}

export class FreshLocalPublisher implements PublisherBase {
  static async fromConfig(
    config: Config,
    options: { logger: LoggerService; discovery: DiscoveryService },
  ): Promise<FreshLocalPublisher> {
    const root = publishFolder(config);
    const inner = await Publisher.fromConfig(config, options);
    const stage = await Publisher.fromConfig(
      stagedIn(config, path.join(root, STAGE)),
      options,
    );
    const keepsCase =
      config.getOptionalBoolean(
        'techdocs.legacyUseCaseSensitiveTripletPaths',
      ) ?? false;
    return new FreshLocalPublisher(inner, stage, root, keepsCase);
  }

  /** By entity, so that of two builds of one neither takes the other's files. */
  readonly #last = new Map<string, Promise<unknown>>();

  constructor(
    private readonly inner: PublisherBase,
    private readonly stage: PublisherBase,
    private readonly root: string,
    private readonly keepsCase: boolean,
  ) {}

  async publish(request: PublishRequest): Promise<PublishResponse> {
    const { kind, metadata } = request.entity;
    const parts = [metadata.namespace ?? 'default', kind, metadata.name].map(
      part => (this.keepsCase ? part : part.toLowerCase()),
    );
    const key = parts.join('/');
    const mine = (this.#last.get(key) ?? Promise.resolve()).then(() =>
      this.#publish(request, parts),
    );
    const settled = mine.catch(() => {});
    this.#last.set(key, settled);
    try {
      return await mine;
    } finally {
      if (this.#last.get(key) === settled) this.#last.delete(key);
    }
  }

  async #publish(
    request: PublishRequest,
    parts: readonly string[],
  ): Promise<PublishResponse> {
    const below = (root: string) =>
      parts.reduce((dir, part) => resolveSafeChildPath(dir, part), root);
    const dir = below(this.root);
    const staged = below(path.join(this.root, STAGE));
    // What an earlier process was broken off in.
    await fs.promises.rm(staged, { recursive: true, force: true });
    try {
      const response = await this.stage.publish(request);
      await removeOthers(dir, await moveOver(staged, dir));
      return response;
    } finally {
      await fs.promises.rm(staged, { recursive: true, force: true });
    }
  }

  async fetchTechDocsMetadata(
    ...args: Parameters<PublisherBase['fetchTechDocsMetadata']>
  ): Promise<TechDocsMetadata> {
    const metadata: TechDocsMetadata & { generator?: string } =
      await this.inner.fetchTechDocsMetadata(...args);
    return metadata.generator === generatorVersion
      ? metadata
      : { ...metadata, etag: '' };
  }

  getReadiness() {
    return this.inner.getReadiness();
  }

  docsRouter() {
    return this.inner.docsRouter();
  }

  hasDocsBeenGenerated(
    ...args: Parameters<PublisherBase['hasDocsBeenGenerated']>
  ) {
    return this.inner.hasDocsBeenGenerated(...args);
  }

  async migrateDocsCase(
    ...args: Parameters<NonNullable<PublisherBase['migrateDocsCase']>>
  ) {
    await this.inner.migrateDocsCase?.(...args);
  }
}

/** The same configuration, with another folder for sites. */
function stagedIn(config: Config, publishDirectory: string): Config {
  const techdocs = config.getOptional<Record<string, object>>('techdocs') ?? {};
  const all = config.getOptional<Record<string, object>>() ?? {};
  return new ConfigReader({
    ...all,
    techdocs: {
      ...techdocs,
      publisher: { type: 'local', local: { publishDirectory } },
    },
  } as ConstructorParameters<typeof ConfigReader>[0]);
}

/** Where Backstage's local publisher puts sites. */
function publishFolder(config: Config): string {
  const configured = config.getOptionalString(
    'techdocs.publisher.local.publishDirectory',
  );
  if (configured) return configured;
  try {
    return resolvePackagePath(
      '@backstage/plugin-techdocs-backend',
      'static/docs',
    );
  } catch {
    return os.tmpdir();
  }
}
