import { Sizing, WorkloadScaling } from '../contract';
import { Case, explain } from '../__testUtils__/explain';
import { mergeRegion } from './mergeRegion';

function workload(name: string, input: Case = {}): WorkloadScaling {
  return { ...explain(input), name };
}

describe('mergeRegion', () => {
  it('is the workload itself where there is only one', () => {
    const one = workload('gateway', { hpa: {} });
    expect(mergeRegion('eu', [one])).toMatchObject({
      region: 'eu',
      clusters: ['fra'],
      reason: one.reason,
      state: 'healthy',
      desired: 5,
      max: 12,
    });
  });

  it.each<[string, Case[], Sizing]>([
    ['fixed where every workload is', [{}, {}], 'fixed'],
    ['autoscaled where one workload is', [{}, { hpa: {} }], 'autoscaled'],
    [
      'not known where autoscalers cannot be read',
      [{}, { autoscalersUnreadable: 'refused' }],
      'unknown',
    ],
    ['not known without a workload', [], 'unknown'],
  ])('says that the size is %s', (_, cases, expected) => {
    const workloads = cases.map((each, i) => workload(`w${i}`, each));
    expect(mergeRegion('eu', workloads).sizing).toBe(expected);
  });

  it('adds counts up and takes the worst state with the name of its workload', () => {
    const merged = mergeRegion('eu', [
      workload('blue', { desired: 4 }),
      workload('green', { desired: 3, ready: 0 }),
    ]);
    expect(merged).toMatchObject({
      desired: 7,
      ready: 4,
      state: 'breached',
      reason: 'Deployment green: None of the 3 replicas asked for is ready.',
    });
    expect(merged.workloads.map(w => w.name)).toEqual(['green', 'blue']);
  });

  it('adds limits up, of a fixed size that size, and knows none where one is not known', () => {
    const scaled = workload('scaled', { hpa: {} });
    const merged = mergeRegion('eu', [scaled, workload('fixed')]);
    expect(merged).toMatchObject({ min: 7, max: 17 });
    const hidden = workload('hidden', { autoscalersUnreadable: 'refused' });
    expect(mergeRegion('eu', [scaled, hidden])).toMatchObject({
      ...{ min: null, max: null },
    });
    expect(merged.headroom).toEqual({ replicas: 7, percent: 58.3 });
  });

  it('does not know a sum of which one part is unknown', () => {
    const merged = mergeRegion('eu', [
      workload('good'),
      workload('odd', { ready: -1 }),
    ]);
    expect(merged).toMatchObject({
      ready: null,
      desired: 10,
      state: 'unknown',
    });
  });

  it('takes the metric that presses hardest among equals', () => {
    const merged = mergeRegion('eu', [
      workload('calm', { hpa: { cpu: 20 } }),
      workload('busy', { hpa: { cpu: 72 } }),
    ]);
    expect(merged.metric?.current).toBe(72);
  });

  it('names the cluster where a region has several', () => {
    const merged = mergeRegion('eu', [
      workload('gateway'),
      { ...workload('gateway', { ready: 0 }), cluster: 'fra-2' },
    ]);
    expect(merged.clusters).toEqual(['fra', 'fra-2']);
    expect(merged.reason).toMatch(/^Deployment gateway in cluster fra-2: None/);
  });

  it('is not healthy, and counts nothing, where a cluster of the region is silent', () => {
    const dark = 'Cluster fra-2 could not be read.';
    expect(mergeRegion('eu', [workload('gateway')], dark)).toMatchObject({
      state: 'unknown',
      reason: dark,
      ready: null,
      desired: null,
      max: null,
      workloads: [{ name: 'gateway', state: 'healthy' }],
    });
    const broken = mergeRegion('eu', [workload('gateway', { ready: 0 })], dark);
    expect(broken).toMatchObject({ state: 'breached', ready: null });
    expect(broken.reason).not.toBe(dark);
  });
});
