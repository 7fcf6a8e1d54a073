import { createWorld, KubernetesObject } from '..';

const EVENING_MS = Date.UTC(2026, 10, 20, 19, 30);
const NIGHT_MS = Date.UTC(2026, 10, 20, 4, 0);

interface Entry {
  manager: string;
  subresource?: string;
  time: string;
  fieldsV1: object;
}

/** By kind: which programs wrote sizes last. */
function writers(atMs: number) {
  const objects: KubernetesObject[] = [
    ...createWorld({ anchorMs: EVENING_MS }).objectsAt('fra', atMs),
  ];
  const found = new Map<string, Set<string>>();
  for (const { kind, metadata } of objects) {
    const entries = metadata.managedFields as Entry[] | undefined;
    if (!entries) continue;
    for (const { manager, subresource, time, fieldsV1 } of entries) {
      expect(fieldsV1).toEqual({ 'f:spec': { 'f:replicas': {} } });
      expect(Date.parse(time)).toBeLessThanOrEqual(atMs);
      const known = found.get(kind) ?? new Set();
      found.set(kind, known.add([manager, subresource].join('/')));
    }
  }
  return found;
}

describe('the writers of sizes', () => {
  it('are those who scale, or else who applied the manifest', () => {
    const found = writers(EVENING_MS);
    expect([...(found.get('Deployment') ?? [])].sort()).toEqual([
      'argocd-controller/',
      'kube-controller-manager/scale',
    ]);
    expect([...(found.get('Fleet') ?? [])]).toEqual(['controller/']);
    expect(found.get('StatefulSet')?.has('argocd-controller/')).toBe(true);
    expect([...found.keys()].sort()).toEqual([
      ...['Deployment', 'Fleet', 'Rollout', 'StatefulSet'],
    ]);
  });

  it('change with the last scaling', () => {
    const objectAt = (atMs: number) =>
      [...createWorld({ anchorMs: EVENING_MS }).objectsAt('fra', atMs)].find(
        ({ kind, metadata }) =>
          kind === 'Deployment' && metadata.name === 'aurora-gateway',
      );
    const [night, evening] = [NIGHT_MS, EVENING_MS].map(objectAt);
    expect(night?.metadata.managedFields).not.toEqual(
      evening?.metadata.managedFields,
    );
  });
});
