import {
  apiEntityV1alpha1Validator,
  componentEntityV1alpha1Validator,
  DefaultNamespaceEntityPolicy,
  domainEntityV1alpha1Validator,
  Entity,
  EntityPolicies,
  FieldFormatEntityPolicy,
  groupEntityV1alpha1Validator,
  KindValidator,
  locationEntityV1alpha1Validator,
  NoForeignRootFieldsEntityPolicy,
  parseEntityRef,
  resourceEntityV1alpha1Validator,
  SchemaValidEntityPolicy,
  stringifyEntityRef,
  systemEntityV1alpha1Validator,
  userEntityV1alpha1Validator,
} from '@backstage/catalog-model';
import { CatalogEntity, CatalogFolder } from './__testUtils__/CatalogFolder';

const validators: Record<string, KindValidator> = {
  API: apiEntityV1alpha1Validator,
  Component: componentEntityV1alpha1Validator,
  Domain: domainEntityV1alpha1Validator,
  Group: groupEntityV1alpha1Validator,
  Location: locationEntityV1alpha1Validator,
  Resource: resourceEntityV1alpha1Validator,
  System: systemEntityV1alpha1Validator,
  User: userEntityV1alpha1Validator,
};

/** The policies that the catalog's backend applies, in its order. */
const policy = EntityPolicies.allOf([
  new SchemaValidEntityPolicy(),
  new DefaultNamespaceEntityPolicy(),
  new NoForeignRootFieldsEntityPolicy(),
  new FieldFormatEntityPolicy(),
]);

/** Field of the specification -> kind that is meant where none is named. */
const referenceFields: Record<string, string> = {
  owner: 'group',
  domain: 'domain',
  system: 'system',
  parent: 'group',
  children: 'group',
  memberOf: 'group',
  dependsOn: 'component',
  providesApis: 'api',
  consumesApis: 'api',
};

const catalog = new CatalogFolder();
const entities = catalog.entities();
const byRef = new Map(entities.map(item => [item.ref, item]));

function referencesOf({ entity }: CatalogEntity): [string, string][] {
  return Object.entries(referenceFields).flatMap(([field, defaultKind]) =>
    ([entity.spec[field] ?? []].flat() as string[]).map(
      (reference): [string, string] => [
        field,
        stringifyEntityRef(
          parseEntityRef(reference, {
            defaultKind,
            defaultNamespace: 'default',
          }),
        ),
      ],
    ),
  );
}

/** Reads what the catalog would read in place of `$text`. */
function withDefinition({ file, entity }: CatalogEntity): Entity {
  const text = entity.spec.definition?.$text;
  if (!text) return entity as Entity;
  const definition = catalog.read(catalog.beside(file, text));
  return { ...entity, spec: { ...entity.spec, definition } } as Entity;
}

describe('entities of the catalog', () => {
  it.each(entities.map(item => [item.ref, item] as const))(
    "%s is valid by Backstage's own validators",
    async (_, item) => {
      const entity = withDefinition(item);
      await expect(policy.enforce(entity)).resolves.toBeDefined();
      await expect(validators[entity.kind].check(entity)).resolves.toBe(true);
    },
  );

  it('has each name once', () => {
    const refs = entities.map(item => item.ref);
    expect(refs.filter((ref, i) => refs.indexOf(ref) !== i)).toEqual([]);
  });

  it('is listed completely: no entity in the folder is out of reach', () => {
    const reached = new Set(entities.map(item => item.file));
    const forgotten = catalog
      .files('catalog', '.yaml')
      .filter(file => !reached.has(file))
      .filter(file =>
        catalog
          .yaml(file)
          .some(document => /^backstage\.io\//.test(document?.apiVersion)),
      );
    expect(forgotten).toEqual([]);
  });

  it('refers to nothing that does not exist', () => {
    const dangling = entities.flatMap(item =>
      referencesOf(item)
        .filter(([, ref]) => !byRef.has(ref))
        .map(([field, ref]) => `${item.ref}: ${field}: ${ref}`),
    );
    expect(dangling).toEqual([]);
  });

  it('has no service, interface or resource that depends on itself in a circle', () => {
    const circles: string[] = [];
    const done = new Set<string>();
    const visit = (ref: string, path: string[]) => {
      if (path.includes(ref)) circles.push([...path, ref].join(' -> '));
      if (path.includes(ref) || done.has(ref)) return;
      referencesOf(byRef.get(ref)!)
        .filter(([field]) => field === 'dependsOn')
        .forEach(([, next]) => visit(next, [...path, ref]));
      done.add(ref);
    };
    entities.forEach(item => visit(item.ref, []));
    expect(circles).toEqual([]);
  });

  it('has groups whose parents and children agree', () => {
    const groups = entities.filter(({ entity }) => entity.kind === 'Group');
    for (const { ref, entity } of groups) {
      const expected = groups
        .filter(other => other.entity.spec.parent === entity.metadata.name)
        .map(other => other.entity.metadata.name);
      expect([ref, entity.spec.children]).toEqual([ref, expected]);
    }
  });

  it('has people with a name, an address and a group, and no empty team', () => {
    const users = entities.filter(({ entity }) => entity.kind === 'User');
    expect(users.length).toBeGreaterThanOrEqual(25);
    const addresses = users.map(({ entity }) => entity.spec.profile.email);
    expect(new Set(addresses).size).toBe(users.length);
    for (const { entity } of users) {
      expect(entity.spec.profile.displayName).toBeTruthy();
      expect(entity.spec.profile.email).toBe(
        `${entity.metadata.name}@lifeverse.example`,
      );
      expect(entity.spec.memberOf).not.toHaveLength(0);
    }
    const joined = new Set(users.flatMap(({ entity }) => entity.spec.memberOf));
    const empty = entities
      .filter(({ entity }) => entity.kind === 'Group')
      .filter(({ entity }) => entity.spec.children.length === 0)
      .map(({ entity }) => entity.metadata.name)
      .filter(name => !joined.has(name));
    expect(empty).toEqual([]);
  });

  it.each([
    ['mira.okafor', ['world-aurora']],
    ['jonas.lindqvist', ['world-aurora', 'engineering', 'team-leads']],
    ['sofia.marques', ['support']],
    ['kenji.watanabe', ['finops']],
    ['priya.raman', ['planning']],
  ])('knows the persona %s in the groups of its role', (name, groups) => {
    const user = byRef.get(`user:default/${name}`);
    expect(user?.entity.spec.memberOf).toEqual(groups);
  });

  it('says of everything who answers for it and what it is', () => {
    const silent = entities
      .filter(({ entity }) => entity.kind !== 'Location')
      .filter(
        ({ entity }) =>
          !entity.metadata.description ||
          !(entity.spec.owner ?? entity.spec.profile),
      )
      .map(item => item.ref);
    expect(silent).toEqual([]);
  });
});
