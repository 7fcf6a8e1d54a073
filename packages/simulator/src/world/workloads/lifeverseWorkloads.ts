/**
 * From the topology to workloads: how large each service is in each region.
 *
 * A service needs `peak players / playersPerPod` pods on an ordinary Saturday
 * evening. Its minimum covers 42 % of that (72 % in `large`), which is well above what
 * the quiet hour asks for (27 %): every night each autoscaler comes to rest at its minimum. Its
 * maximum leaves 40 % above the peak. `ordinary` troubles are the exceptions below.
 */
import { BufferPolicy } from '../autoscalers/fleetBuffer';
import { FleetRule, largestOf } from '../autoscalers/fleetRules';
import { Demand } from '../demand/Demand';
import { DAY_MS, KedaHold, Leak } from '../demand/incidents';
import { RegionSpec, ServiceSpec } from '../lifeverse';
import { chance, hashText, mix } from '../noise';
import { Blocks } from './Blocks';
import { ContainerSize, HpaScaler, Scaler, Workload } from './Workload';

const MAX_SHARE = 1.4;

/**
 * Troubles that an ordinary week has, so that a viewer at any hour sees some of
 * each: maxima that are too low for the evening, in four time zones; a store
 * without autoscaler near its limit; a metric that nobody can read; a rollout that
 * hangs. By `service@region`.
 */
const tightMaxima: Record<string, number> = {
  'ember-gateway@eu-frankfurt': 0.72,
  'tidefall-matchmaking@ap-tokyo': 0.68,
  'aurora-economy@us-oregon': 0.7,
  'meridian-gateway@sa-saopaulo': 0.66,
  'aurora-shards@us-virginia': 0.8,
};
const tightFixed: Record<string, number> = {
  'session-store@us-virginia': 0.72,
};
const unreadableMetrics: Record<string, number> = {
  'skyreach-matchmaking@us-virginia': 6 * DAY_MS,
};
const stuckRollouts: Record<string, number> = {
  'hollow-gateway@ap-tokyo': 26 * 3_600_000,
};
/** New versions that wait for somebody beside the old ones: a preview, a canary. */
const waitingVersions: Record<string, number> = {
  'inventory@sa-saopaulo': 3 * 3_600_000,
  'patch-delivery@us-oregon': 7 * 3_600_000,
};

const sizes: Record<string, ContainerSize> = {
  gateway: {
    cpuMilli: 1000,
    cpuLimitMilli: 2000,
    memoryMi: 1024,
    memoryLimitMi: 1536,
  },
  matchmaking: {
    cpuMilli: 1500,
    cpuLimitMilli: 3000,
    memoryMi: 2048,
    memoryLimitMi: 3072,
  },
  presence: {
    cpuMilli: 800,
    cpuLimitMilli: 1600,
    memoryMi: 2048,
    memoryLimitMi: 3072,
  },
  economy: {
    cpuMilli: 2000,
    cpuLimitMilli: 4000,
    memoryMi: 4096,
    memoryLimitMi: 6144,
  },
  chat: {
    cpuMilli: 500,
    cpuLimitMilli: 1000,
    memoryMi: 768,
    memoryLimitMi: 1024,
  },
  shards: {
    cpuMilli: 2000,
    cpuLimitMilli: 3000,
    memoryMi: 4096,
    memoryLimitMi: 5120,
  },
};
const otherSize: ContainerSize = {
  cpuMilli: 1000,
  cpuLimitMilli: 2000,
  memoryMi: 1536,
  memoryLimitMi: 2048,
};

/** Per player: what a driving metric counts. */
const metricPerPlayer: Record<string, number> = {
  matchmaking_queue_length: 0.004,
  presence_connections: 1.1,
  chat_messages_per_second: 0.025,
  requests_per_second: 0.05,
  telemetry_consumer_lag: 0.15,
};

/** Percent of the request that CPU autoscalers aim at. */
const CPU_TARGET_PERCENT = 65;

function roleOf(service: ServiceSpec): string {
  return service.world
    ? service.name.slice(service.world.length + 1)
    : service.name;
}

function hpaOf(
  service: ServiceSpec,
  size: ContainerSize,
  minReplicas: number,
  maxReplicas: number,
): HpaScaler {
  const base = { kind: 'hpa' as const, minReplicas, maxReplicas };
  const cpu = {
    metric: 'cpu',
    targetPercent: CPU_TARGET_PERCENT,
    targetMilli: (CPU_TARGET_PERCENT / 100) * size.cpuMilli,
  };
  const metric = service.metric ?? 'requests_per_second';
  const custom = {
    metric,
    targetMilli: Math.round(
      1000 * (metricPerPlayer[metric] ?? 1) * service.playersPerPod,
    ),
  };
  const hpaName = service.name;
  switch (service.scaler) {
    case 'hpa-container-cpu':
      return { ...base, hpaName, via: 'ContainerResource', ...cpu };
    case 'hpa-pods':
      return {
        ...base,
        hpaName,
        via: 'Pods',
        ...custom,
        // Connections move slowly to new pods: grow by halves, shrink gently.
        behavior: {
          scaleUp: {
            stabilizationWindowSeconds: 60,
            policies: [{ type: 'Percent', value: 50, periodSeconds: 60 }],
          },
          scaleDown: {
            stabilizationWindowSeconds: 600,
            policies: [{ type: 'Pods', value: 2, periodSeconds: 120 }],
          },
        },
      };
    case 'hpa-object':
      return { ...base, hpaName, via: 'Object', ...custom };
    case 'hpa-external':
      return {
        ...base,
        hpaName,
        via: 'External',
        ...custom,
        selector: { service: service.name },
      };
    case 'keda':
      return {
        ...base,
        hpaName: `keda-hpa-${service.name}`,
        scaledObject: service.name,
        via: 'External',
        ...custom,
        metric: 's0-prometheus',
        selector: { 'scaledobject.keda.sh/name': service.name },
      };
    default:
      return { ...base, hpaName, via: 'Resource', ...cpu };
  }
}

/** How game servers are counted, by world. */
function ruleOf(
  { scaler, playersPerPod }: ServiceSpec,
  region: RegionSpec,
  buffer: BufferPolicy,
): FleetRule | undefined {
  // A game server takes a quarter more than it is placed for.
  const holds = (type: 'Counter' | 'List', key: string, each: number) => ({
    ...{ type, key, each, freePercent: 32 },
    playersPerUnit: (1.25 * playersPerPod) / each,
  });
  switch (scaler) {
    case 'fleet-counter':
      return holds('Counter', 'players', 1.25 * playersPerPod);
    case 'fleet-list':
      return holds('List', 'ships', 280);
    case 'fleet-webhook':
      return { type: 'Webhook', service: 'city-registry', path: '/scale' };
    case 'fleet-chain':
      return {
        ...{ type: 'Chain', id: 'after-school', timeZone: region.timeZone },
        ...{ startHour: 14, hours: 6 },
        buffer: {
          ...buffer,
          bufferSize:
            typeof buffer.bufferSize === 'number'
              ? 2 * buffer.bufferSize
              : '30%',
        },
      };
    default:
      return undefined;
  }
}

function scalerOf(
  service: ServiceSpec,
  region: RegionSpec,
  size: ContainerSize,
  needed: number,
  minShare: number,
): Scaler {
  const place = `${service.name}@${region.name}`;
  if (service.scaler === 'none') {
    const share = tightFixed[place] ?? 1.25;
    return { kind: 'none', replicas: Math.max(2, Math.ceil(needed * share)) };
  }
  const maximum = Math.ceil(needed * (tightMaxima[place] ?? MAX_SHARE));
  if (service.workload === 'Fleet') {
    const buffer = Math.max(2, Math.ceil(0.12 * needed));
    const percent = needed > 40 ? '15%' : undefined;
    const policy = {
      bufferSize: percent ?? buffer,
      minReplicas: Math.ceil(minShare * needed) + buffer,
      maxReplicas: maximum + buffer,
    };
    return {
      kind: 'buffer',
      name: `${service.name}-autoscaler`,
      policy,
      rule: ruleOf(service, region, policy),
    };
  }
  const minimum =
    place in unreadableMetrics
      ? Math.max(2, Math.ceil(0.8 * needed))
      : Math.max(2, Math.ceil(minShare * needed));
  return hpaOf(service, size, minimum, Math.max(minimum + 1, maximum));
}

export interface WorkloadContext {
  demand: Demand;
  blocks: Blocks;
  seed: number;
  anchorMs: number;
  /** Least size as a share of what a Saturday evening needs. */
  minShare: number;
  /** Requests and limits, as a share of the usual ones. */
  sizeFactor: number;
  leaks: Leak[];
  kedaHolds: readonly KedaHold[];
}

function scaled(size: ContainerSize, factor: number): ContainerSize {
  return {
    cpuMilli: size.cpuMilli * factor,
    cpuLimitMilli: size.cpuLimitMilli * factor,
    memoryMi: size.memoryMi * factor,
    memoryLimitMi: size.memoryLimitMi * factor,
  };
}

/** One service in one region, sized for its players. */
export function workloadOf(
  service: ServiceSpec,
  region: RegionSpec,
  context: WorkloadContext,
): Workload {
  const { demand, blocks, anchorMs } = context;
  const peak = service.world
    ? demand.peakOf(service.world, region.name)
    : demand.peakInRegion(region.name);
  const size = scaled(sizes[roleOf(service)] ?? otherSize, context.sizeFactor);
  const needed = Math.max(1, Math.ceil(peak / service.playersPerPod));
  const scaler = scalerOf(service, region, size, needed, context.minShare);
  const seed = mix(
    mix(context.seed, hashText(service.name)),
    hashText(region.name),
  );
  const place = `${service.name}@${region.name}`;
  const failingFor = unreadableMetrics[place];
  const stuckFor = stuckRollouts[place];
  const waitsFor = waitingVersions[place];
  const hold = context.kedaHolds.find(
    each => each.service === service.name && each.region === region.name,
  );
  // From a quiet hour on, when the size is the minimum.
  const quietHour = (atMs: number) =>
    blocks.startOf(region, blocks.indexOf(region, atMs));
  return {
    key: `${region.cluster}/${service.namespace}/${service.name}`,
    seed,
    name: service.name,
    service,
    namespace: service.namespace,
    region,
    kind: service.workload,
    scaler,
    world: service.world,
    playersPerPod: service.playersPerPod,
    base: baseOf(scaler),
    ceiling: ceilingOf(scaler),
    // A game server loads its piece of the world: about as long as a JVM starts.
    startupMs: 30_000 + 15_000 * Math.floor(3 * chance(seed, 7)),
    size,
    faults: {
      metricFailsFromMs:
        failingFor === undefined ? undefined : quietHour(anchorMs - failingFor),
      ...(hold && {
        kedaHold: { how: hold.how, fromMs: quietHour(hold.startMs) },
      }),
      stuckFromMs: stuckFor === undefined ? undefined : anchorMs - stuckFor,
      waitsFromMs: waitsFor === undefined ? undefined : anchorMs - waitsFor,
      leaks: context.leaks.filter(leak => leak.service === service.name),
    },
  };
}

export function baseOf(scaler: Scaler): number {
  switch (scaler.kind) {
    case 'hpa':
      return scaler.minReplicas;
    case 'buffer':
      return scaler.policy.minReplicas;
    default:
      return scaler.replicas;
  }
}

export function ceilingOf(scaler: Scaler): number {
  switch (scaler.kind) {
    case 'hpa':
      return scaler.maxReplicas;
    case 'buffer':
      return largestOf(scaler.policy, scaler.rule);
    default:
      return scaler.replicas;
  }
}
