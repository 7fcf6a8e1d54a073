import { stringify } from 'yaml';
import { Clock } from './Clock';
import { createPrometheusFace } from './prometheus/createPrometheusFace';
import { Faults } from './serving/Faults';
import { formatPrometheusError } from './serving/formatPrometheusError';
import { serveFace } from './serving/serveFace';
import { KubernetesObject, World } from './world';

/**
 * PrometheusRules as the operator hands them to Prometheus: a file each. All clusters
 * are looked at by one Prometheus here, so what several have is taken once.
 */
function ruleFiles(rules: Iterable<KubernetesObject>) {
  return new Map(
    [...rules].map(({ metadata, spec }) => [
      `prometheusrule/${metadata.namespace}/${metadata.name}.yaml`,
      stringify(spec),
    ]),
  );
}

/** @throws PortError where the port cannot be had */
export async function startPrometheus(options: {
  world: World;
  clock: Clock;
  faults: Faults;
  host: string;
  /** 0: any free port. */
  port: number;
  ruleUrls?: string[];
  evaluatesOnLoad?: boolean;
  onProblem(message: string): void;
}) {
  const prometheus = createPrometheusFace({
    source: options.world.metrics(),
    clock: options.clock,
    ruleUrls: options.ruleUrls,
    evaluatesOnLoad: options.evaluatesOnLoad,
    givenRules: () => ruleFiles(options.world.appliedObjects('PrometheusRule')),
  });
  const served = await serveFace({
    name: 'prometheus',
    host: options.host,
    port: options.port,
    faults: options.faults,
    formatError: formatPrometheusError,
    handler: prometheus.handler,
  }).catch(async error => {
    await prometheus.close();
    throw error;
  });
  return {
    ...served,
    /** Forgets what was computed of a past that was not known yet. */
    forget: () => prometheus.forget(),
    /** Looks for rules. What was recorded stays, as in any Prometheus. */
    refresh: () => {
      prometheus
        .reload()
        .catch(error => options.onProblem(`Prometheus: ${error.message}`));
    },
    close: async () => {
      await served.close();
      await prometheus.close();
    },
  };
}
