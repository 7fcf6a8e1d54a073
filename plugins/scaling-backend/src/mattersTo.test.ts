import { mattersTo } from './mattersTo';

describe('a collection that cannot be read', () => {
  it.each<[string, string[], boolean]>([
    ['fleets.agones.dev', ['Deployment'], false],
    ['fleets.agones.dev', ['Deployment', 'Fleet'], true],
    ['horizontalpodautoscalers.autoscaling', ['Fleet'], false],
    ['scaledobjects.keda.sh', ['StatefulSet'], true],
    ['statefulsets.apps', ['Deployment'], false],
    ['pods', ['Fleet'], true],
    ['somethings.example.com', ['Fleet'], true],
    ['fleets.agones.dev', [], true],
  ])('%s, to a service of %j: %s', (part, kinds, matters) => {
    const workloads = kinds.map(kind => ({ kind }));
    expect(mattersTo(workloads, part)).toBe(matters);
  });
});
