import { dirname, join, resolve } from 'node:path';
import { adminHandler } from './admin/AdminFace';
import { AdminError } from './admin/AdminError';
import { backstageConfig } from './admin/backstageConfig';
import { kubeconfig } from './admin/kubeconfig';
import { FaceSummary, SimulatorControl } from './admin/SimulatorControl';
import { Clock, isSettable, ManualClock, systemClock } from './Clock';
import { GitOps } from './gitops/GitOps';
import { startClusters } from './kubernetes/startClusters';
import { Faults } from './serving/Faults';
import { FaceServer } from './serving/FaceServer';
import { startForge } from './startForge';
import { startPrometheus } from './startPrometheus';
import { createWorld, World } from './world';

export interface SimulatorOptions {
  /** Default `ordinary`. */
  scenario?: string;
  /** Default 1. */
  seed?: number;
  /** Default: the machine's clock. */
  clock?: Clock;
  /** Instant that the scenario is placed around; default: now by the clock. */
  anchorMs?: number;
  /** Ports; 0, the default, is any free one. The clusters take five in a row. */
  ports?: Partial<
    Record<'admin' | 'forge' | 'prometheus' | 'kubernetes', number>
  >;
  /** Bearer token of the clusters; default `simulated`. */
  token?: string;
  /** Folder that LifeVerse's repository is filled from; default: the suite's own. */
  catalog?: string;
  /**
   * Where the forge keeps its repositories and the clusters their certificates;
   * default: nowhere beyond this run.
   */
  data?: string;
  /** Commits changes of the catalog's folder while running; default false. */
  watchCatalog?: boolean;
  /** Rule files that Prometheus loads. */
  ruleUrls?: string[];
  /** Whether Prometheus evaluates them by itself once they are loaded; default false. */
  evaluatesOnLoad?: boolean;
  /** Time between two looks at the world; 0: only when told. */
  tickMs?: number;
  /** Told what went wrong while the simulator runs on. */
  onProblem?: (message: string) => void;
}

export interface Simulator {
  urls: {
    admin: string;
    forge: string;
    prometheus: string;
    /** By cluster. */
    kubernetes: Record<string, string>;
  };
  clock: Clock;
  world: World;
  faults: Faults;
  control: SimulatorControl;
  /** Brings all faces to the present of the clock. */
  sync(): void;
  close(): Promise<void>;
}

/** A cluster's controllers act within seconds; a look that often follows them. */
const defaultTickMs = 5_000;

/** The loopback interface: nothing of this is for other machines. */
const host = '127.0.0.1';

function ownCatalog() {
  return join(dirname(require.resolve('../package.json')), '../../catalog');
}

/**
 * Starts the simulated world and all its faces in this process.
 *
 * @throws PortError where a port is taken; Error where the scenario is not known or
 * the catalog's folder is not there
 */
export async function startSimulator(
  options: SimulatorOptions = {},
): Promise<Simulator> {
  const closers: (() => void | Promise<void>)[] = [];
  const close = async () => {
    for (const each of closers.splice(0).reverse()) await each();
  };
  try {
    return { ...(await startFaces(options, closers)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function startFaces(
  options: SimulatorOptions,
  closers: (() => void | Promise<void>)[],
): Promise<Omit<Simulator, 'close'>> {
  const { ports = {}, token = 'simulated', seed = 1 } = options;
  const { clock = systemClock, onProblem = () => {} } = options;
  const world = createWorld({
    scenario: options.scenario,
    seed,
    anchorMs: options.anchorMs ?? clock.now(),
  });
  const faults = new Faults();
  const common = { world, clock, faults, host, onProblem };

  const clusters = await startClusters({
    ...common,
    token,
    port: ports.kubernetes ?? 0,
    certificates: options.data && join(resolve(options.data), 'certificates'),
  });
  closers.push(clusters.close);
  const { sync } = clusters;
  const prometheus = await startPrometheus({
    ...common,
    port: ports.prometheus ?? 0,
    ruleUrls: options.ruleUrls,
    evaluatesOnLoad: options.evaluatesOnLoad,
  });
  closers.push(prometheus.close);
  const gitOps = new GitOps(world, () => {
    prometheus.refresh();
    sync();
  });
  const forge = await startForge({
    ...common,
    gitOps,
    port: ports.forge ?? 0,
    catalog: options.catalog ?? ownCatalog(),
    data: options.data,
    watchCatalog: options.watchCatalog ?? false,
  });
  closers.push(forge.close);
  // Repositories of an earlier run have brought workloads with a past.
  prometheus.forget();

  const faces: FaceSummary[] = [
    ...clusters.all.map(({ name, url }) => ({
      name,
      kind: 'kubernetes' as const,
      url,
    })),
    { name: 'prometheus', kind: 'prometheus', url: prometheus.url },
    { name: 'forge', kind: 'forge', url: forge.url },
  ];
  const access = clusters.all.map(each => ({ ...each, token }));
  const control: SimulatorControl = {
    scenario: world.scenario,
    seed,
    isClockManual: clock instanceof ManualClock,
    faults,
    nowMs: () => clock.now(),
    faces: () => faces,
    sync,
    moveClock: atMs => {
      if (!isSettable(clock)) {
        throw new AdminError(
          409,
          'The clock is that of the machine; start with --movable-clock or --manual-clock to move it',
        );
      }
      clock.set(atMs);
      sync();
    },
    gitOps: () => gitOps.state(),
    kubeconfig: () => kubeconfig(access),
    backstageConfig: () =>
      backstageConfig({
        clusters: access,
        forge,
        prometheus,
      }),
  };
  const admin = await FaceServer.listen({
    name: 'admin',
    host,
    port: ports.admin ?? 0,
    handler: adminHandler(control),
  });
  closers.push(() => admin.close());

  sync();
  const { tickMs = defaultTickMs } = options;
  if (tickMs > 0) closers.push(clusters.keepInStep(tickMs));
  return {
    urls: {
      admin: admin.url,
      forge: forge.url,
      prometheus: prometheus.url,
      kubernetes: Object.fromEntries(
        clusters.all.map(({ cluster, url }) => [cluster, url]),
      ),
    },
    clock,
    world,
    faults,
    control,
    sync,
  };
}
