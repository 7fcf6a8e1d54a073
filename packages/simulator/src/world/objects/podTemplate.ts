import { hashText, mix, nameSuffix } from '../noise';
import { Rollouts } from '../workloads/rollouts';
import { ContainerSize, Workload } from '../workloads/Workload';
import { fleetSpec, Manifest, workloadSpec } from '../manifests/manifest';
import {
  DOMAIN,
  formatMi,
  formatMilli,
  Labels,
  labelsOf,
  selectorOf,
} from './metadata';

/** A version of a workload: its pods' labels and spec, shared by all of them. */
export interface PodTemplate {
  /** Value of `pod-template-hash`, suffix of the ReplicaSet. */
  hash: string;
  image: string;
  labels: Labels;
  annotations: Labels;
  spec: Record<string, unknown> & { containers: Container[] };
  /** Fleets: what all game servers of the version have as their spec. */
  gameServerSpec?: Record<string, unknown>;
}

export interface Container {
  name: string;
  image: string;
  resources?: { requests?: Labels; limits?: Labels };
  [key: string]: unknown;
}

/** Sidecars stand beside the service's own container. */
const sidecar: ContainerSize = {
  cpuMilli: 50,
  cpuLimitMilli: 200,
  memoryMi: 64,
  memoryLimitMi: 128,
};

/** Whether a sidecar runs in each pod: that of Agones, or a proxy. */
function hasSidecar({ kind, scaler }: Workload): boolean {
  return (
    kind === 'Fleet' ||
    (scaler.kind === 'hpa' && scaler.via === 'ContainerResource')
  );
}

/** What a whole pod asks of its node. */
export function podRequest(workload: Workload) {
  const { cpuMilli, memoryMi } = workload.size;
  return hasSidecar(workload)
    ? {
        cpuMilli: cpuMilli + sidecar.cpuMilli,
        memoryMi: memoryMi + sidecar.memoryMi,
      }
    : { cpuMilli, memoryMi };
}

export function resourcesOf(size: ContainerSize) {
  return {
    requests: {
      cpu: formatMilli(size.cpuMilli),
      memory: formatMi(size.memoryMi),
    },
    limits: {
      cpu: formatMilli(size.cpuLimitMilli),
      memory: formatMi(size.memoryLimitMi),
    },
  };
}

const restricted = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  readOnlyRootFilesystem: true,
};

/** Agones adds this to the pod of every game server. */
const agonesSidecar: Container = {
  name: 'agones-gameserver-sidecar',
  image: 'us-docker.pkg.dev/agones-images/release/agones-sdk:1.60.0',
  imagePullPolicy: 'IfNotPresent',
  resources: resourcesOf(sidecar),
  securityContext: restricted,
};

const probe = (path: string, initialDelaySeconds: number) => ({
  httpGet: { path, port: 8080, scheme: 'HTTP' },
  initialDelaySeconds,
  timeoutSeconds: 2,
  periodSeconds: 10,
  successThreshold: 1,
  failureThreshold: 3,
});

function containersOf(workload: Workload, image: string): Container[] {
  const isFleet = workload.kind === 'Fleet';
  const main: Container = {
    name: 'app',
    image,
    imagePullPolicy: 'IfNotPresent',
    ports: isFleet
      ? [{ name: 'game', containerPort: 7777, protocol: 'UDP' }]
      : [
          { name: 'http', containerPort: 8080, protocol: 'TCP' },
          { name: 'metrics', containerPort: 9090, protocol: 'TCP' },
        ],
    envFrom: [{ configMapRef: { name: `${workload.name}-config` } }],
    env: [
      {
        name: 'POD_NAME',
        valueFrom: {
          fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.name' },
        },
      },
      { name: 'REGION', value: workload.region.name },
    ],
    resources: resourcesOf(workload.size),
    securityContext: restricted,
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
    ...(isFleet
      ? {}
      : {
          startupProbe: { ...probe('/readyz', 5), failureThreshold: 30 },
          readinessProbe: probe('/readyz', 0),
          livenessProbe: probe('/livez', 30),
        }),
  };
  const containers = [main];
  if (isFleet) {
    containers.push(agonesSidecar);
  }
  if (!isFleet && hasSidecar(workload)) {
    containers.push({
      name: 'proxy',
      image: `registry.${DOMAIN}/base/proxy:3.4.1`,
      imagePullPolicy: 'IfNotPresent',
      resources: resourcesOf(sidecar),
      securityContext: restricted,
    });
  }
  return containers;
}

function generatedSpec(workload: Workload, image: string) {
  return {
    containers: containersOf(workload, image),
    volumes: [{ name: 'tmp', emptyDir: {} }],
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 60,
    dnsPolicy: 'ClusterFirst',
    serviceAccountName:
      workload.kind === 'Fleet' ? 'agones-sdk' : workload.name,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 10001,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    schedulerName: 'default-scheduler',
    enableServiceLinks: false,
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        topologyKey: 'topology.kubernetes.io/zone',
        whenUnsatisfiable: 'ScheduleAnyway',
        labelSelector: { matchLabels: selectorOf(workload) },
      },
    ],
  };
}

interface TemplateManifest {
  metadata?: { labels?: Labels; annotations?: Labels };
  spec: Record<string, unknown> & { containers: unknown[] };
}

/** What stands under `spec.template` of an applied manifest, if one was applied. */
function appliedTemplate(
  manifest: Manifest | undefined,
): TemplateManifest | undefined {
  if (!manifest) return undefined;
  // A Fleet's template is that of a GameServer, which holds that of the pod.
  return manifest.kind === 'Fleet'
    ? fleetSpec.parse(manifest.spec).template.spec.template
    : workloadSpec.parse(manifest.spec).template;
}

/** The pod template of one version of a workload. */
export function podTemplateOf(
  workload: Workload,
  revision: number,
  rollouts: Rollouts,
): PodTemplate {
  const seed = rollouts.templateSeed(workload, revision);
  const generation = rollouts.generationOf(revision);
  const image = `registry.${DOMAIN}/${workload.namespace}/${
    workload.name
  }:2026.${generation}.${seed % 10}`;
  const applied = appliedTemplate(rollouts.manifestOf(workload, revision));
  // The same template is the same version, also after a restart.
  const own = applied ? hashText(JSON.stringify(applied)) : seed;
  const hash = nameSuffix(mix(own, hashText(workload.key)), 10);
  const labels: Labels = applied
    ? { ...applied.metadata?.labels }
    : { ...labelsOf(workload, 'Pod') };
  if (workload.kind === 'Deployment') labels['pod-template-hash'] = hash;
  if (workload.kind === 'Rollout') {
    labels['rollouts-pod-template-hash'] = hash;
  }
  const annotations = {
    'prometheus.io/scrape': 'true',
    'prometheus.io/port': '9090',
  };
  const generated = generatedSpec(workload, image);
  if (!applied) {
    return { hash, image, labels, annotations, spec: generated };
  }
  const containers = applied.spec.containers as Container[];
  return {
    hash,
    image: containers[0]?.image ?? image,
    labels,
    annotations: applied.metadata?.annotations ?? {},
    spec: {
      restartPolicy: 'Always',
      schedulerName: 'default-scheduler',
      dnsPolicy: 'ClusterFirst',
      ...applied.spec,
      containers:
        workload.kind === 'Fleet' ? [...containers, agonesSidecar] : containers,
    },
  };
}
