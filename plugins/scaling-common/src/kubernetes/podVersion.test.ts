import {
  readDeployment,
  readFleet,
  readRollout,
  readStatefulSet,
} from './workload';

const template = (image: string, more: object = {}) => ({
  spec: {
    containers: [
      { name: 'proxy', image: 'registry.example/base/proxy:3.4.1' },
      { name: 'app', image, ...more },
    ],
  },
});
const metadata = (annotations?: object) => ({
  ...{ name: 'gateway', namespace: 'aurora', generation: 3, annotations },
});
const status = (more: object = {}) => ({ observedGeneration: 3, ...more });
const images = [
  { container: 'app', image: 'gateway:1' },
  { container: 'proxy', image: 'registry.example/base/proxy:3.4.1' },
];

describe('the version of a workload’s pods', () => {
  it('is the revision that its controller counts, with its images', () => {
    const spec = { replicas: 3, template: template('gateway:1') };
    const counted = { 'deployment.kubernetes.io/revision': '12' };
    expect(
      readDeployment({ metadata: metadata(counted), spec, status: status() })
        .origin?.version,
    ).toEqual({ revision: 'revision:12', images });
    const updateRevision = 'gateway-7d8f9c';
    expect(
      readStatefulSet({
        ...{ metadata: metadata(), spec },
        status: status({ updateRevision }),
      }).origin?.version,
    ).toEqual({ revision: 'revision:gateway-7d8f9c', images });
    const rollout = readRollout({
      metadata: metadata(),
      spec: { ...spec, strategy: { canary: {} } },
      status: { observedGeneration: '3', currentPodHash: '6b7f' },
    });
    expect(rollout.origin?.version).toEqual({
      ...{ revision: 'revision:6b7f', images },
    });
  });

  it('is not known before its controller has seen what is written', () => {
    const spec = { template: template('gateway:2') };
    for (const observed of [undefined, { observedGeneration: 2 }]) {
      expect(
        readDeployment({ metadata: metadata(), spec, status: observed }).origin
          ?.version,
      ).toBeNull();
    }
    expect(
      readDeployment({ metadata: metadata(), spec: {}, status: status() })
        .origin?.version,
    ).toBeNull();
  });

  it('is told by the template where nothing is counted, as of a Fleet', () => {
    const fleet = (image: string, more: object = {}, size = 3) =>
      readFleet({
        metadata: metadata(),
        spec: {
          replicas: size,
          template: { spec: { template: template(image, more) } },
        },
      }).origin?.version;
    const one = fleet('gateway:1');
    expect(one?.revision).toMatch(/^template:[a-z0-9]+-[a-z0-9]+$/);
    expect(one?.images).toEqual(images);
    expect(fleet('gateway:1', {}, 9)).toEqual(one);
    expect(fleet('gateway:2')?.revision).not.toBe(one?.revision);
    const other = fleet('gateway:1', { env: [{ name: 'SEED', value: 'ü' }] });
    expect(other?.images).toEqual(images);
    expect(other?.revision).not.toBe(one?.revision);
  });

  it('leaves out containers without a name or an image', () => {
    const spec = {
      template: { spec: { containers: [null, { name: 'a' }, { image: 'b' }] } },
    };
    expect(
      readDeployment({ metadata: metadata(), spec, status: status() }).origin
        ?.version?.images,
    ).toEqual([]);
  });
});
