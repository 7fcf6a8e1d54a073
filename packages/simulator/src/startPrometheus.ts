import { Clock } from './Clock';
import { createPrometheusFace } from './prometheus/createPrometheusFace';
import { Faults } from './serving/Faults';
import { formatPrometheusError } from './serving/formatPrometheusError';
import { serveFace } from './serving/serveFace';
import { World } from './world';

/** @throws PortError where the port cannot be had */
export async function startPrometheus(options: {
  world: World;
  clock: Clock;
  faults: Faults;
  host: string;
  /** 0: any free port. */
  port: number;
  ruleUrls?: string[];
}) {
  const prometheus = createPrometheusFace({
    source: options.world.metrics(),
    clock: options.clock,
    ruleUrls: options.ruleUrls,
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
    /** Forgets what was computed of a past that has changed. */
    forget: prometheus.forget,
    close: async () => {
      await served.close();
      await prometheus.close();
    },
  };
}
