import { parseAllDocuments } from 'yaml';
import { createWorld } from '.';

const large = createWorld({
  scenario: 'large',
  anchorMs: Date.UTC(2026, 10, 20),
});

describe('catalog files', () => {
  it('are none for worlds that the catalog has already', () => {
    const ordinary = createWorld({ anchorMs: Date.UTC(2026, 10, 20) });
    expect(ordinary.catalogFiles().size).toBe(0);
  });

  it('have a location each, all of them in one file', () => {
    const files = large.catalogFiles();
    const locations = parseAllDocuments(
      files.get('catalog/large/all.yaml')!,
    ).map(document => document.toJS());
    for (const location of locations) {
      expect(location).toMatchObject({
        apiVersion: 'backstage.io/v1alpha1',
        kind: 'Location',
        metadata: { name: expect.stringMatching(/^lifeverse-large-worlds-/) },
        spec: { target: expect.stringMatching(/^\.\/worlds-\d+\.yaml$/) },
      });
    }
    const names = locations.map(({ metadata }) => metadata.name);
    expect(new Set(names).size).toBe(names.length);
    const targets = locations.map(
      ({ spec }) => `catalog/large/${spec.target.slice(2)}`,
    );
    expect([...targets, 'catalog/large/all.yaml'].sort()).toEqual(
      [...files.keys()].sort(),
    );
  });

  it('describe 400 worlds and 2,000 services that the clusters run', () => {
    const entities = [...large.catalogFiles()]
      .filter(([path]) => !path.endsWith('all.yaml'))
      .flatMap(([, content]) => parseAllDocuments(content))
      .map(document => document.toJS());
    const systems = entities.filter(entity => entity.kind === 'System');
    const components = entities.filter(entity => entity.kind === 'Component');
    expect(systems).toHaveLength(400);
    expect(components).toHaveLength(2000);
    const names = new Set(large.services().map(service => service.name));
    const worlds = new Set(systems.map(system => system.metadata.name));
    for (const { metadata, spec } of components) {
      expect(metadata.name).toMatch(/^[a-z0-9-]{1,63}$/);
      expect(names.has(metadata.name)).toBe(true);
      expect(metadata.annotations['backstage.io/kubernetes-id']).toBe(
        metadata.name,
      );
      expect(worlds.has(spec.system)).toBe(true);
      expect(['world-service', 'shard-service']).toContain(spec.type);
      expect(spec.owner).toBeTruthy();
    }
  });
});
