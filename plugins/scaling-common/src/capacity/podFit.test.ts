import { readPodShape } from '../kubernetes/podShape';
import { fitByZone, fitOn, mayRunOn, NodeRoom } from './podFit';

const shape = (cpu: string, memory: string, more: object = {}) =>
  readPodShape({
    containers: [{ resources: { requests: { cpu, memory } } }],
    ...more,
  });

function node(changes: Partial<NodeRoom> = {}): NodeRoom {
  return {
    ...{ name: 'n', zone: 'a', labels: {}, taints: [] },
    free: { cpuCores: 4, memoryBytes: 8 * 2 ** 30, pods: 20 },
    ...changes,
  };
}

describe('room for more pods', () => {
  it('is the least of CPU, memory and pods', () => {
    expect(fitOn(shape('500m', '1Gi'), node())).toBe(8);
    expect(fitOn(shape('500m', '2Gi'), node())).toBe(4);
    expect(fitOn(shape('1m', '1Mi'), node())).toBe(20);
    expect(fitOn(shape('100m', '1Mi'), node())).toBe(20);
  });

  it('is not less by what binary fractions lose', () => {
    const free = { cpuCores: 0.3, memoryBytes: 2 ** 30, pods: 9 };
    expect(fitOn(shape('100m', '1Mi'), { free })).toBe(3);
  });

  it('is none on a node that is overbooked', () => {
    const free = { cpuCores: -1, memoryBytes: 2 ** 30, pods: 9 };
    expect(fitOn(shape('100m', '1Mi'), { free })).toBe(0);
  });

  it('is bounded by the number of pods where they request nothing', () => {
    expect(fitOn(readPodShape({ containers: [{}] }), node())).toBe(20);
  });

  it('is only where the selector finds a node', () => {
    const picky = shape('1', '1Gi', { nodeSelector: { pool: 'games' } });
    expect(mayRunOn(picky, node())).toBe(false);
    expect(mayRunOn(picky, node({ labels: { pool: 'games' } }))).toBe(true);
  });

  it.each([
    [[], false],
    [[{ key: 'games', operator: 'Exists' }], true],
    [[{ key: 'games', value: 'yes' }], true],
    [[{ key: 'games', value: 'no' }], false],
    [[{ key: 'games', value: 'yes', effect: 'NoExecute' }], false],
    [[{ operator: 'Exists' }], true],
  ])('minds a taint unless it is tolerated (%j)', (tolerations, may) => {
    const taints = [{ key: 'games', value: 'yes', effect: 'NoSchedule' }];
    const pod = shape('1', '1Gi', { tolerations });
    expect(mayRunOn(pod, node({ taints }))).toBe(may);
  });

  it('minds no taint that only prefers', () => {
    const taints = [{ key: 'old', value: '', effect: 'PreferNoSchedule' }];
    expect(mayRunOn(shape('1', '1Gi'), node({ taints }))).toBe(true);
  });

  it('is told zone by zone, also where there is none', () => {
    const taints = [{ key: 'x', value: '', effect: 'NoSchedule' }];
    const nodes = [
      node({ zone: 'b' }),
      node({ zone: 'a' }),
      node({ zone: 'a' }),
      node({ zone: 'c', taints }),
    ];
    expect(fitByZone(shape('1', '1Gi'), nodes)).toEqual([
      { zone: 'a', pods: 8 },
      { zone: 'b', pods: 4 },
      { zone: 'c', pods: 0 },
    ]);
  });
});

describe('readPodShape', () => {
  it('counts as the scheduler does: sum, or the largest init container', () => {
    const requests = (cpu: string) => ({ resources: { requests: { cpu } } });
    const cpuOf = (spec: object) => readPodShape(spec).requests.cpuCores;
    const containers = [requests('500m'), requests('250m')];
    expect(cpuOf({ containers })).toBe(0.75);
    expect(cpuOf({ containers, initContainers: [requests('2')] })).toBe(2);
    const sidecar = { ...requests('1'), restartPolicy: 'Always' };
    expect(cpuOf({ containers, initContainers: [sidecar] })).toBe(1.75);
    expect(cpuOf({ containers, overhead: { cpu: '250m' } })).toBe(1);
  });

  it('takes a limit for a request that is not written', () => {
    const limited = { resources: { limits: { memory: '1Gi' } } };
    expect(readPodShape({ containers: [limited] }).requests.memoryBytes).toBe(
      2 ** 30,
    );
  });

  it('names the rules that are not looked at', () => {
    const { unconsidered } = readPodShape({
      affinity: { podAntiAffinity: {} },
      topologySpreadConstraints: [
        { topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule' },
      ],
      volumes: [{ persistentVolumeClaim: { claimName: 'data' } }],
      containers: [{ resources: { requests: { 'nvidia.com/gpu': '1' } } }],
    });
    expect(unconsidered).toEqual([
      'pod anti-affinity',
      'required spread over zones or nodes',
      'volumes that are bound to a zone or node',
      'nvidia.com/gpu',
    ]);
  });

  it('takes what cannot be for nothing', () => {
    const odd = { resources: { requests: { cpu: '-3', memory: 'lots' } } };
    expect(readPodShape({ containers: [odd] }).requests).toEqual({
      ...{ cpuCores: 0, memoryBytes: 0 },
    });
    expect(readPodShape(null).requests.cpuCores).toBe(0);
  });
});
