import {
  DEFAULT_NAMESPACE,
  Entity,
  parseEntityRef,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import {
  CLUSTERS_ANNOTATION,
  REGION_TYPE,
  WORLD_TYPE,
} from '@worldscale/backstage-plugin-worlds-common';

/** How many names an error lists of what exists. */
const NAMED = 20;

/** An entity of the catalog as the skeleton's files name it. */
export interface Named {
  /** Full reference. */
  ref: string;
  /** Reference without what is the default where it stands. */
  shortRef: string;
  name: string;
  title: string;
  /** Path of its page in the portal. */
  path: string;
}

export interface NamedRegion extends Named {
  /** Names of its clusters. */
  clusters: string[];
}

/** Which kind of entity a field of the form may name. */
interface Wanted {
  field: string;
  kind: string;
  type?: string;
}

/** What the catalog knows that a new service must fit to, seen by who asks for it. */
export class ServiceCatalog {
  constructor(
    private readonly catalog: Pick<
      CatalogService,
      'getEntities' | 'getEntityByRef'
    >,
    private readonly credentials: BackstageCredentials,
  ) {}

  /** @throws InputError or NotFoundError that begins with `world:` */
  async world(reference: string): Promise<Named> {
    const wanted = { field: 'world', kind: 'System', type: WORLD_TYPE };
    return named(await this.require(reference, wanted));
  }

  /** @throws InputError or NotFoundError that begins with `regions:` */
  async regions(references: readonly string[]): Promise<NamedRegion[]> {
    const wanted = { field: 'regions', kind: 'Resource', type: REGION_TYPE };
    const regions: NamedRegion[] = [];
    for (const reference of references) {
      const entity = await this.require(reference, wanted);
      const region = named(entity);
      if (regions.some(({ ref }) => ref === region.ref)) {
        throw new InputError(`regions: ${region.ref} is named twice`);
      }
      const clusters = entity.metadata.annotations?.[CLUSTERS_ANNOTATION] ?? '';
      regions.push({
        ...region,
        clusters: clusters
          .split(',')
          .map(cluster => cluster.trim())
          .filter(Boolean),
      });
    }
    return regions;
  }

  /** @throws InputError or NotFoundError that begins with `owner:` */
  async owner(reference: string): Promise<Named> {
    return named(
      await this.require(reference, { field: 'owner', kind: 'Group' }),
    );
  }

  /** @throws ConflictError that begins with `name:` and says what has the name */
  async requireFree(name: string): Promise<void> {
    const ref = `component:${DEFAULT_NAMESPACE}/${name}`;
    const { items } = await this.catalog.getEntities(
      {
        filter: [
          { kind: 'Component', 'metadata.name': name },
          { 'metadata.annotations.backstage.io/kubernetes-id': name },
        ],
      },
      { credentials: this.credentials },
    );
    const [holder] = items;
    if (!holder) return;
    const holderRef = stringifyEntityRef(holder);
    const owner = holder.spec?.owner;
    throw new ConflictError(
      `name: ${holderRef}${
        typeof owner === 'string' ? ` (owned by ${owner})` : ''
      } ${
        holderRef === ref
          ? 'exists already'
          : `uses the Kubernetes id '${name}'`
      }. Choose another name.`,
    );
  }

  private async require(reference: string, wanted: Wanted): Promise<Entity> {
    const { field, kind, type } = wanted;
    let ref: string;
    try {
      ref = stringifyEntityRef(
        parseEntityRef(reference, {
          defaultKind: kind,
          defaultNamespace: DEFAULT_NAMESPACE,
        }),
      );
    } catch {
      throw new InputError(`${field}: '${reference}' is not a reference`);
    }
    const entity = await this.catalog.getEntityByRef(ref, {
      credentials: this.credentials,
    });
    const isKind =
      entity?.kind.toLocaleLowerCase('en-US') ===
      kind.toLocaleLowerCase('en-US');
    if (entity && isKind && (!type || typeOf(entity) === type)) return entity;
    const found = !entity
      ? `${ref} does not exist`
      : `${ref} is a ${entity.kind}${
          type && isKind ? ` of type '${typeOf(entity) ?? 'none'}'` : ''
        }, not a ${type ?? kind.toLocaleLowerCase('en-US')}`;
    const ErrorType = entity ? InputError : NotFoundError;
    throw new ErrorType(`${field}: ${found}. ${await this.existing(wanted)}`);
  }

  /** A sentence that names what could be meant. */
  private async existing({ kind, type }: Wanted): Promise<string> {
    const { items } = await this.catalog.getEntities(
      {
        filter: { kind, ...(type && { 'spec.type': type }) },
        fields: ['kind', 'metadata.name', 'metadata.namespace'],
        limit: NAMED + 1,
        order: { field: 'metadata.name', order: 'asc' },
      },
      { credentials: this.credentials },
    );
    if (items.length === 0) return 'There is none.';
    const names = items.slice(0, NAMED).map(item => named(item).shortRef);
    return `There are: ${names.join(', ')}${
      items.length > NAMED ? ' and more' : ''
    }.`;
  }
}

function typeOf(entity: Entity): string | undefined {
  const type = entity.spec?.type;
  return typeof type === 'string' ? type.toLocaleLowerCase('en-US') : undefined;
}

function named(entity: Entity): Named {
  const { name, namespace = DEFAULT_NAMESPACE, title } = entity.metadata;
  return {
    ref: stringifyEntityRef(entity),
    shortRef: namespace === DEFAULT_NAMESPACE ? name : `${namespace}/${name}`,
    name,
    title: title ?? name,
    path: `/catalog/${namespace}/${entity.kind.toLocaleLowerCase(
      'en-US',
    )}/${name}`,
  };
}
