import { podsAt } from '../world/objects/podFacts';
import { podMemoryMi } from '../world/objects/podUsage';
import { PodTemplate, podTemplateOf } from '../world/objects/podTemplate';
import { Simulation } from '../world/workloads/Simulation';
import { serialOf, Workload } from '../world/workloads/Workload';
import { gauge, MetricGroup, seriesOf } from './MetricGroup';
import { whileScraped } from './requestMetrics';

const MEMORY = 'container_memory_working_set_bytes';
const RESTARTS = 'kube_pod_container_status_restarts';

/** Restarts by slot; the pods of one workload and step are looked at once. */
class Restarts {
  private readonly known = new Map<
    string,
    { serial: number; stepMs: number; bySlot: Map<number, number> }
  >();
  private readonly templates = new Map<string, PodTemplate>();

  constructor(private readonly simulation: Simulation) {}

  of(workload: Workload, atMs: number): Map<number, number> {
    const stepMs = this.simulation.blocks.stepOf(atMs);
    const known = this.known.get(workload.key);
    const serial = serialOf(workload);
    if (known?.stepMs === stepMs && known.serial === serial) {
      return known.bySlot;
    }
    const { pods } = podsAt(
      this.simulation,
      workload,
      this.simulation.stateAt(workload, atMs),
      (owner, revision) => this.templateOf(owner, revision),
    );
    const bySlot = new Map(pods.map(pod => [pod.slot, pod.restarts]));
    this.known.set(workload.key, { serial, stepMs, bySlot });
    return bySlot;
  }

  private templateOf(workload: Workload, revision: number): PodTemplate {
    const key = `${serialOf(workload)}#${revision}`;
    let template = this.templates.get(key);
    if (!template) {
      template = podTemplateOf(workload, revision, this.simulation.rollouts);
      if (this.templates.size > 1000) this.templates.clear();
      this.templates.set(key, template);
    }
    return template;
  }
}

/**
 * Memory and restarts pod by pod, for StatefulSets: their pods keep their names, so
 * that a series lasts. Pods of Deployments come and go and are in the Kubernetes API.
 */
export function podMetrics(simulation: Simulation): MetricGroup {
  const restarts = new Restarts(simulation);
  return {
    families: [
      {
        ...gauge(MEMORY, 'Current working set of the container in bytes.'),
        unit: 'bytes',
      },
      {
        name: RESTARTS,
        type: 'counter',
        help: 'The number of container restarts per container.',
      },
    ],
    *series(isWanted) {
      const wanted = [MEMORY, `${RESTARTS}_total`].filter(isWanted);
      if (wanted.length === 0) return;
      for (const workload of simulation.allWorkloads()) {
        if (workload.kind !== 'StatefulSet') continue;
        for (let slot = 0; slot < workload.ceiling; slot++) {
          const labels = {
            namespace: workload.namespace,
            pod: `${workload.name}-${slot}`,
            container: 'app',
            region: workload.region.name,
            cluster: workload.region.cluster,
          };
          const whileThere = (valueAt: (atMs: number) => number | undefined) =>
            whileScraped(simulation, workload, atMs => {
              const run = simulation.timeline.runAt(workload, atMs);
              return slot < run.replicasAt(atMs) ? valueAt(atMs) : undefined;
            });
          if (wanted.includes(MEMORY)) {
            yield seriesOf(
              MEMORY,
              MEMORY,
              labels,
              whileThere(
                atMs => podMemoryMi(workload, slot, atMs) * 1024 * 1024,
              ),
            );
          }
          if (wanted.includes(`${RESTARTS}_total`)) {
            yield seriesOf(
              RESTARTS,
              `${RESTARTS}_total`,
              labels,
              whileThere(atMs => restarts.of(workload, atMs).get(slot)),
            );
          }
        }
      }
    },
  };
}
