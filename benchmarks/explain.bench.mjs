/**
 * How one decision of a Horizontal Pod Autoscaler is explained: which metric asks for
 * what, what counts, what holds it, each step in words. On one core, over 1,000 objects
 * that all differ, so that nothing is answered from memory. Beside it in the same run:
 * the bare formula over the same numbers, and JSON.parse of the same autoscalers, since
 * every explanation begins with an object that arrived as text.
 */
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { rootDir } from '../scripts/lib/toolchain.mjs';
import { compilePackage } from './lib/compiledPackage.mjs';
import { median } from './lib/statistics.mjs';

/** 50,000 a second. */
const LIMIT_MICROSECONDS = 20;
const OBJECTS = 1000;
const RUN_MS = 400;
const RUNS = 15;

/** Every trouble that decisions know, in turn; numbers differ from object to object. */
const troubles = [
  {},
  { able: 'ScaleDownStabilized', wanted: 1.4 },
  { limited: 'ScaleUpLimit', load: 260, wanted: 1.2 },
  { limited: 'TooManyReplicas', load: 300, max: 1.1, wanted: 1.1 },
  { ready: 0.8 },
  { unread: true },
  { load: 104 },
  { wanted: 2 },
];

function autoscalerOf(i) {
  const trouble = troubles[i % troubles.length];
  const current = 10 + ((i * 37) % 4000);
  const load = trouble.load ?? 60 + ((i * 53) % 90);
  const target = 70;
  const cpu = Math.round((load * target) / 100);
  const players = 400 + ((i * 71) % 900);
  const asked = Math.max(
    ...[cpu / target, trouble.unread ? 1 : players / 1000].map(ratio =>
      Math.abs(ratio - 1) <= 0.1 ? current : Math.ceil(ratio * current),
    ),
  );
  const metric = (name, average) => ({
    type: 'Pods',
    pods: { metric: { name }, ...average },
  });
  return {
    metadata: { name: `service-${i}`, namespace: 'aurora', generation: 3 },
    spec: {
      scaleTargetRef: { kind: 'Deployment', name: `service-${i}` },
      minReplicas: 3,
      maxReplicas: Math.round(current * (trouble.max ?? 4)),
      metrics: [
        {
          type: 'Resource',
          resource: {
            name: 'cpu',
            target: { type: 'Utilization', averageUtilization: target },
          },
        },
        metric('players', {
          target: { type: 'AverageValue', averageValue: '1k' },
        }),
      ],
      behavior: {
        scaleDown: {
          stabilizationWindowSeconds: 300,
          policies: [{ type: 'Percent', value: 10, periodSeconds: 60 }],
        },
      },
    },
    status: {
      observedGeneration: 3,
      currentReplicas: current,
      desiredReplicas: Math.round((trouble.wanted ?? 1) * asked),
      currentMetrics: [
        {
          type: 'Resource',
          resource: { name: 'cpu', current: { averageUtilization: cpu } },
        },
        ...(trouble.unread
          ? []
          : [
              metric('players', {
                current: { averageValue: `${players}` },
              }),
            ]),
      ],
      conditions: [
        {
          type: 'AbleToScale',
          status: 'True',
          reason: trouble.able ?? 'ReadyForNewScale',
        },
        { type: 'ScalingActive', status: 'True', reason: 'ValidMetricFound' },
        {
          type: 'ScalingLimited',
          status: trouble.limited ? 'True' : 'False',
          reason: trouble.limited ?? 'DesiredWithinRange',
        },
      ],
    },
  };
}

function deploymentOf(i, { metadata, status }) {
  const { currentReplicas: replicas } = status;
  const share = troubles[i % troubles.length].ready ?? 1;
  return {
    metadata,
    spec: { replicas },
    status: {
      observedGeneration: 3,
      replicas,
      readyReplicas: Math.round(replicas * share),
    },
  };
}

/**
 * Median of several runs, in microseconds for one object. Counted is what a core worked,
 * collecting garbage included, not how long it was kept waiting by others.
 */
function time(work) {
  const run = () => {
    const started = process.cpuUsage();
    let done = 0;
    let elapsed = 0;
    do {
      for (let i = 0; i < OBJECTS; i += 1) work(i);
      done += OBJECTS;
      const { user, system } = process.cpuUsage(started);
      elapsed = user + system;
    } while (elapsed < RUN_MS * 1000);
    return elapsed / done;
  };
  run();
  return median(Array.from({ length: RUNS }, run));
}

export async function run({ log }) {
  // Below node_modules, where the packages' own dependencies are found.
  const cacheDir = path.join(rootDir, 'node_modules/.cache');
  fs.mkdirSync(cacheDir, { recursive: true });
  const workDir = fs.mkdtempSync(path.join(cacheDir, 'explain-'));
  try {
    return measure(workDir, log);
  } finally {
    fs.rmSync(workDir, { recursive: true, force: true });
  }
}

function measure(workDir, log) {
  const modules = path.join(workDir, 'node_modules');
  compilePackage('plugins/worlds-common', modules);
  const folder = compilePackage('plugins/scaling-common', modules);
  const require = createRequire(path.join(folder, 'package.json'));
  const load = file => require(path.join(folder, 'src', file));
  const { readHorizontalPodAutoscaler } = load('kubernetes/autoscaler.js');
  const { readDeployment } = load('kubernetes/workload.js');
  const { decideHpa } = load('state/hpaDecision.js');

  const objects = Array.from({ length: OBJECTS }, (_, i) => autoscalerOf(i));
  const texts = objects.map(object => JSON.stringify(object));
  const autoscalers = objects.map(readHorizontalPodAutoscaler);
  const workloads = objects.map((object, i) =>
    readDeployment(deploymentOf(i, object)),
  );
  const verdicts = {};
  autoscalers.forEach((autoscaler, i) => {
    const { verdict } = decideHpa(autoscaler, autoscaler.metrics, workloads[i]);
    verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
  });
  log(`verdicts: ${JSON.stringify(verdicts)}`);

  // Summed, so that no work can be left out.
  let sum = 0;
  const explanation = time(i => {
    const autoscaler = autoscalers[i];
    const { steps } = decideHpa(autoscaler, autoscaler.metrics, workloads[i]);
    sum += steps.length;
  });
  const formula = time(i => {
    const { metrics, min, max } = autoscalers[i];
    const { current } = workloads[i];
    let wanted = 0;
    for (const metric of metrics) {
      const ratio = metric.current / metric.target;
      const still = Math.abs(ratio - 1) <= 0.1;
      wanted = Math.max(wanted, still ? current : Math.ceil(ratio * current));
    }
    sum += Math.min(max, Math.max(min, wanted));
  });
  const parse = time(i => {
    sum += JSON.parse(texts[i]).status.currentReplicas;
  });
  log(
    `${Math.round(1e6 / explanation)} explanations a second; checked: ${
      sum > 0
    }`,
  );
  return [
    {
      name: 'explain: one decision, all steps in words',
      value: explanation,
      unit: 'µs',
      limit: LIMIT_MICROSECONDS,
    },
    {
      name: 'explain: the same autoscaler, JSON.parse alone',
      value: parse,
      unit: 'µs',
    },
    {
      name: 'explain: the bare formula over the same numbers',
      value: formula,
      unit: 'µs',
    },
  ];
}
