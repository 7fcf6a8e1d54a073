import { isDeepStrictEqual } from 'node:util';
import { AuthService } from '@backstage/backend-plugin-api';
import {
  Entity,
  getEntitySourceLocation,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { InputError, toError } from '@backstage/errors';
import { ScmIntegrationRegistry } from '@backstage/integration';
import { CATALOG_FILTER_EXISTS } from '@backstage/catalog-client';
import { CatalogService } from '@backstage/plugin-catalog-node';
import {
  REGION_TYPE,
  WORLD_TYPE,
  worldServiceTypes,
} from '@worldscale/backstage-plugin-worlds-common';

/** Paths of OpenSLO files beside the entity, with commas between. */
export const SLO_ANNOTATION = 'worldscale.io/slo';

/** Values of Sloth's label `sloth_service` that mean the entity, with commas between. */
export const SLOTH_ANNOTATION = 'worldscale.io/sloth-service';
/** Names of objectives of Pyrra (its label `slo`), with commas between. */
export const PYRRA_ANNOTATION = 'worldscale.io/pyrra-slo';

type EntityFilter = Record<string, string | string[] | symbol>;

/** Whatever names objectives of its own, and all that could. */
export const entitiesWithSlos: readonly EntityFilter[] = [
  ...[SLO_ANNOTATION, SLOTH_ANNOTATION, PYRRA_ANNOTATION].map(name => ({
    [`metadata.annotations.${name}`]: CATALOG_FILTER_EXISTS,
  })),
  { kind: 'component', 'spec.type': [...worldServiceTypes] },
];

/** What the catalog says of one entity. */
export interface KnownEntity {
  entityRef: string;
  title: string;
  owner: string | null;
  /** Reference of the world that it is part of. */
  world: string | null;
  isWorld: boolean;
}

/** A file that an entity's annotation names. */
export interface NamedFile {
  url: string;
  entityRef: string;
}

export interface CatalogPicture {
  entities: ReadonlyMap<string, KnownEntity>;
  files: readonly NamedFile[];
  /** Annotations that lead to no file, by entity. */
  flaws: ReadonlyMap<string, string>;
  /** Entities by `sloth:` and a service, or `pyrra:` and an objective. */
  recorded: ReadonlyMap<string, string>;
}

const fields = [
  'kind',
  'metadata.name',
  'metadata.namespace',
  'metadata.title',
  'metadata.annotations',
  'spec.type',
  'relations',
];

/**
 * The address of a file that an annotation names. It must lie in the repository of
 * the entity: the portal reads with credentials of its own, which must not open other
 * people's repositories to whoever can write a catalog file.
 *
 * @throws InputError where it does not, or the entity comes from no address
 */
export function resolveFile(
  entity: Entity,
  path: string,
  integrations: Pick<ScmIntegrationRegistry, 'resolveUrl'>,
): string {
  const { type, target } = getEntitySourceLocation(entity);
  if (type !== 'url') {
    throw new InputError(
      `'${path}' cannot be read, because the entity comes from a location of type '${type}', not 'url'`,
    );
  }
  const url = integrations.resolveUrl({ url: path, base: target });
  const repositoryOf = (text: string) => {
    const { origin, pathname } = new URL(text);
    return [origin, ...pathname.split('/').slice(1, 3)].join('/');
  };
  if (repositoryOf(url) !== repositoryOf(target)) {
    throw new InputError(`'${path}' leads out of the entity's repository`);
  }
  return url;
}

/** Reads who has objectives, and which worlds and services there are. */
export class CatalogReader {
  readonly #options: {
    catalog: Pick<CatalogService, 'streamEntities'>;
    auth: Pick<AuthService, 'getOwnServiceCredentials'>;
    integrations: Pick<ScmIntegrationRegistry, 'resolveUrl'>;
  };
  #picture: CatalogPicture = {
    entities: new Map(),
    files: [],
    flaws: new Map(),
    recorded: new Map(),
  };

  constructor(options: {
    catalog: Pick<CatalogService, 'streamEntities'>;
    auth: Pick<AuthService, 'getOwnServiceCredentials'>;
    integrations: Pick<ScmIntegrationRegistry, 'resolveUrl'>;
  }) {
    this.#options = options;
  }

  get picture(): CatalogPicture {
    return this.#picture;
  }

  async refresh(): Promise<void> {
    const entities = new Map<string, KnownEntity>();
    const files: NamedFile[] = [];
    const flaws = new Map<string, string>();
    const recorded = new Map<string, string>();
    for await (const entity of this.#read()) {
      const known = describeEntity(entity);
      entities.set(known.entityRef, known);
      const listed = (annotation: string) =>
        (entity.metadata.annotations?.[annotation] ?? '')
          .split(',')
          .map(each => each.trim())
          .filter(Boolean);
      for (const name of listed(SLOTH_ANNOTATION)) {
        recorded.set(`sloth:${name}`, known.entityRef);
      }
      for (const name of listed(PYRRA_ANNOTATION)) {
        recorded.set(`pyrra:${name}`, known.entityRef);
      }
      for (const path of listed(SLO_ANNOTATION)) {
        try {
          const url = resolveFile(entity, path, this.#options.integrations);
          files.push({ url, entityRef: known.entityRef });
        } catch (error) {
          flaws.set(known.entityRef, toError(error).message);
        }
      }
    }
    for (const [ref, entity] of entities) {
      // A System that is no world is none of a service's worlds.
      if (entity.world && !entities.get(entity.world)?.isWorld) {
        entities.set(ref, { ...entity, world: null });
      }
    }
    const picture = { entities, files, flaws, recorded };
    // Whoever worked something out of the picture need not do so again.
    if (!isDeepStrictEqual(picture, this.#picture)) this.#picture = picture;
  }

  async *#read(): AsyncGenerator<Entity> {
    const { catalog, auth } = this.#options;
    const credentials = await auth.getOwnServiceCredentials();
    const filter: EntityFilter[] = [
      ...entitiesWithSlos,
      { kind: 'system', 'spec.type': WORLD_TYPE },
      { kind: 'resource', 'spec.type': REGION_TYPE },
    ];
    for await (const page of catalog.streamEntities(
      { filter, fields },
      { credentials },
    )) {
      yield* page;
    }
  }
}

function describeEntity(entity: Entity): KnownEntity {
  const entityRef = stringifyEntityRef(entity);
  const related = (type: string, prefix = '') =>
    entity.relations?.find(
      r => r.type === type && r.targetRef.startsWith(prefix),
    )?.targetRef ?? null;
  const isWorld =
    entityRef.startsWith('system:') && entity.spec?.type === WORLD_TYPE;
  return {
    entityRef,
    title: entity.metadata.title ?? entity.metadata.name,
    owner: related('ownedBy'),
    world: isWorld ? entityRef : related('partOf', 'system:'),
    isWorld,
  };
}
