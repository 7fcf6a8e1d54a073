/**
 * LifeVerse, the sample organisation: which worlds exist, which services they
 * need, who owns them and where they run. Plain data. The catalog in `catalog/`
 * describes the same services for people; a test keeps the two in step.
 */

/** A place where services run; one Kubernetes cluster each. */
export interface RegionSpec {
  /** Name of the region; also the name of the catalog's Resource. */
  name: string;
  title: string;
  /** Name of the cluster, as in `kubernetes.clusterLocatorMethods`. */
  cluster: string;
  /** IANA time zone that the region's players live in. */
  timeZone: string;
  zones: string[];
  /** Share of all players that this region serves (the five add up to 1). */
  share: number;
}

export const regions: RegionSpec[] = [
  {
    name: 'eu-frankfurt',
    title: 'Europe (Frankfurt)',
    cluster: 'fra',
    timeZone: 'Europe/Berlin',
    zones: ['eu-frankfurt-a', 'eu-frankfurt-b', 'eu-frankfurt-c'],
    share: 0.3,
  },
  {
    name: 'us-virginia',
    title: 'US East (Virginia)',
    cluster: 'iad',
    timeZone: 'America/New_York',
    zones: ['us-virginia-a', 'us-virginia-b', 'us-virginia-c'],
    share: 0.26,
  },
  {
    name: 'us-oregon',
    title: 'US West (Oregon)',
    cluster: 'pdx',
    timeZone: 'America/Los_Angeles',
    zones: ['us-oregon-a', 'us-oregon-b', 'us-oregon-c'],
    share: 0.14,
  },
  {
    name: 'ap-tokyo',
    title: 'Asia Pacific (Tokyo)',
    cluster: 'nrt',
    timeZone: 'Asia/Tokyo',
    zones: ['ap-tokyo-a', 'ap-tokyo-b', 'ap-tokyo-c'],
    share: 0.2,
  },
  {
    name: 'sa-saopaulo',
    title: 'South America (São Paulo)',
    cluster: 'gru',
    timeZone: 'America/Sao_Paulo',
    zones: ['sa-saopaulo-a', 'sa-saopaulo-b', 'sa-saopaulo-c'],
    share: 0.1,
  },
];

/** One persistent game world. */
export interface WorldSpec {
  name: string;
  title: string;
  /** Concurrent players at an ordinary evening's peak, all regions together. */
  peakPlayers: number;
  /** Names of the regions that run it. */
  regions: string[];
  /** Team (catalog Group) that answers for the world. */
  owner: string;
}

const everywhere = regions.map(r => r.name);

export const worlds: WorldSpec[] = [
  {
    name: 'aurora',
    title: 'Aurora',
    peakPlayers: 1_150_000,
    regions: everywhere,
    owner: 'world-aurora',
  },
  {
    name: 'ember',
    title: 'Ember',
    peakPlayers: 620_000,
    regions: everywhere,
    owner: 'world-ember',
  },
  {
    name: 'tidefall',
    title: 'Tidefall',
    peakPlayers: 410_000,
    regions: ['eu-frankfurt', 'us-virginia', 'us-oregon', 'ap-tokyo'],
    owner: 'world-tidefall',
  },
  {
    name: 'meridian',
    title: 'Meridian',
    peakPlayers: 260_000,
    regions: ['eu-frankfurt', 'us-virginia', 'ap-tokyo', 'sa-saopaulo'],
    owner: 'world-meridian',
  },
  {
    name: 'hollow',
    title: 'The Hollow',
    peakPlayers: 140_000,
    regions: ['eu-frankfurt', 'us-virginia', 'ap-tokyo'],
    owner: 'world-hollow',
  },
  {
    name: 'skyreach',
    title: 'Skyreach',
    peakPlayers: 60_000,
    regions: ['eu-frankfurt', 'us-virginia'],
    owner: 'world-skyreach',
  },
];

/** How an Argo Rollout brings a new version. */
export type RolloutStrategy = 'canary' | 'blueGreen';

export type WorkloadKind = 'Deployment' | 'StatefulSet' | 'Fleet' | 'Rollout';
export type ScalerKind =
  | 'hpa-cpu' // Resource metric, utilisation
  | 'hpa-container-cpu' // ContainerResource metric, utilisation
  | 'hpa-pods' // Pods metric, average value
  | 'hpa-object' // Object metric
  | 'hpa-external' // External metric
  | 'keda' // ScaledObject, which owns an HPA
  | 'fleet-buffer' // Agones FleetAutoscaler, of these policies
  | 'fleet-counter'
  | 'fleet-list'
  | 'fleet-webhook'
  | 'fleet-chain'
  | 'none';

/** One service; runs in every region of its world (or everywhere). */
export interface ServiceSpec {
  /** Also the catalog Component's name and the `backstage.io/kubernetes-id`. */
  name: string;
  title: string;
  /** Name of its world, or undefined for what all worlds share. */
  world?: string;
  /** Kubernetes namespace: the world's name, or `platform`. */
  namespace: string;
  type: 'world-service' | 'shard-service';
  owner: string;
  workload: WorkloadKind;
  scaler: ScalerKind;
  regions: string[];
  /** Demand that one ready pod carries at its target, in players. */
  playersPerPod: number;
  /** Name of the driving metric where it is not CPU. */
  metric?: string;
  /** Of a Rollout. */
  strategy?: RolloutStrategy;
}

export interface Role {
  role: string;
  title: string;
  type: ServiceSpec['type'];
  owner?: string;
  workload: WorkloadKind;
  scaler: ScalerKind;
  playersPerPod: number;
  metric?: string;
  strategy?: RolloutStrategy;
}

/** What every world runs. */
export const worldRoles: Role[] = [
  {
    role: 'gateway',
    title: 'Gateway',
    type: 'world-service',
    workload: 'Deployment',
    scaler: 'hpa-cpu',
    playersPerPod: 12_000,
  },
  {
    role: 'matchmaking',
    title: 'Matchmaking',
    type: 'world-service',
    owner: 'matchmaking',
    workload: 'Deployment',
    scaler: 'hpa-external',
    playersPerPod: 25_000,
    metric: 'matchmaking_queue_length',
  },
  {
    role: 'presence',
    title: 'Presence',
    type: 'world-service',
    owner: 'social',
    workload: 'StatefulSet',
    scaler: 'hpa-pods',
    playersPerPod: 20_000,
    metric: 'presence_connections',
  },
  {
    role: 'economy',
    title: 'Economy',
    type: 'world-service',
    owner: 'economy',
    workload: 'StatefulSet',
    scaler: 'hpa-cpu',
    playersPerPod: 30_000,
  },
  {
    role: 'chat',
    title: 'Chat',
    type: 'world-service',
    owner: 'social',
    workload: 'Deployment',
    scaler: 'keda',
    playersPerPod: 40_000,
    metric: 'chat_messages_per_second',
  },
  {
    role: 'shards',
    title: 'Shards',
    type: 'shard-service',
    workload: 'Fleet',
    scaler: 'fleet-buffer',
    playersPerPod: 2_000,
  },
];

/** What all worlds share. */
const sharedRoles: (Role & { owner: string })[] = [
  {
    role: 'identity',
    title: 'Identity and login',
    type: 'world-service',
    owner: 'platform-core',
    workload: 'Deployment',
    scaler: 'hpa-container-cpu',
    playersPerPod: 60_000,
  },
  {
    role: 'session-store',
    title: 'Session store',
    type: 'world-service',
    owner: 'platform-core',
    workload: 'StatefulSet',
    scaler: 'none',
    playersPerPod: 150_000,
  },
  {
    role: 'inventory',
    title: 'Inventory',
    type: 'world-service',
    owner: 'economy',
    workload: 'Rollout',
    strategy: 'blueGreen',
    scaler: 'hpa-cpu',
    playersPerPod: 80_000,
  },
  {
    role: 'leaderboard',
    title: 'Leaderboards',
    type: 'world-service',
    owner: 'social',
    workload: 'Deployment',
    scaler: 'hpa-object',
    playersPerPod: 120_000,
    metric: 'requests_per_second',
  },
  {
    role: 'telemetry-ingest',
    title: 'Telemetry ingest',
    type: 'world-service',
    owner: 'platform-data',
    workload: 'Deployment',
    scaler: 'keda',
    playersPerPod: 70_000,
    metric: 'telemetry_consumer_lag',
  },
  {
    role: 'patch-delivery',
    title: 'Patch delivery',
    type: 'world-service',
    owner: 'platform-core',
    workload: 'Rollout',
    strategy: 'canary',
    scaler: 'hpa-cpu',
    playersPerPod: 100_000,
  },
];

export function serviceOfRole(role: Role, world?: WorldSpec): ServiceSpec {
  return {
    name: world ? `${world.name}-${role.role}` : role.role,
    title: world ? `${world.title} ${role.title}` : role.title,
    world: world?.name,
    namespace: world?.name ?? 'platform',
    type: role.type,
    owner: role.owner ?? world!.owner,
    workload: role.workload,
    scaler: role.scaler,
    regions: world?.regions ?? everywhere,
    playersPerPod: role.playersPerPod,
    metric: role.metric,
    strategy: role.strategy,
  };
}

/** Worlds whose fleets follow something else than a buffer of game servers. */
const fleetScalers: Record<string, ScalerKind> = {
  ember: 'fleet-counter',
  tidefall: 'fleet-list',
  meridian: 'fleet-webhook',
  skyreach: 'fleet-chain',
};

function roleIn(world: WorldSpec, role: Role): Role {
  const scaler = fleetScalers[world.name];
  return scaler && role.workload === 'Fleet' ? { ...role, scaler } : role;
}

/** All services of LifeVerse: 36 of the six worlds, 6 shared. */
export const services: ServiceSpec[] = [
  ...worlds.flatMap(world =>
    worldRoles.map(role => serviceOfRole(roleIn(world, role), world)),
  ),
  ...sharedRoles.map(role => serviceOfRole(role)),
];
