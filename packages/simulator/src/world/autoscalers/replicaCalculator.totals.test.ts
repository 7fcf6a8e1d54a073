/** More cases of upstream's replica_calculator_test.go: metrics that come as a total. */
import { perPodReplicas, valueReplicas } from './replicaCalculator';

describe('valueReplicas', () => {
  it.each([
    ['ScaleUpCMObject', 3, 15000, 20000, 3, 4],
    ['ScaleUpCMObjectIgnoresUnreadyPods', 3, 10000, 50000, 1, 5],
    ['ScaleUpCMExternal', 1, 4400, 8600, 1, 2],
    ['ScaleUpCMExternalIgnoresUnreadyPods', 3, 4400, 8600, 1, 2],
    ['ScaleDownCMObject', 5, 20000, 12000, 5, 3],
    ['ScaleDownCMExternal', 5, 14334, 8600, 5, 3],
    ['ToleranceCMObject', 3, 20000, 20666, 3, 3],
    ['ToleranceCMExternal', 3, 8888, 8600, 3, 3],
  ])(
    'agrees with upstream on %s',
    (_, current, target, usage, ready, expected) => {
      expect(valueReplicas(current, target, usage, ready)).toEqual({
        replicas: expected,
        current: usage,
      });
    },
  );

  it('scales from zero without tolerance', () => {
    expect(valueReplicas(0, 1000, 1050, 0).replicas).toBe(2);
  });
});

describe('perPodReplicas', () => {
  it.each([
    ['ScaleUpCMPerPodObject', 3, 5000, 20000, 4, 6667],
    ['ScaleUpPerPodCMExternal', 3, 2150, 8600, 4, 2867],
    ['ScaleDownPerPodCMObject', 5, 2000, 6000, 3, 1200],
    ['ScaleDownPerPodCMExternal', 5, 2867, 8600, 3, 1720],
    ['TolerancePerPodCMObject', 4, 5000, 20166, 4, 5042],
    ['TolerancePerPodCMExternal', 3, 2900, 8600, 3, 2867],
  ])(
    'agrees with upstream on %s',
    (_, current, target, usage, expected, shown) => {
      expect(perPodReplicas(current, target, usage)).toEqual({
        replicas: expected,
        current: shown,
      });
    },
  );
});
