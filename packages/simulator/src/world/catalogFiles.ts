import { stringify } from 'yaml';
import { WorldSpec, ServiceSpec } from './lifeverse';

/** Worlds per file: a file stays well below what a host serves at once. */
const WORLDS_PER_FILE = 20;

const API = 'backstage.io/v1alpha1';

function systemOf(world: WorldSpec) {
  return {
    apiVersion: API,
    kind: 'System',
    metadata: {
      name: world.name,
      title: world.title,
      description: `${world.title}, one of the many generated worlds.`,
      tags: ['generated'],
    },
    spec: { type: 'world', owner: world.owner, domain: 'lifeverse' },
  };
}

function componentOf(service: ServiceSpec) {
  return {
    apiVersion: API,
    kind: 'Component',
    metadata: {
      name: service.name,
      title: service.title,
      annotations: {
        'backstage.io/kubernetes-id': service.name,
        'backstage.io/kubernetes-namespace': service.namespace,
      },
      tags: ['generated'],
    },
    spec: {
      type: service.type,
      lifecycle: 'production',
      owner: service.owner,
      system: service.world,
      dependsOn: service.regions.map(region => `resource:${region}`),
    },
  };
}

/** So that an error in one file stops no other. */
function locationOf(file: string) {
  const name = file.replace('.yaml', '');
  return {
    apiVersion: API,
    kind: 'Location',
    metadata: {
      name: `lifeverse-large-${name}`,
      description: 'Generated worlds of the large scenario',
    },
    spec: { target: `./${file}` },
  };
}

function textOf(entities: object[]): string {
  return entities
    .map(entity => stringify(entity, { aliasDuplicateObjects: false }))
    .join('---\n');
}

/**
 * Backstage catalog files for generated worlds: chunks of Systems and Components, and
 * one file with a Location for each chunk.
 */
export function catalogFilesOf(
  worlds: readonly WorldSpec[],
  services: readonly ServiceSpec[],
): Map<string, string> {
  const files = new Map<string, string>();
  if (worlds.length === 0) return files;
  const byWorld = new Map<string, ServiceSpec[]>();
  for (const service of services) {
    const others = byWorld.get(service.world ?? '') ?? [];
    byWorld.set(service.world ?? '', [...others, service]);
  }
  const locations: object[] = [];
  for (let start = 0; start < worlds.length; start += WORLDS_PER_FILE) {
    const number = String(start / WORLDS_PER_FILE + 1).padStart(2, '0');
    const file = `worlds-${number}.yaml`;
    const entities = worlds
      .slice(start, start + WORLDS_PER_FILE)
      .flatMap(world => [
        systemOf(world),
        ...(byWorld.get(world.name) ?? []).map(componentOf),
      ]);
    files.set(`catalog/large/${file}`, textOf(entities));
    locations.push(locationOf(file));
  }
  files.set('catalog/large/all.yaml', textOf(locations));
  return files;
}
