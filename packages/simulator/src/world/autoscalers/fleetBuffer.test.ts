/** Cases of TestApplyBufferPolicy in agones, pkg/fleetautoscalers. */
import { bufferReplicas } from './fleetBuffer';

describe('bufferReplicas', () => {
  it.each([
    ['grows to allocated plus buffer', 40, 20, 0, 100, 60, false],
    ['is limited by the minimum', 40, 20, 65, 100, 65, true],
    ['is limited by the maximum', 40, 20, 0, 55, 55, true],
    [
      'reads a percentage as a share of the future fleet',
      50,
      '20%',
      0,
      100,
      63,
      false,
    ],
    ['rounds a percentage up', 1, '10%', 0, 10, 2, false],
  ])(
    '%s',
    (_, allocated, bufferSize, minReplicas, maxReplicas, replicas, limited) => {
      expect(
        bufferReplicas(allocated, { bufferSize, minReplicas, maxReplicas }),
      ).toEqual({ replicas, limited });
    },
  );

  it('names a buffer size that it cannot read', () => {
    expect(() =>
      bufferReplicas(1, { bufferSize: 'asd', minReplicas: 0, maxReplicas: 10 }),
    ).toThrow('invalid value "asd"');
  });
});
