import { attributeChange, ChangeEvidence } from './attributeChange';
import { actorTypeOf } from './writers';

const AT = Date.parse('2026-11-22T20:00:00Z');
const MINUTE = 60_000;

describe('actorTypeOf', () => {
  it.each([
    ['kube-controller-manager', 'scale', 'Deployment', 'autoscaler'],
    ['kube-controller-manager', 'status', 'Deployment', 'unknown'],
    ['horizontal-pod-autoscaler', null, 'Deployment', 'autoscaler'],
    ['keda', 'scale', 'Deployment', 'autoscaler'],
    ['controller', null, 'Fleet', 'autoscaler'],
    ['controller', null, 'Deployment', 'unknown'],
    ['kubectl', 'scale', 'Deployment', 'person'],
    ['kubectl-edit', null, 'Deployment', 'person'],
    ['kubectl-client-side-apply', null, 'Deployment', 'person'],
    ['argocd-controller', null, 'Deployment', 'automation'],
    ['kustomize-controller', null, 'Deployment', 'automation'],
    ['helm', null, 'Deployment', 'automation'],
    ['rollouts-controller', null, 'Rollout', 'rollout'],
    ['night-owl', null, 'Deployment', 'unknown'],
  ])('takes %s (%s) of a %s for %s+', (manager, subresource, kind, type) => {
    expect(actorTypeOf({ manager, subresource, at: null }, kind)).toBe(type);
  });
});

describe('attributeChange', () => {
  const iso = (ms: number) => new Date(ms).toISOString();
  const autoscaler = {
    kind: 'HorizontalPodAutoscaler',
    name: 'shop',
    desired: 5,
    metrics: [],
    conditions: [],
    triggers: [],
    lastScaleTime: iso(AT),
    decision: null,
  };
  const evidence = (more: Partial<ChangeEvidence>): ChangeEvidence => ({
    change: { stack: null, from: 3, to: 5, isRecreated: false },
    workload: { kind: 'Deployment', name: 'shop' },
    knownAtMs: AT - 10_000,
    seenAtMs: AT + 1_000,
    writer: null,
    writerBefore: null,
    scaling: { autoscaler },
    announcements: [],
    ...more,
  });
  const kubectl = { manager: 'kubectl', subresource: 'scale', at: iso(AT) };

  it('believes who wrote before it believes an autoscaler that agrees', () => {
    expect(attributeChange(evidence({ writer: kubectl }))).toMatchObject({
      actor: { type: 'person', name: 'kubectl' },
      atMs: AT,
      settled: true,
    });
  });

  it('does not take an earlier writer for this one', () => {
    expect(
      attributeChange(evidence({ writer: kubectl, writerBefore: kubectl })),
    ).toMatchObject({ actor: { type: 'autoscaler' }, settled: false });
  });

  it('knows no actor where the autoscaler wants another size, or scaled long ago', () => {
    for (const other of [
      { ...autoscaler, desired: 9 },
      { ...autoscaler, lastScaleTime: iso(AT - 60 * MINUTE) },
      { ...autoscaler, lastScaleTime: null },
    ]) {
      expect(
        attributeChange(evidence({ scaling: { autoscaler: other } })),
      ).toMatchObject({ actor: { type: 'unknown' }, settled: false });
    }
  });

  it('leaves out what the autoscaler saw before it looked', () => {
    const writer = {
      ...{ manager: 'kube-controller-manager', subresource: 'scale' },
      at: iso(AT),
    };
    const metrics = [
      {
        ...{
          source: 'Resource' as const,
          name: 'cpu',
          unit: 'percent' as const,
        },
        statistic: 'utilization' as const,
        ...{ current: 60, target: 70, ratio: 60 / 70 },
      },
    ];
    const scaling = { autoscaler: { ...autoscaler, desired: 3, metrics } };
    expect(attributeChange(evidence({ writer, scaling }))).toMatchObject({
      actor: { type: 'autoscaler', name: 'shop' },
      why: { metrics: [], sentence: expect.not.stringContaining('cpu') },
      reasonObserved: false,
      settled: false,
    });
  });

  it('hears an announcement of this size at this time only', () => {
    const said = (to: number, atMs: number) => ({
      ...{ uid: 'e', kind: 'HorizontalPodAutoscaler', namespace: 'aurora' },
      ...{ name: 'shop', reason: 'SuccessfulRescale', to, from: null },
      message: `New size: ${to}; reason: All metrics below target`,
      at: iso(atMs),
    });
    const told = (...announcements: ReturnType<typeof said>[]) =>
      attributeChange(
        evidence({ announcements, scaling: { autoscaler: null } }),
      ).why.event?.message;
    expect(told(said(4, AT), said(5, AT - 60 * MINUTE))).toBeUndefined();
    expect(told(said(5, AT))).toBe(
      'New size: 5; reason: All metrics below target',
    );
  });

  it('says that a preview is the doing of a rollout', () => {
    const change = {
      stack: 'preview' as const,
      from: 0,
      to: 8,
      isRecreated: false,
    };
    expect(attributeChange(evidence({ change }))).toMatchObject({
      actor: { type: 'rollout', name: 'shop' },
      why: {
        sentence:
          'A new version is previewed: 8 replicas beside those with the traffic.',
      },
    });
  });
});
