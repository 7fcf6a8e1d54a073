import { regions, services, worlds } from '../world/lifeverse';
import { CatalogFolder, folderOf } from './__testUtils__/CatalogFolder';

const catalog = new CatalogFolder();
const entities = catalog.entities();
const byRef = new Map(entities.map(item => [item.ref, item]));

const described = entities.filter(
  ({ entity }) =>
    entity.kind === 'Component' &&
    ['world-service', 'shard-service'].includes(entity.spec.type),
);

describe('catalog and simulated topology', () => {
  it('name the same services', () => {
    expect(described.map(({ entity }) => entity.metadata.name).sort()).toEqual(
      services.map(service => service.name).sort(),
    );
  });

  it.each(services.map(service => [service.name, service] as const))(
    'say the same about %s',
    (name, service) => {
      const { entity } = byRef.get(`component:default/${name}`)!;
      const { annotations, title } = entity.metadata;
      expect(title).toBe(service.title);
      expect(entity.spec).toMatchObject({
        type: service.type,
        owner: service.owner,
        system: service.world ?? 'platform',
      });
      expect(annotations).toMatchObject({
        'backstage.io/kubernetes-id': name,
        'backstage.io/kubernetes-namespace': service.namespace,
      });
      const regionNames = regions.map(region => `resource:${region.name}`);
      expect(
        entity.spec.dependsOn.filter((ref: string) =>
          regionNames.includes(ref),
        ),
      ).toEqual(service.regions.map(region => `resource:${region}`));
    },
  );

  it('name the same worlds, with title and owner', () => {
    const systems = entities
      .filter(({ entity }) => entity.kind === 'System')
      .filter(({ entity }) => entity.spec.type === 'world')
      .map(({ entity: { metadata, spec } }) => ({
        name: metadata.name,
        title: metadata.title,
        owner: spec.owner,
        domain: spec.domain,
      }));
    expect(systems).toEqual(
      worlds.map(({ name, title, owner }) => ({
        name,
        title,
        owner,
        domain: 'lifeverse',
      })),
    );
  });

  it('name the same regions, with title, cluster and time zone', () => {
    const resources = entities
      .filter(({ entity }) => entity.kind === 'Resource')
      .filter(({ entity }) => entity.spec.type === 'region')
      .map(({ entity: { metadata } }) => ({
        name: metadata.name,
        title: metadata.title,
        cluster: metadata.annotations?.['worldscale.io/clusters'],
        timeZone: metadata.annotations?.['worldscale.io/time-zone'],
      }));
    expect(resources).toEqual(
      regions.map(({ name, title, cluster, timeZone }) => ({
        name,
        title,
        cluster,
        timeZone,
      })),
    );
  });

  it.each(described.map(item => [item.entity.metadata.name, item] as const))(
    'have a folder for %s with documents, objectives and runbooks',
    (_, { file, entity }) => {
      const annotations = entity.metadata.annotations!;
      expect(annotations['backstage.io/techdocs-ref']).toBe('dir:.');
      const objectives = annotations['worldscale.io/slo'];
      expect(catalog.exists(catalog.beside(file, objectives))).toBe(true);
      const runbooks = annotations['worldscale.io/runbooks'];
      expect(
        catalog.files(catalog.beside(file, runbooks), '.md').length,
      ).toBeGreaterThan(0);
      expect(catalog.exists(`${folderOf(file)}/mkdocs.yml`)).toBe(true);
    },
  );

  it('give each service and team a page of its own at the pager', () => {
    const ids = entities.flatMap(
      ({ entity }) =>
        entity.metadata.annotations?.['pagerduty.com/service-id'] ?? [],
    );
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
    expect(ids.length).toBeGreaterThanOrEqual(services.length);
  });
});
