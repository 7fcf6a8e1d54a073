import { autoscaler, deployment } from '../../../__testUtils__/objects';
import {
  autoscalers,
  budgets,
  byId,
  deployments,
  FRANKFURT,
  gateway,
  labelled,
  list,
  NOW,
  pictureOf,
  REF,
  service,
  versioned,
} from '../../../__testUtils__/pictureScene';
import { CatalogPicture } from '../../catalog/CatalogPicture';
import { ClusterPicture } from './ClusterPicture';

const readyIn = (picture: ClusterPicture, ref = REF) =>
  picture.compute(ref, NOW)?.workloads.map(w => w.ready);

describe('ClusterPicture', () => {
  it('begins anew with a workload that was deleted and created again', () => {
    const picture = pictureOf();
    const short = deployment('gateway', { ready: 2 });
    const reasonAt = (afterMs: number) =>
      picture.compute(REF, NOW + afterMs)?.workloads[0].reason;
    const remove = (version: string, uid?: string) =>
      picture.change(deployments, 'DELETED', versioned(short, version, uid));
    picture.change(deployments, 'MODIFIED', versioned(short, '11'));
    reasonAt(0);
    expect(reasonAt(240_000)).toMatch(/is not ready, for 4 minutes now/);
    // Whether anybody looked while it was gone, or not.
    remove('12');
    picture.change(deployments, 'ADDED', versioned(short, '13', 'uid-2'));
    expect(reasonAt(240_000)).toMatch(/the rest are starting/);
    expect(reasonAt(480_000)).toMatch(/is not ready, for 4 minutes now/);
    remove('14', 'uid-2');
    expect(reasonAt(480_000)).toBeUndefined();
    picture.change(deployments, 'ADDED', versioned(short, '15', 'uid-3'));
    expect(reasonAt(480_000)).toMatch(/the rest are starting/);
  });

  it('looks again at a newborn whose autoscaler has no metrics yet', () => {
    const picture = pictureOf([gateway]);
    const creationTimestamp = new Date(NOW - 30_000).toISOString();
    const newborn = (object: Record<string, unknown>, version: string) => ({
      ...object,
      metadata: {
        ...(versioned(object, version).metadata as object),
        creationTimestamp,
      },
    });
    list(picture, deployments, [newborn(deployment('gateway'), '11')]);
    const blind = autoscaler('gateway');
    blind.status = {
      conditions: [
        {
          type: 'ScalingActive',
          status: 'False',
          reason: 'FailedGetResourceMetric',
        },
      ],
    };
    list(picture, autoscalers, [newborn(blind, '12')]);
    picture.takeDirty();
    const codesAt = (nowMs: number) =>
      picture
        .compute(REF, nowMs)
        ?.workloads[0].findings.map(({ code }) => code);
    expect(codesAt(NOW)).toContain('noMetricsYet');
    picture.tick();
    expect(picture.takeDirty()).toEqual([REF]);
    expect(codesAt(NOW + 180_000)).toContain('blind');
    picture.tick();
    expect(picture.takeDirty()).toEqual([]);
  });

  it('marks a service when its workload or the autoscaler of that changes', () => {
    const picture = pictureOf();
    expect(picture.takeDirty()).toEqual([REF]);
    expect(picture.takeDirty()).toEqual([]);
    picture.change(autoscalers, 'ADDED', autoscaler('gateway'));
    expect(picture.takeDirty()).toEqual([REF]);
    expect(picture.compute(REF, NOW)?.workloads[0].max).toBe(12);
  });

  it('shows the budgets that guard the pods of a workload, while they can be read', () => {
    const app = { app: 'gateway' };
    const guarded = deployment('gateway');
    const spec = {
      ...Object(guarded.spec),
      template: { metadata: { labels: app } },
    };
    const picture = pictureOf();
    picture.change(
      deployments,
      'MODIFIED',
      versioned({ ...guarded, spec }, '11'),
    );
    const budget = (allowed: number, matchLabels: object = app) => ({
      metadata: { name: 'gateway', namespace: 'aurora' },
      spec: { maxUnavailable: 1, selector: { matchLabels } },
      status: { disruptionsAllowed: allowed },
    });
    const allowed = () =>
      picture
        .compute(REF, NOW)
        ?.workloads[0].budgets?.map(({ allowed: now }) => now);
    expect(allowed()).toEqual([]);
    picture.takeDirty();
    list(picture, budgets, [budget(1)]);
    expect(picture.takeDirty()).toEqual([REF]);
    expect(allowed()).toEqual([1]);
    picture.change(budgets, 'MODIFIED', versioned(budget(0), '12'));
    expect(picture.takeDirty()).toEqual([REF]);
    expect(allowed()).toEqual([0]);
    picture.setUnreadable(budgets, 'they may not be read');
    expect(allowed()).toBeUndefined();
    picture.setUnreadable(budgets, undefined);
    picture.change(
      budgets,
      'MODIFIED',
      versioned(budget(0, { app: 'chat' }), '13'),
    );
    expect(allowed()).toEqual([]);
  });

  it('knows of a Rollout what the object says that has the template of its pods', () => {
    const picture = pictureOf();
    const labels = { 'backstage.io/kubernetes-id': 'gateway' };
    const workloadRef = { kind: 'Deployment', name: 'template' };
    list(picture, byId('rollouts'), [
      {
        metadata: { name: 'rolling', namespace: 'aurora', labels },
        spec: { replicas: 3, strategy: { canary: {} }, workloadRef },
      },
    ]);
    list(picture, budgets, [
      {
        metadata: { name: 'gateway', namespace: 'aurora' },
        spec: {
          maxUnavailable: 1,
          selector: { matchLabels: { app: 'gateway' } },
        },
      },
    ]);
    const rollout = () =>
      picture
        .compute(REF, NOW)
        ?.workloads.find(({ kind }) => kind === 'Rollout');
    expect(rollout()).toMatchObject({ budgets: null });
    const topologyKey = 'topology.kubernetes.io/zone';
    const template = {
      metadata: { labels: { app: 'gateway' } },
      spec: { topologySpreadConstraints: [{ topologyKey, maxSkew: 1 }] },
    };
    picture.change(deployments, 'ADDED', {
      ...{ metadata: { name: 'template', namespace: 'aurora' } },
      spec: { replicas: 0, template },
    });
    expect(rollout()).toMatchObject({
      ...{ budgets: [{ name: 'gateway' }], spread: [{ topologyKey }] },
    });
  });

  it('ignores an event that is older than what it knows', () => {
    const picture = pictureOf();
    const older = deployment('gateway', { ready: 1 });
    picture.change(deployments, 'MODIFIED', versioned(older, '9'));
    expect(readyIn(picture)).toEqual([3]);
    picture.change(deployments, 'MODIFIED', versioned(older, '11'));
    expect(readyIn(picture)).toEqual([1]);
  });

  it('takes a successor of the same name although its version is lower', () => {
    const picture = pictureOf();
    const successor = deployment('gateway', { ready: 2 });
    picture.change(deployments, 'ADDED', versioned(successor, '3', 'uid-2'));
    expect(readyIn(picture)).toEqual([2]);
  });

  it('does not delete a successor because its predecessor went', () => {
    const picture = pictureOf();
    const gone = versioned(deployment('gateway'), '12', 'uid-0');
    picture.change(deployments, 'DELETED', gone);
    expect(readyIn(picture)).toEqual([3]);
  });

  it('forgets what a new list no longer names', () => {
    const picture = pictureOf();
    list(picture, deployments, []);
    expect(picture.takeDirty()).toEqual([REF]);
    expect(picture.compute(REF, NOW)).toBeUndefined();
  });

  it('counts a workload twice where two services claim it', () => {
    const other = service('edge', {
      'backstage.io/kubernetes-label-selector':
        'backstage.io/kubernetes-id in (gateway)',
    });
    const picture = pictureOf([gateway, other]);
    expect(readyIn(picture)).toEqual([3]);
    expect(readyIn(picture, 'component:default/edge')).toEqual([3]);
  });

  it('keeps to the namespace and the cluster that a service names', () => {
    const elsewhere = (annotation: string, value: string) =>
      pictureOf([
        service('gateway', {
          'backstage.io/kubernetes-id': 'gateway',
          [annotation]: value,
        }),
      ]);
    const namespaced = 'backstage.io/kubernetes-namespace';
    expect(readyIn(elsewhere(namespaced, 'aurora'))).toEqual([3]);
    expect(readyIn(elsewhere(namespaced, 'ember'))).toBeUndefined();
    const cluster = 'backstage.io/kubernetes-cluster';
    expect(readyIn(elsewhere(cluster, 'fra'))).toEqual([3]);
    expect(readyIn(elsewhere(cluster, 'nrt'))).toBeUndefined();
  });

  it('follows labels that change hands', () => {
    const picture = pictureOf();
    const renamed = deployment('gateway', {
      labels: { 'backstage.io/kubernetes-id': 'other' },
    });
    picture.change(deployments, 'MODIFIED', versioned(renamed, '11'));
    expect(picture.takeDirty()).toEqual([REF]);
    expect(picture.compute(REF, NOW)).toBeUndefined();
  });

  it('looks at everything again when the catalog changes', () => {
    const picture = pictureOf([]);
    expect(picture.takeDirty()).toEqual([]);
    picture.useCatalog(new CatalogPicture([gateway], []));
    expect(picture.takeDirty()).toEqual([REF]);
    expect(readyIn(picture)).toEqual([3]);
    picture.useCatalog(new CatalogPicture([], []));
    expect(picture.takeDirty()).toEqual([REF]);
    expect(picture.compute(REF, NOW)).toBeUndefined();
  });

  it('tells of an autoscaler of the service whose target does not exist', () => {
    const picture = pictureOf();
    const lost = autoscaler('lost', { target: 'nothing' });
    picture.change(autoscalers, 'ADDED', {
      ...lost,
      metadata: {
        name: 'lost',
        namespace: 'aurora',
        labels: { 'backstage.io/kubernetes-id': 'gateway' },
      },
    });
    expect(picture.compute(REF, NOW)?.workloads[1]).toMatchObject({
      state: 'atRisk',
      desired: null,
      reason:
        'The HorizontalPodAutoscaler lost scales the Deployment nothing, which does not exist in namespace aurora.',
    });
  });

  it('says of a kind that cannot be read any more what was known when it was read', () => {
    const picture = pictureOf();
    const short = versioned(deployment('gateway', { ready: 2 }), '11');
    picture.change(deployments, 'MODIFIED', short);
    picture.compute(REF, NOW);
    picture.setUnreadable(deployments, 'refused with 403', NOW + 60_000);
    const later = () => picture.compute(REF, NOW + 3_600_000)?.workloads[0];
    expect(later()).toMatchObject({
      ...{ state: 'unknown', ready: 2 },
      observedAt: new Date(NOW + 60_000).toISOString(),
      lastKnown: {
        // Not for an hour: of that nothing is known.
        reason: expect.stringMatching(/^2 of 3 replicas are ready/),
      },
    });
    list(picture, deployments, [short]);
    expect(later()?.lastKnown ?? null).toBeNull();
  });

  it('keeps the last good reading of a workload that becomes malformed', () => {
    const picture = pictureOf();
    const known = picture.compute(REF, NOW)?.workloads[0];
    const nameless = { metadata: { uid: 'uid-1', resourceVersion: '11' } };
    const readAtMs = NOW - 30_000;
    const lost = {
      ...known,
      ...{ state: 'unknown', observedAt: '2026-11-22T19:59:30.000Z' },
      reason:
        'The Deployment gateway cannot be read now: it could not be understood (no name).',
      findings: expect.anything(),
      lastKnown: { state: 'healthy', reason: known?.reason },
    };
    const workloads = () => picture.compute(REF, NOW)?.workloads;
    picture.takeDirty();
    picture.change(deployments, 'MODIFIED', nameless, readAtMs);
    expect(picture.takeDirty()).toEqual([REF]);
    expect(workloads()).toEqual([lost]);
    const sink = picture.beginList(deployments, NOW);
    sink.add([nameless]);
    sink.complete();
    expect(workloads()).toEqual([lost]);
    list(picture, deployments, [versioned(deployment('gateway'), '10')]);
    expect(workloads()).toEqual([known]);
    picture.change(deployments, 'MODIFIED', nameless, readAtMs);
    picture.change(deployments, 'DELETED', nameless);
    expect(workloads()).toBeUndefined();
  });

  it('does not take what could not be understood for missing', () => {
    const picture = new ClusterPicture(
      FRANKFURT,
      new CatalogPicture([gateway], []),
    );
    const nameless = { metadata: { uid: 'uid-1' } };
    const reasons = () =>
      picture
        .compute(REF, NOW)
        ?.workloads.map(({ state, reason }) => [state, reason]);
    list(picture, autoscalers, [labelled]);
    picture.takeDirty();
    const said =
      "1 Deployment of Frankfurt's cluster could not be understood (no name)";
    const unknown = [
      [
        'unknown',
        `The HorizontalPodAutoscaler gateway scales the Deployment gateway, which cannot be looked for: ${said}.`,
      ],
    ];
    picture.change(deployments, 'MODIFIED', nameless);
    expect(picture.takeDirty()).toEqual([REF]);
    expect([...picture.malformed]).toEqual([['deployments', said]]);
    expect(reasons()).toEqual(unknown);
    list(picture, deployments, [nameless, null]);
    expect([...picture.malformed.values()]).toEqual([
      "2 Deployments of Frankfurt's cluster could not be understood (no name, not an object)",
    ]);
    list(picture, deployments, [nameless]);
    expect(reasons()).toEqual(unknown);
    picture.change(
      deployments,
      'MODIFIED',
      versioned(deployment('gateway'), '12'),
    );
    expect(picture.malformed.size).toBe(0);
    expect(readyIn(picture)).toEqual([3]);
    list(picture, deployments, []);
    expect(reasons()?.[0][0]).toBe('atRisk');
  });

  it('does not call a size fixed whose autoscaler may not have been understood', () => {
    const picture = pictureOf();
    const sizing = () => picture.compute(REF, NOW)?.workloads[0].sizing;
    expect(sizing()).toBe('fixed');
    list(picture, autoscalers, [{ metadata: {} }]);
    expect(sizing()).toBe('unknown');
    list(picture, autoscalers, [{ metadata: {} }, autoscaler('gateway')]);
    expect(sizing()).toBe('autoscaled');
  });

  it('does not say that a target is missing whose definition was not found', () => {
    const picture = pictureOf();
    const ofRollout = {
      ...labelled,
      spec: {
        ...Object(autoscaler('gateway').spec),
        scaleTargetRef: {
          apiVersion: 'argoproj.io/v1alpha1',
          kind: 'Rollout',
          name: 'gateway',
        },
      },
    };
    list(picture, deployments, []);
    list(picture, autoscalers, [ofRollout]);
    const state = () => picture.compute(REF, NOW)?.workloads[0];
    expect(state()).toMatchObject({ state: 'atRisk' });
    picture.setAbsent(byId('rollouts'), true);
    expect(state()).toMatchObject({
      state: 'unknown',
      reason:
        "The HorizontalPodAutoscaler gateway scales the Rollout gateway, which cannot be looked for: Argo Rollouts is not installed in Frankfurt's cluster, or its definitions cannot be read.",
    });
    picture.setAbsent(byId('rollouts'), false);
    expect(state()).toMatchObject({ state: 'atRisk' });
  });
});
