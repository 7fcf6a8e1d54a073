import { createWorld, KubernetesObject } from '..';

const ANCHOR_MS = Date.UTC(2026, 10, 20, 12, 34, 56);
const HOUR_MS = 3_600_000;
const world = createWorld({ anchorMs: ANCHOR_MS });

function objects(cluster: string, atMs = ANCHOR_MS) {
  return [...world.objectsAt(cluster, atMs)];
}

function find(all: KubernetesObject[], kind: string, name: string) {
  const found = all.find(
    object => object.kind === kind && object.metadata.name === name,
  );
  if (!found) throw new Error(`no ${kind} ${name}`);
  return found as KubernetesObject & {
    spec: Record<string, never>;
    status: Record<string, never>;
  };
}

function podsOf(all: KubernetesObject[], name: string, hash: string) {
  return all.filter(
    ({ kind, metadata }) =>
      kind === 'Pod' && metadata.name.startsWith(`${name}-${hash}-`),
  );
}

describe('a blue/green Rollout', () => {
  it('has a preview that waits beside the stack with the traffic', () => {
    const all = objects('gru');
    const { spec, status } = find(all, 'Rollout', 'inventory');
    const { replicas } = spec as unknown as { replicas: number };
    expect(status).toMatchObject({
      phase: 'Paused',
      controllerPause: true,
      pauseConditions: [{ reason: 'BlueGreenPause' }],
      replicas: replicas + 2,
      updatedReplicas: 2,
      HPAReplicas: replicas,
    });
    const { activeSelector, previewSelector } = status.blueGreen as Record<
      string,
      string
    >;
    expect(podsOf(all, 'inventory', activeSelector)).toHaveLength(replicas);
    expect(podsOf(all, 'inventory', previewSelector)).toHaveLength(2);
  });

  it('is whole elsewhere, and before the new version came', () => {
    for (const [cluster, atMs] of [
      ['fra', ANCHOR_MS],
      ['gru', ANCHOR_MS - 4 * HOUR_MS],
    ] as const) {
      const { spec, status } = find(
        objects(cluster, atMs),
        'Rollout',
        'inventory',
      );
      expect(status).toMatchObject({
        phase: 'Healthy',
        replicas: spec.replicas,
      });
      expect(
        (status.blueGreen as { activeSelector: string }).activeSelector,
      ).toBe(status.currentPodHash);
    }
  });

  it('brings a whole second stack and changes over to it at once', () => {
    const [progressing] = [
      ...world.metrics().series(name => name === 'rollout_info'),
    ].filter(
      ({ labels: { name, cluster, phase } }) =>
        name === 'inventory' && cluster === 'fra' && phase === 'Progressing',
    );
    const halfMinutes = Array.from({ length: 7 * 24 * 120 }, (_, i) => i);
    const atMs = halfMinutes
      .map(i => ANCHOR_MS - i * 30_000)
      .find(instantMs => progressing.valueAt(instantMs) === 1)!;
    const { spec, status } = find(objects('fra', atMs), 'Rollout', 'inventory');
    expect(status).toMatchObject({
      replicas: 2 * Number(spec.replicas),
      HPAReplicas: spec.replicas,
    });
  });
});

describe('a canary', () => {
  it('waits at a tenth where its analysis came to no result', () => {
    const all = objects('pdx');
    const { spec, status } = find(all, 'Rollout', 'patch-delivery');
    const canaries = Math.ceil(Number(spec.replicas) / 10);
    expect(status).toMatchObject({
      phase: 'Paused',
      pauseConditions: [{ reason: 'InconclusiveAnalysisRun' }],
      replicas: Number(spec.replicas) + canaries,
      updatedReplicas: canaries,
      canary: { weights: { canary: { weight: 10 }, stable: { weight: 90 } } },
    });
    expect(
      podsOf(all, 'patch-delivery', status.currentPodHash as unknown as string),
    ).toHaveLength(canaries);
  });
});

describe('a ScaledObject that does not follow demand', () => {
  const leaking = createWorld({ scenario: 'slow-leak', anchorMs: ANCHOR_MS });
  const at = (cluster: string, atMs = ANCHOR_MS) => [
    ...leaking.objectsAt(cluster, atMs),
  ];
  const condition = (object: KubernetesObject, wanted: string) =>
    (
      object.status as { conditions: Array<{ type: string; status: string }> }
    ).conditions.find(({ type }) => type === wanted)?.status;

  it('has no autoscaler while it is paused, and keeps its size', () => {
    const all = at('fra');
    const paused = find(all, 'ScaledObject', 'aurora-chat');
    const size =
      paused.metadata.annotations?.['autoscaling.keda.sh/paused-replicas'];
    expect(condition(paused, 'Paused')).toBe('True');
    expect(find(all, 'Deployment', 'aurora-chat').spec.replicas).toBe(
      Number(size),
    );
    expect(() =>
      find(all, 'HorizontalPodAutoscaler', 'keda-hpa-aurora-chat'),
    ).toThrow();
    const before = at('fra', ANCHOR_MS - 72 * HOUR_MS);
    expect(
      condition(find(before, 'ScaledObject', 'aurora-chat'), 'Paused'),
    ).toBe('Unknown');
    find(before, 'HorizontalPodAutoscaler', 'keda-hpa-aurora-chat');
  });

  it('feeds its autoscaler what keeps its fallback', () => {
    const all = at('iad');
    const failing = find(all, 'ScaledObject', 'telemetry-ingest');
    const hpa = find(
      all,
      'HorizontalPodAutoscaler',
      'keda-hpa-telemetry-ingest',
    );
    expect(condition(failing, 'Fallback')).toBe('True');
    expect(failing.status.health).toEqual({
      's0-prometheus': { numberOfFailures: 240, status: 'Failing' },
    });
    expect(failing.spec.fallback).toEqual({
      ...{ failureThreshold: 3, replicas: hpa.status.desiredReplicas },
    });
    expect(condition(hpa, 'ScalingActive')).toBe('True');
  });

  it('follows it in all other places', () => {
    const held = ['fra', 'iad', 'pdx'].flatMap(cluster =>
      objects(cluster).filter(
        object =>
          object.kind === 'ScaledObject' &&
          (condition(object, 'Paused') === 'True' ||
            condition(object, 'Fallback') === 'True'),
      ),
    );
    expect(held).toEqual([]);
  });
});

describe('FleetAutoscalers', () => {
  it.each([
    ['aurora', 'Buffer', 'Buffer'],
    ['ember', 'Counter', 'Counter'],
    ['tidefall', 'List', 'List'],
    ['meridian', 'Webhook', 'Webhook'],
    ['skyreach', 'Chain', 'Chain:default:Buffer'],
  ])('of %s follow policy %s', (name, type, applied) => {
    // 13:34 in Frankfurt: school is not out.
    const { spec, status } = find(
      objects('fra'),
      'FleetAutoscaler',
      `${name}-shards-autoscaler`,
    );
    expect(spec.policy).toMatchObject({ type });
    expect(status.lastAppliedPolicy).toBe(applied);
  });

  it('of Skyreach keep more ready when school is out', () => {
    const sizeAt = (atMs: number) => {
      const all = objects('fra', atMs);
      const { status } = find(all, 'Fleet', 'skyreach-shards');
      const scaler = find(all, 'FleetAutoscaler', 'skyreach-shards-autoscaler');
      const { replicas, allocatedReplicas } = status;
      return {
        spare: Number(replicas) - Number(allocatedReplicas),
        applied: scaler.status.lastAppliedPolicy,
      };
    };
    const before = sizeAt(Date.UTC(2026, 10, 20, 12, 59));
    const after = sizeAt(Date.UTC(2026, 10, 20, 13, 5));
    expect(after.applied).toBe('Chain:after-school:Schedule');
    expect(after.spare).toBeGreaterThan(before.spare);
  });

  it.each([
    ['ember-shards', 'counters', 'players'],
    ['tidefall-shards', 'lists', 'ships'],
  ])(
    'of %s have game servers that hold what the fleet reports',
    (name, field, key) => {
      // At a full minute, when they report.
      const all = objects('fra', Date.UTC(2026, 10, 20, 12, 34));
      const { status } = find(all, 'Fleet', name);
      const total = (
        status as Record<
          string,
          Record<string, { count: number; capacity: number }>
        >
      )[field][key];
      const held = all
        .filter(
          ({ kind, metadata }) =>
            kind === 'GameServer' &&
            metadata.labels?.['agones.dev/fleet'] === name,
        )
        .map(
          server =>
            (
              server.status as Record<
                string,
                Record<
                  string,
                  { count?: number; values?: string[]; capacity: number }
                >
              >
            )[field][key],
        )
        .map(one => ({
          count: one.count ?? one.values!.length,
          capacity: one.capacity,
        }));
      const sum = (of: 'count' | 'capacity') =>
        held.reduce((all_, one) => all_ + one[of], 0);
      expect({ count: sum('count'), capacity: sum('capacity') }).toEqual({
        count: total.count,
        capacity: total.capacity,
      });
      expect(total.count).toBeGreaterThan(0);
    },
  );
});

describe('series of scalers', () => {
  it('name what a HorizontalPodAutoscaler scales, and what KEDA reads', () => {
    const [info] = [
      ...world
        .metrics()
        .series(name => name === 'kube_horizontalpodautoscaler_info'),
    ].filter(
      ({ labels }) =>
        labels.horizontalpodautoscaler === 'inventory' &&
        labels.cluster === 'fra',
    );
    expect(info.labels).toMatchObject({
      scaletargetref_kind: 'Rollout',
      scaletargetref_name: 'inventory',
    });
    const [trigger] = [
      ...world.metrics().series(name => name === 'keda_scaler_metrics_value'),
    ].filter(
      ({ labels }) =>
        labels.scaledObject === 'aurora-chat' && labels.cluster === 'fra',
    );
    expect(trigger.valueAt(ANCHOR_MS)).toBeGreaterThan(0);
  });
});

it('tells the players of game servers that are scaled by a buffer', () => {
  const at = Date.UTC(2026, 10, 20, 19, 30);
  const servers = objects('fra', at).filter(
    ({ kind, metadata }) =>
      kind === 'GameServer' &&
      metadata.labels?.['agones.dev/fleet'] === 'aurora-shards',
  );
  const told = servers.map(({ status }) => {
    const { state, counters } = status as {
      state: string;
      counters: { players: { count: number; capacity: number } };
    };
    return { state, ...counters.players };
  });
  expect(new Set(told.map(({ capacity }) => capacity))).toEqual(
    new Set([2500]),
  );
  const waiting = told.filter(({ state }) => state === 'Ready');
  expect(waiting.every(({ count }) => count === 0)).toBe(true);
  const taken = told.filter(({ state }) => state === 'Allocated');
  const counts = taken.map(({ count }) => count);
  expect(new Set(counts).size).toBeGreaterThan(10);
  expect(Math.max(...counts)).toBeLessThanOrEqual(2500);
  expect(Math.min(...counts)).toBeGreaterThan(500);
});
