import { createWorld } from '../world';
import { CatalogFolder } from './__testUtils__/CatalogFolder';

/** Names that people type for kinds. */
const kinds: Record<string, string> = {
  configmap: 'ConfigMap',
  cronjob: 'CronJob',
  deployment: 'Deployment',
  fleet: 'Fleet',
  fleetautoscaler: 'FleetAutoscaler',
  hpa: 'HorizontalPodAutoscaler',
  pod: 'Pod',
  rollout: 'Rollout',
  scaledobject: 'ScaledObject',
  service: 'Service',
  statefulset: 'StatefulSet',
};

interface NamedObject {
  file: string;
  /** `Kind namespace/name`. */
  object: string;
}

/** Objects that a page's kubectl commands name outright, not by a variable. */
function objectsIn(file: string, text: string): NamedObject[] {
  const lines = text.match(/^ *kubectl .*$/gm) ?? [];
  return lines.flatMap(line => {
    const [, namespace, words] =
      / -n ([a-z-]+) (?:get|describe|patch|scale|delete|annotate|rollout (?:undo|restart)) (.+)$/.exec(
        line,
      ) ?? [];
    const [, kind, name] =
      /^([a-z]+) ([a-z][a-z0-9-]+)/.exec(words ?? '') ?? [];
    return kind in kinds && name
      ? [{ file, object: `${kinds[kind]} ${namespace}/${name}` }]
      : [];
  });
}

describe('commands of runbooks', () => {
  it('name objects that the simulated cluster has', () => {
    const catalog = new CatalogFolder();
    const noon = Date.UTC(2026, 10, 2, 12);
    const world = createWorld({ anchorMs: noon });
    // The one region that runs all worlds.
    const objects = [...world.objectsAt('fra', noon)];
    const known = new Set(
      objects.map(
        ({ kind, metadata }) =>
          `${kind} ${metadata.namespace}/${metadata.name}`,
      ),
    );
    const named = catalog
      .files('catalog', '.md')
      .flatMap(file => objectsIn(file, catalog.read(file)));
    expect(named.length).toBeGreaterThan(100);
    const missing = named
      .filter(({ object }) => !known.has(object))
      .map(({ file, object }) => `${file}: ${object}`);
    expect(missing).toEqual([]);
  });
});
