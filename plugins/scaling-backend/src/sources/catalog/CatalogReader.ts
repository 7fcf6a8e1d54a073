import { createHash } from 'node:crypto';
import { AuthService } from '@backstage/backend-plugin-api';
import { Entity } from '@backstage/catalog-model';
import { CatalogService } from '@backstage/plugin-catalog-node';
import {
  REGION_TYPE,
  WORLD_TYPE,
  worldServiceTypes,
} from '@worldscale/backstage-plugin-worlds-common';
import { CatalogPicture } from './CatalogPicture';

const FIELDS = [
  'kind',
  'metadata.name',
  'metadata.namespace',
  'metadata.title',
  'metadata.annotations',
  'spec.type',
  'relations',
];

/** Keeps a picture of the services and regions in the catalog. */
export class CatalogReader {
  readonly #catalog: Pick<CatalogService, 'streamEntities'>;
  readonly #auth: AuthService;
  readonly #now: () => number;
  #picture: CatalogPicture;
  #signature = '';

  constructor(options: {
    catalog: Pick<CatalogService, 'streamEntities'>;
    auth: AuthService;
    now?: () => number;
  }) {
    this.#now = options.now ?? Date.now;
    this.#picture = new CatalogPicture([], [], this.#now());
    this.#catalog = options.catalog;
    this.#auth = options.auth;
  }

  get picture(): CatalogPicture {
    return this.#picture;
  }

  /** Whether the catalog was read at least once. */
  get isRead(): boolean {
    return this.#signature !== '';
  }

  /** Reads anew; true where something that matters here is different. */
  async refresh(): Promise<boolean> {
    const services = await this.#read('component', worldServiceTypes);
    const regions = await this.#read('resource', [REGION_TYPE]);
    const worlds = await this.#read('system', [WORLD_TYPE]);
    const signature = createHash('sha1')
      .update(JSON.stringify([services, regions, worlds]))
      .digest('base64');
    if (signature === this.#signature) return false;
    this.#signature = signature;
    this.#picture = new CatalogPicture(
      services,
      regions,
      this.#now(),
      this.#picture,
      worlds,
    );
    return true;
  }

  async #read(kind: string, types: readonly string[]): Promise<Entity[]> {
    const credentials = await this.#auth.getOwnServiceCredentials();
    const entities: Entity[] = [];
    const pages = this.#catalog.streamEntities(
      { filter: { kind, 'spec.type': [...types] }, fields: FIELDS },
      { credentials },
    );
    for await (const page of pages) entities.push(...page);
    return entities;
  }
}
