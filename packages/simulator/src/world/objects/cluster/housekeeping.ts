/** What each cluster has beside services: namespaces, quotas, agents, nightly jobs. */
import { KubernetesObject } from '../../World';
import { RegionSpec } from '../../lifeverse';
import { zoneOffsetMs } from '../../demand/localTime';
import { hashText, mix, nameSuffix } from '../../noise';
import { Workload } from '../../workloads/Workload';
import {
  DOMAIN,
  FOUNDED_MS,
  formatMi,
  formatMilli,
  Labels,
  metadataOf,
  ownerReference,
  timestamp,
} from '../metadata';
import { ClusterNodes } from './ClusterNodes';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

export function namespaceObjects(
  cluster: string,
  namespace: string,
): KubernetesObject[] {
  const labels: Labels = {
    'kubernetes.io/metadata.name': namespace,
    'app.kubernetes.io/part-of': namespace,
    'pod-security.kubernetes.io/enforce': 'restricted',
    [`${DOMAIN}/cost-center`]: namespace,
  };
  return [
    {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: metadataOf(cluster, 'Namespace', undefined, namespace, {
        labels,
      }),
      spec: { finalizers: ['kubernetes'] },
      status: { phase: 'Active' },
    },
    {
      apiVersion: 'v1',
      kind: 'LimitRange',
      metadata: metadataOf(cluster, 'LimitRange', namespace, 'defaults', {
        labels,
      }),
      spec: {
        limits: [
          {
            type: 'Container',
            default: { cpu: '500m', memory: '512Mi' },
            defaultRequest: { cpu: '100m', memory: '128Mi' },
            max: { cpu: '8', memory: '16Gi' },
          },
        ],
      },
    },
  ];
}

/** Quota of a namespace: what all its workloads at their ceilings need, and a tenth. */
export function quotaObject(
  cluster: string,
  namespace: string,
  workloads: readonly Workload[],
  replicasOf: (workload: Workload) => number,
): KubernetesObject {
  const sum = (of: (workload: Workload) => number) =>
    workloads.reduce((total, workload) => total + of(workload), 0);
  const quantities = (
    pods: (workload: Workload) => number,
    factor: number,
  ): Labels => ({
    'requests.cpu': formatMilli(
      1000 * Math.ceil((factor * sum(w => pods(w) * w.size.cpuMilli)) / 1000),
    ),
    'requests.memory': formatMi(
      1024 * Math.ceil((factor * sum(w => pods(w) * w.size.memoryMi)) / 1024),
    ),
    pods: `${Math.ceil(factor * sum(pods))}`,
  });
  const hard = quantities(workload => workload.ceiling, 1.1);
  return {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: metadataOf(cluster, 'ResourceQuota', namespace, 'compute'),
    spec: { hard },
    status: { hard, used: quantities(replicasOf, 1) },
  };
}

const agentImage = `registry.${DOMAIN}/platform/node-agent:4.2.0`;
const agentLabels: Labels = {
  'app.kubernetes.io/name': 'node-agent',
  'app.kubernetes.io/part-of': 'platform',
  'backstage.io/kubernetes-id': 'node-agent',
};

const agentSpec = {
  containers: [
    {
      name: 'agent',
      image: agentImage,
      resources: {
        requests: { cpu: '100m', memory: '128Mi' },
        limits: { cpu: '200m', memory: '256Mi' },
      },
      securityContext: { allowPrivilegeEscalation: false },
    },
  ],
  restartPolicy: 'Always',
  serviceAccountName: 'node-agent',
  tolerations: [{ operator: 'Exists', effect: 'NoSchedule' }],
};

/** The node agent: a DaemonSet with one pod on each node. */
export function nodeAgentObjects(
  region: RegionSpec,
  nodes: ClusterNodes,
): KubernetesObject[] {
  const { cluster } = region;
  const { names } = nodes;
  const daemonSet: KubernetesObject = {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: metadataOf(cluster, 'DaemonSet', 'platform', 'node-agent', {
      generation: 1,
      labels: agentLabels,
    }),
    spec: {
      selector: { matchLabels: { 'app.kubernetes.io/name': 'node-agent' } },
      template: { metadata: { labels: agentLabels }, spec: agentSpec },
      updateStrategy: {
        type: 'RollingUpdate',
        rollingUpdate: { maxSurge: 0, maxUnavailable: 1 },
      },
    },
    status: {
      observedGeneration: 1,
      currentNumberScheduled: names.length,
      desiredNumberScheduled: names.length,
      updatedNumberScheduled: names.length,
      numberReady: names.length,
      numberAvailable: names.length,
      numberMisscheduled: 0,
    },
  };
  const owner = ownerReference(daemonSet);
  const pods = names.map((nodeName): KubernetesObject => {
    const name = `node-agent-${nameSuffix(hashText(nodeName), 5)}`;
    const ip = nodes.ipOf(nodeName);
    const ready = (type: string) => ({
      type,
      status: 'True',
      lastProbeTime: null,
      lastTransitionTime: timestamp(FOUNDED_MS),
    });
    return {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: metadataOf(cluster, 'Pod', 'platform', name, {
        labels: agentLabels,
        generateName: 'node-agent-',
        ownerReferences: [owner],
      }),
      spec: { ...agentSpec, nodeName, hostNetwork: true },
      status: {
        phase: 'Running',
        hostIP: ip,
        podIP: ip,
        podIPs: [{ ip }],
        startTime: timestamp(FOUNDED_MS),
        qosClass: 'Burstable',
        conditions: [
          'Initialized',
          'Ready',
          'ContainersReady',
          'PodScheduled',
        ].map(ready),
        containerStatuses: [
          {
            name: 'agent',
            image: agentImage,
            imageID: agentImage,
            ready: true,
            started: true,
            restartCount: 0,
            state: { running: { startedAt: timestamp(FOUNDED_MS) } },
            lastState: {},
          },
        ],
      },
    };
  });
  return [daemonSet, ...pods];
}

/** Minute of the local day at which the economy is backed up. */
const BACKUP_MINUTE = 210;

interface BackupRun {
  startMs: number;
  endMs: number;
}

function backupRuns(region: RegionSpec, workload: Workload, atMs: number) {
  const runs: BackupRun[] = [];
  const localDay = Math.floor(
    (atMs + zoneOffsetMs(region.timeZone, atMs)) / DAY_MS,
  );
  for (let day = localDay; runs.length < 3; day--) {
    const guessMs = day * DAY_MS + BACKUP_MINUTE * MINUTE_MS;
    const startMs =
      guessMs -
      zoneOffsetMs(
        region.timeZone,
        guessMs - zoneOffsetMs(region.timeZone, guessMs),
      );
    if (startMs > atMs) continue;
    const minutes = 6 + (mix(workload.seed, day) % 9);
    runs.push({ startMs, endMs: startMs + minutes * MINUTE_MS });
  }
  return runs;
}

/** The nightly backup of a world's economy: CronJob and its last three Jobs. */
export function backupObjects(
  region: RegionSpec,
  workload: Workload,
  atMs: number,
): { objects: KubernetesObject[]; validUntilMs: number } {
  const { cluster } = region;
  const name = `${workload.name}-backup`;
  const labels: Labels = {
    'app.kubernetes.io/name': name,
    'app.kubernetes.io/part-of': workload.namespace,
    'app.kubernetes.io/component': 'backup',
    'backstage.io/kubernetes-id': workload.service.name,
  };
  const runs = backupRuns(region, workload, atMs);
  const jobSpec = {
    backoffLimit: 2,
    completions: 1,
    parallelism: 1,
    ttlSecondsAfterFinished: 259_200,
    template: {
      metadata: { labels },
      spec: {
        restartPolicy: 'Never',
        containers: [
          {
            name: 'backup',
            image: `registry.${DOMAIN}/platform/backup:2.8.0`,
            args: ['--source', workload.name],
            resources: {
              requests: { cpu: '500m', memory: '1Gi' },
              limits: { cpu: '1', memory: '2Gi' },
            },
          },
        ],
      },
    },
  };
  const last = runs[0];
  const isRunning = last.endMs > atMs;
  const jobName = (run: BackupRun) =>
    `${name}-${Math.floor(run.startMs / MINUTE_MS)}`;
  const cronJob: KubernetesObject = {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: metadataOf(cluster, 'CronJob', workload.namespace, name, {
      labels,
    }),
    spec: {
      schedule: '30 3 * * *',
      timeZone: region.timeZone,
      concurrencyPolicy: 'Forbid',
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 1,
      suspend: false,
      jobTemplate: { metadata: { labels }, spec: jobSpec },
    },
    status: {
      lastScheduleTime: timestamp(last.startMs),
      lastSuccessfulTime: timestamp(isRunning ? runs[1].endMs : last.endMs),
      ...(isRunning
        ? {
            active: [
              {
                apiVersion: 'batch/v1',
                kind: 'Job',
                namespace: workload.namespace,
                name: jobName(last),
              },
            ],
          }
        : {}),
    },
  };
  const jobs = runs.map((run): KubernetesObject => {
    const active = run.endMs > atMs;
    return {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: metadataOf(cluster, 'Job', workload.namespace, jobName(run), {
        createdMs: run.startMs,
        labels,
        ownerReferences: [ownerReference(cronJob)],
      }),
      spec: { ...jobSpec, completionMode: 'NonIndexed', suspend: false },
      status: {
        startTime: timestamp(run.startMs),
        ...(active
          ? { active: 1, ready: 1 }
          : {
              succeeded: 1,
              completionTime: timestamp(run.endMs),
              conditions: [
                {
                  type: 'Complete',
                  status: 'True',
                  reason: 'CompletionsReached',
                  message: 'Reached expected number of succeeded pods',
                  lastProbeTime: timestamp(run.endMs),
                  lastTransitionTime: timestamp(run.endMs),
                },
              ],
            }),
      },
    };
  });
  // Runs begin on a whole minute, and never within 22 hours of the one before.
  const nextMinuteMs = (Math.floor(atMs / MINUTE_MS) + 1) * MINUTE_MS;
  const quietUntilMs = last.startMs + DAY_MS - 2 * 3_600_000;
  return {
    objects: [cronJob, ...jobs],
    validUntilMs: isRunning ? last.endMs : Math.max(quietUntilMs, nextMinuteMs),
  };
}
