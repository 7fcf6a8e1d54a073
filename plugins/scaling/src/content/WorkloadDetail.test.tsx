import { renderInTestApp } from '@backstage/frontend-test-utils';
import { WorkloadScaling } from '@worldscale/backstage-plugin-scaling-common';
import { screen, within } from '@testing-library/react';
import { workload } from '../__testUtils__/scalingFixture';
import { WorkloadDetail } from './WorkloadDetail';

async function renderDetail(change: Partial<WorkloadScaling>) {
  renderInTestApp(
    <WorkloadDetail
      workload={{ ...workload, ...change }}
      kubernetesPath="/kubernetes"
    />,
  );
  return screen.findByRole('region', { name: /aurora-gateway/ });
}

describe('WorkloadDetail', () => {
  it("counts a Fleet's game servers by what they do", async () => {
    const detail = await renderDetail({
      ...{ kind: 'Fleet', current: 40, ready: 38, updated: null },
      gameServers: { ready: 6, allocated: 31, reserved: 1 },
    });
    expect(detail).toHaveTextContent('40 exist, 38 up');
    expect(detail).toHaveTextContent(
      '6 ready to be allocated, 31 allocated, 1 reserved, 2 starting or ending',
    );
    expect(detail).not.toHaveTextContent('up to date');
  });

  it.each<[WorkloadScaling['sizing'], RegExp]>([
    ['fixed', /Autoscaler\s*none/],
    ['unknown', /Autoscaler\s*unknown/],
  ])('says of a size that is %s', async (sizing, text) => {
    const detail = await renderDetail({ sizing, autoscaler: null });
    expect(detail).toHaveTextContent(text);
  });

  it("keeps the controller's own words beside the sentence", async () => {
    const detail = await renderDetail({
      findings: [
        {
          code: 'blind',
          state: 'atRisk',
          sentence: 'The autoscaler is blind.',
          detail: 'FailedGetResourceMetric: unable to get metrics',
        },
      ],
    });
    expect(detail).toHaveTextContent(
      'FailedGetResourceMetric: unable to get metrics',
    );
  });

  it('tells step by step how the autoscaler came to its size', async () => {
    const steps = ['cpu asks for 13 replicas.', 'It reports 10, and not why.'];
    const detail = await renderDetail({
      autoscaler: {
        ...workload.autoscaler!,
        decision: {
          ...{ computed: { low: 13, high: 13 }, reported: 10 },
          ...{ verdict: 'differs', steps },
        },
      },
    });
    const list = within(detail).getByRole('list', { name: /its size comes/ });
    const items = within(list).getAllByRole('listitem');
    expect(items.map(item => item.textContent?.trim())).toEqual(steps);
  });

  it('names what makes a ScaledObject act', async () => {
    const triggers = [
      { name: 'lag', type: 'kafka', active: true, failures: 0 },
      { name: 'evening', type: 'cron', active: false, failures: null },
      { name: 'orders', type: 'prometheus', active: null, failures: 3 },
    ];
    const detail = await renderDetail({
      autoscaler: { ...workload.autoscaler!, kind: 'ScaledObject', triggers },
    });
    expect(detail).toHaveTextContent(
      'lag (kafka): active; evening (cron): not active; orders (prometheus): activity unknown, not readable 3 times',
    );
  });

  it("keeps the conditions of KEDA's own autoscaler apart from those of the ScaledObject", async () => {
    const condition = (type: string) => ({
      ...{ type, status: 'True' as const, reason: '', message: '' },
      lastTransitionTime: null,
    });
    const detail = await renderDetail({
      autoscaler: {
        ...workload.autoscaler!,
        ...{ kind: 'ScaledObject', hpaName: 'keda-hpa-orders' },
        conditions: [
          ...['AbleToScale', 'Ready', 'ScalingActive', 'Fallback'],
        ].map(condition),
      },
    });
    const typesUnder = (title: string) =>
      within(
        within(detail).getByRole('heading', { name: title })
          .nextElementSibling as HTMLElement,
      )
        .getAllByRole('listitem')
        .map(item => item.textContent?.split(' ')[0]);
    expect(typesUnder('Conditions of the ScaledObject')).toEqual([
      ...['Ready', 'Fallback'],
    ]);
    expect(
      typesUnder(
        'Conditions of the HorizontalPodAutoscaler that it made, keda-hpa-orders',
      ),
    ).toEqual(['AbleToScale', 'ScalingActive']);
  });

  it('counts the stacks of a Rollout apart', async () => {
    const detail = await renderDetail({
      kind: 'Rollout',
      rollout: {
        strategy: 'canary',
        stacks: [
          { role: 'stable', replicas: 8 },
          { role: 'canary', replicas: 2 },
        ],
        ...{ weightPercent: 20, aborted: false },
        pauses: ['it waits at a step of its canary'],
      },
    });
    expect(detail).toHaveTextContent(
      'canary: 8 stable, 2 canary; 20% of the traffic to the canary; it waits at a step of its canary',
    );
  });

  it('shows what guards and spreads its pods', async () => {
    const budget = {
      ...{ name: 'gateway', rule: 'at most 10% unavailable', allowed: 1 },
      ...{ healthy: 12, needed: 11, expected: 12 },
    };
    const topologyKey = 'topology.kubernetes.io/zone';
    const detail = await renderDetail({
      budgets: [budget],
      spread: [{ topologyKey, maxSkew: 1, required: false }],
    });
    expect(detail).toHaveTextContent(
      'gateway: at most 10% unavailable; 1 may be taken away now (12 of 12 healthy)',
    );
    expect(detail).toHaveTextContent(
      'over topology.kubernetes.io/zone, at most 1 apart (preferred)',
    );
  });

  it.each<[WorkloadScaling['budgets'], RegExp]>([
    [null, /Disruption budget\s*unknown/],
    [[], /Disruption budget\s*none/],
  ])(
    'tells no budget from one that is not known: %j',
    async (budgets, text) => {
      expect(await renderDetail({ budgets })).toHaveTextContent(text);
    },
  );

  it('says of one that cannot be read since when, and marks its numbers', async () => {
    const observedAt = new Date(Date.now() - 185_000).toISOString();
    const detail = await renderDetail({
      ...{ state: 'unknown', observedAt },
      reason:
        'The Deployment aurora-gateway cannot be read now: 403 Forbidden.',
      lastKnown: { state: 'healthy', reason: 'All 12 are ready.' },
      findings: [
        {
          ...{ code: 'workloadUnreadable', state: 'unknown' },
          sentence: 'It cannot be read now.',
        },
      ],
    });
    expect(detail).toHaveTextContent('Last known: healthy');
    expect(detail).toHaveTextContent(
      /403 Forbidden\. Last read: 3 min ago · old/,
    );
    expect(detail).toHaveTextContent('Replicas, last known12 exist, 12 ready');
    expect(detail).toHaveTextContent(
      'Conditions of the HorizontalPodAutoscaler, last known',
    );
  });

  it('says so where one that cannot be read never was', async () => {
    const detail = await renderDetail({
      ...{ state: 'unknown', observedAt: null, reason: 'It cannot be read.' },
      lastKnown: { state: 'unknown', reason: 'Nothing is known.' },
    });
    expect(detail).toHaveTextContent('It cannot be read. never observed');
  });
});
