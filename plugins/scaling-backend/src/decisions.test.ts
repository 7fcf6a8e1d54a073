import { ManualClock, startSimulator } from '@worldscale/simulator';
import {
  Autoscaler,
  decideHpa,
  Decision,
  readDeployment,
  readHorizontalPodAutoscaler,
  readRollout,
  readStatefulSet,
  Workload,
} from '@worldscale/backstage-plugin-scaling-common';

const readers: Record<string, (object: unknown) => Workload> = {
  Deployment: readDeployment,
  StatefulSet: readStatefulSet,
  Rollout: readRollout,
};

/*
 * The simulator has an autoscaler of its own, written apart from the calculation here,
 * which sees every pod. What it wants must be what its status lets a reader compute.
 */
it.each(['ordinary', 'region-loss'])(
  'computes what every autoscaler wants through the hours (%s)',
  async scenario => {
    const anchorMs = Date.parse('2026-11-20T20:00:00Z');
    const simulator = await startSimulator({
      scenario,
      anchorMs,
      clock: new ManualClock(anchorMs),
      tickMs: 0,
    });
    const verdicts = { agrees: 0, held: 0, differs: 0, notComputed: 0 };
    const differing: string[] = [];
    try {
      for (let minutes = -600; minutes <= 0; minutes += 47) {
        for (const { cluster } of simulator.world.regions()) {
          for (const [name, decision] of decisionsAt([
            ...simulator.world.objectsAt(cluster, anchorMs + minutes * 60_000),
          ])) {
            verdicts[decision.verdict] += 1;
            if (decision.verdict === 'differs') {
              differing.push(`${name} ${minutes}: ${decision.steps.join(' ')}`);
            }
          }
        }
      }
    } finally {
      await simulator.close();
    }
    // Its status shows the value a moment after the one that was decided by.
    expect(differing.length).toBeLessThan(verdicts.agrees / 500);
    expect(verdicts.agrees).toBeGreaterThan(500);
    expect(verdicts.notComputed).toBeLessThan(verdicts.agrees / 10);
  },
  60_000,
);

function* decisionsAt(
  objects: Array<{ kind: string; metadata: { name: string } }>,
): Generator<[string, Decision]> {
  const workloads = new Map<string, Workload>();
  const autoscalers: Autoscaler[] = [];
  for (const object of objects) {
    const workload = readers[object.kind]?.(object);
    if (workload) {
      const { kind, namespace, name } = workload;
      workloads.set(`${kind}/${namespace}/${name}`, workload);
    } else if (object.kind === 'HorizontalPodAutoscaler') {
      autoscalers.push(readHorizontalPodAutoscaler(object));
    }
  }
  for (const autoscaler of autoscalers) {
    const { target, namespace, name, metrics } = autoscaler;
    const workload = workloads.get(
      `${target.kind}/${namespace}/${target.name}`,
    );
    if (workload) yield [name, decideHpa(autoscaler, metrics, workload)];
  }
}
