/*
 * Backstage's local publisher copies a new site over the old one and leaves in place
 * what the new one no longer has: a page that was removed stays readable for ever. This
 * one publishes through it, then deletes what is left of older builds.
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
import type { Config } from '@backstage/config';
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

export class FreshLocalPublisher implements PublisherBase {
  static async fromConfig(
    config: Config,
    options: { logger: LoggerService; discovery: DiscoveryService },
  ): Promise<FreshLocalPublisher> {
    const inner = await Publisher.fromConfig(config, options);
    const keepsCase =
      config.getOptionalBoolean(
        'techdocs.legacyUseCaseSensitiveTripletPaths',
      ) ?? false;
    return new FreshLocalPublisher(inner, publishFolder(config), keepsCase);
  }

  constructor(
    private readonly inner: PublisherBase,
    private readonly root: string,
    private readonly keepsCase: boolean,
  ) {}

  async publish(request: PublishRequest): Promise<PublishResponse> {
    const kept = new Set(await filesBelow(request.directory));
    const response = await this.inner.publish(request);
    const { kind, metadata } = request.entity;
    let dir = this.root;
    for (const part of [metadata.namespace ?? 'default', kind, metadata.name])
      dir = resolveSafeChildPath(
        dir,
        this.keepsCase ? part : part.toLowerCase(),
      );
    await removeOthers(dir, kept);
    return response;
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
