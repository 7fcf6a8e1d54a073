import { anObject, aPod, nowMs } from '../__fixtures__/clusterObjects';
import { KubernetesObject } from '../KubernetesObject';
import { podStatus } from './podColumns';
import { columnDefinitionsOf, rowOf } from './Table';

/** Cells by the name of their column. */
function cells(object: KubernetesObject) {
  const names = columnDefinitionsOf(object.apiVersion, object.kind).map(
    ({ name }) => name,
  );
  const row = rowOf(object, { includeObject: 'None', nowMs });
  return Object.fromEntries(names.map((name, i) => [name, row.cells[i]]));
}

function podWith(status: object, metadata: object = {}): KubernetesObject {
  const pod = aPod('p');
  return {
    ...pod,
    metadata: { ...pod.metadata, ...metadata },
    status: { phase: 'Running', ...status },
  };
}

const container = (state: object, ready = false, restartCount = 0) => ({
  name: 'main',
  ready,
  restartCount,
  state,
});

describe('the status of a pod', () => {
  it.each<[string, object]>([
    ['Running', { containerStatuses: [container({ running: {} }, true)] }],
    [
      'CrashLoopBackOff',
      {
        containerStatuses: [
          container({ waiting: { reason: 'CrashLoopBackOff' } }, false, 4),
        ],
      },
    ],
    [
      'OOMKilled',
      {
        containerStatuses: [
          container({ terminated: { reason: 'OOMKilled', exitCode: 137 } }),
        ],
      },
    ],
    [
      'ExitCode:3',
      { containerStatuses: [container({ terminated: { exitCode: 3 } })] },
    ],
    [
      'Signal:9',
      {
        containerStatuses: [
          container({ terminated: { signal: 9, exitCode: 137 } }),
        ],
      },
    ],
    ['Evicted', { phase: 'Failed', reason: 'Evicted' }],
    ['Init:0/0', { initContainerStatuses: [container({ running: {} })] }],
    [
      'Init:ErrImagePull',
      {
        initContainerStatuses: [
          container({ waiting: { reason: 'ErrImagePull' } }),
        ],
      },
    ],
    ['Unknown', { phase: undefined }],
  ])('is %s', (expected, status) => {
    expect(podStatus(podWith(status))).toBe(expected);
  });

  it('is Terminating once it is to be deleted', () => {
    const running = { containerStatuses: [container({ running: {} }, true)] };
    const metadata = { deletionTimestamp: '2026-11-20T19:59:00Z' };
    expect(podStatus(podWith(running, metadata))).toBe('Terminating');
    const lost = { ...running, reason: 'NodeLost' };
    expect(podStatus(podWith(lost, metadata))).toBe('Unknown');
  });

  it('is that of the containers still running beside a completed one', () => {
    const containerStatuses = [
      container({ terminated: { reason: 'Completed', exitCode: 0 } }),
      container({ running: {} }, true),
    ];
    expect(
      podStatus(
        podWith({
          containerStatuses,
          conditions: [{ type: 'Ready', status: 'True' }],
        }),
      ),
    ).toBe('Running');
    expect(podStatus(podWith({ containerStatuses }))).toBe('NotReady');
  });

  it('counts restarts and says when the last one was', () => {
    const pod = podWith({
      containerStatuses: [
        {
          ...container({ running: {} }, true, 2),
          lastState: { terminated: { finishedAt: '2026-11-20T19:55:00Z' } },
        },
      ],
    });
    expect(cells(pod).Restarts).toBe('2 (5m ago)');
  });
});

describe('the targets of an autoscaler', () => {
  const hpa = (metrics: object[], currentMetrics: object[] = []) =>
    anObject('autoscaling/v2', 'HorizontalPodAutoscaler', 'h', {
      spec: {
        scaleTargetRef: { kind: 'Deployment', name: 'h' },
        maxReplicas: 9,
        metrics,
      },
      status: { currentMetrics },
    });
  const cpu = (value: number, key = 'target') => ({
    type: 'Resource',
    resource: { name: 'cpu', [key]: { averageUtilization: value } },
  });

  it.each<[string, object[], object[]]>([
    ['<none>', [], []],
    ['cpu: <unknown>/60%', [cpu(60)], []],
    ['cpu: 57%/60%', [cpu(60)], [cpu(57, 'current')]],
    [
      'memory: 120Mi/200Mi',
      [
        {
          type: 'ContainerResource',
          containerResource: {
            name: 'memory',
            container: 'main',
            target: { averageValue: '200Mi' },
          },
        },
      ],
      [
        {
          type: 'ContainerResource',
          containerResource: { current: { averageValue: '120Mi' } },
        },
      ],
    ],
    [
      '90/100',
      [{ type: 'Pods', pods: { target: { averageValue: '100' } } }],
      [{ type: 'Pods', pods: { current: { averageValue: '90' } } }],
    ],
    [
      '1500/2k',
      [{ type: 'Object', object: { target: { value: '2k' } } }],
      [{ type: 'Object', object: { current: { value: '1500' } } }],
    ],
    [
      '3/5 (avg)',
      [{ type: 'External', external: { target: { averageValue: '5' } } }],
      [{ type: 'External', external: { current: { averageValue: '3' } } }],
    ],
    [
      'cpu: <unknown>/1%, cpu: <unknown>/2% + 2 more...',
      [cpu(1), cpu(2), cpu(3), cpu(4)],
      [],
    ],
    ['<unknown type>', [{ type: 'Wish' }], []],
  ])('are %s', (expected, metrics, current) => {
    expect(cells(hpa(metrics, current)).Targets).toBe(expected);
  });

  it('show an unset minimum', () => {
    expect(cells(hpa([])).MinPods).toBe('<unset>');
  });
});

describe('rows of other kinds', () => {
  it.each<[KubernetesObject, Record<string, unknown>]>([
    [
      anObject('v1', 'Node', 'n', {
        labels: { 'node-role.kubernetes.io/worker': '' },
        spec: { unschedulable: true },
        status: { conditions: [{ type: 'Ready', status: 'False' }] },
      }),
      { Status: 'NotReady,SchedulingDisabled', Roles: 'worker' },
    ],
    [
      anObject('v1', 'Service', 's', {
        spec: {
          type: 'LoadBalancer',
          clusterIP: '10.0.0.1',
          ports: [
            { port: 80, nodePort: 30080 },
            { port: 53, protocol: 'UDP' },
          ],
        },
        status: { loadBalancer: { ingress: [{ ip: '203.0.113.7' }] } },
      }),
      { 'External-IP': '203.0.113.7', 'Port(s)': '80:30080/TCP,53/UDP' },
    ],
    [
      anObject('batch/v1', 'Job', 'j', {
        spec: { completions: 2 },
        status: {
          succeeded: 2,
          startTime: '2026-11-20T19:00:00Z',
          completionTime: '2026-11-20T19:01:30Z',
          conditions: [{ type: 'Complete', status: 'True' }],
        },
      }),
      { Status: 'Complete', Completions: '2/2', Duration: '90s' },
    ],
    [
      anObject('batch/v1', 'CronJob', 'c', {
        spec: { schedule: '0 4 * * *', suspend: true },
        status: { active: [{}], lastScheduleTime: '2026-11-20T04:00:00Z' },
      }),
      {
        Schedule: '0 4 * * *',
        Suspend: 'True',
        Active: 1,
        'Last Schedule': '16h',
      },
    ],
    [
      anObject('policy/v1', 'PodDisruptionBudget', 'p', {
        spec: { maxUnavailable: '25%' },
        status: { disruptionsAllowed: 3 },
      }),
      {
        'Min Available': 'N/A',
        'Max Unavailable': '25%',
        'Allowed Disruptions': 3,
      },
    ],
    [
      anObject('v1', 'ResourceQuota', 'q', {
        status: {
          hard: { 'requests.cpu': '400', 'limits.cpu': '800' },
          used: { 'requests.cpu': '120' },
        },
      }),
      { Request: 'requests.cpu: 120/400', Limit: 'limits.cpu: 0/800' },
    ],
    [
      anObject('networking.k8s.io/v1', 'NetworkPolicy', 'n', {
        spec: {
          podSelector: {
            matchLabels: { app: 'x' },
            matchExpressions: [
              { key: 'tier', operator: 'In', values: ['a', 'b'] },
              { key: 'old', operator: 'DoesNotExist' },
            ],
          },
        },
      }),
      { 'Pod-Selector': 'app=x,tier in (a,b),!old' },
    ],
    [
      anObject('networking.k8s.io/v1', 'Ingress', 'i', {
        spec: {
          ingressClassName: 'edge',
          rules: [{ host: 'a.example' }],
          tls: [{}],
        },
      }),
      { Class: 'edge', Hosts: 'a.example', Ports: '80, 443' },
    ],
    [
      anObject('keda.sh/v1alpha1', 'ScaledObject', 'k', {
        spec: {
          scaleTargetRef: { name: 'chat' },
          minReplicaCount: 2,
          triggers: [{ type: 'prometheus' }, { type: 'prometheus' }],
        },
        status: { conditions: [{ type: 'Ready', status: 'True' }] },
      }),
      {
        ScaleTargetName: 'chat',
        Min: 2,
        Ready: 'True',
        Triggers: 'prometheus',
      },
    ],
    [
      anObject('agones.dev/v1', 'GameServer', 'g', {
        status: {
          state: 'Allocated',
          address: '203.0.113.9',
          ports: [{ port: 7421 }],
          nodeName: 'node-a',
        },
      }),
      { State: 'Allocated', Port: 7421, Node: 'node-a' },
    ],
    [anObject('example.com/v1', 'Thing', 't'), { Name: 't', Age: '2d12h' }],
  ])('show what kubectl shows (%#)', (object, expected) => {
    expect(cells(object)).toMatchObject(expected);
  });
});
