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

/**
 * Backstage catalog files for generated worlds: one Location that names chunks of
 * Systems and Components.
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
  const targets: string[] = [];
  for (let start = 0; start < worlds.length; start += WORLDS_PER_FILE) {
    const number = String(start / WORLDS_PER_FILE + 1).padStart(2, '0');
    const name = `worlds-${number}.yaml`;
    const entities = worlds
      .slice(start, start + WORLDS_PER_FILE)
      .flatMap(world => [
        systemOf(world),
        ...(byWorld.get(world.name) ?? []).map(componentOf),
      ]);
    files.set(
      `catalog/large/${name}`,
      entities
        .map(entity => stringify(entity, { aliasDuplicateObjects: false }))
        .join('---\n'),
    );
    targets.push(`./${name}`);
  }
  files.set(
    'catalog/large/all.yaml',
    stringify({
      apiVersion: API,
      kind: 'Location',
      metadata: {
        name: 'lifeverse-large',
        description: 'Generated worlds of the large scenario',
      },
      spec: { targets },
    }),
  );
  return files;
}
