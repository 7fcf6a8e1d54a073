import fc from 'fast-check';
import { createWorld, KubernetesObject, World } from '../world';
import { Series } from './SeriesSource';

const ANCHOR_MS = Date.UTC(2026, 10, 20, 12, 34, 56);
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const world = createWorld({ anchorMs: ANCHOR_MS });

function series(
  name: string,
  labels: Record<string, string> = {},
  of: World = world,
): Series[] {
  return [...of.metrics().series(other => other === name)].filter(one =>
    Object.entries(labels).every(([key, value]) => one.labels[key] === value),
  );
}

function only(name: string, labels: Record<string, string>): Series {
  const found = series(name, labels);
  expect(found).toHaveLength(1);
  return found[0];
}

const gateway = { service: 'aurora-gateway', cluster: 'fra' };

describe('series', () => {
  it('all belong to a family that is described', () => {
    const families = new Set(
      world
        .metrics()
        .families()
        .map(({ name }) => name),
    );
    const seen = new Set<string>();
    for (const { family, labels } of world.metrics().series()) {
      expect(families.has(family)).toBe(true);
      expect(labels.cluster).toBeTruthy();
      seen.add(family);
    }
    expect([...families].filter(name => !seen.has(name))).toEqual([]);
  });

  it('are told apart by their labels', () => {
    const keys = new Set<string>();
    let count = 0;
    for (const { labels } of world.metrics().series()) {
      keys.add(JSON.stringify(Object.entries(labels).sort()));
      count++;
    }
    expect(keys.size).toBe(count);
  });

  it('are built only where their names are wanted', () => {
    const names = new Set(
      [...world.metrics().series(name => name.startsWith('agones_'))].map(
        one => one.labels.__name__,
      ),
    );
    expect(names.size).toBeGreaterThan(5);
    for (const name of names) expect(name).toMatch(/^agones_/);
  });

  it('reach 90 days back and not further', () => {
    const one = only('http_requests_total', { ...gateway, code: '200' });
    const first = world.metrics().earliestMs();
    expect(ANCHOR_MS - first).toBeGreaterThanOrEqual(90 * DAY_MS);
    expect(one.valueAt(first)).toBeGreaterThan(0);
    expect(one.valueAt(first - MINUTE_MS)).toBeUndefined();
  });
});

describe('counters', () => {
  it('grow between two instants, or start again at a new version', () => {
    const total = only('http_requests_total', { ...gateway, code: '200' });
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 20 * 24 * 60 }),
        fc.integer({ min: 1, max: 600 }),
        (minutes, seconds) => {
          const atMs = ANCHOR_MS - minutes * MINUTE_MS;
          const now = total.valueAt(atMs)!;
          const later = total.valueAt(atMs + seconds * 1000)!;
          // After a reset the counter holds only what came since.
          expect(later > now || later < 0.1 * now).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('are reset about once a week', () => {
    const total = only('http_requests_total', { ...gateway, code: '200' });
    let resets = 0;
    let before = total.valueAt(ANCHOR_MS - 28 * DAY_MS)!;
    for (let hour = 28 * 24 - 1; hour >= 0; hour--) {
      const value = total.valueAt(ANCHOR_MS - hour * HOUR_MS)!;
      if (value < before) resets++;
      before = value;
    }
    expect(resets).toBe(4);
  });

  it('count as many requests as players make, whoever asks first', () => {
    const rate = (of: World) => {
      const codes = series('http_requests_total', gateway, of);
      return codes.reduce(
        (sum, one) =>
          sum +
          (one.valueAt(ANCHOR_MS)! - one.valueAt(ANCHOR_MS - HOUR_MS)!) / 3600,
        0,
      );
    };
    const players = only('lifeverse_players_connected', {
      world: 'aurora',
      cluster: 'fra',
    });
    // A gateway answers a fifth of a request per player and second.
    const expected = 0.2 * players.valueAt(ANCHOR_MS - HOUR_MS / 2)!;
    expect(rate(world) / expected).toBeCloseTo(1, 1);
    expect(rate(createWorld({ anchorMs: ANCHOR_MS }))).toBe(rate(world));
  });

  it('have buckets that add up', () => {
    const buckets = series('http_request_duration_seconds_bucket', gateway);
    const values = buckets.map(one => one.valueAt(ANCHOR_MS)!);
    for (let i = 1; i < values.length; i++) {
      expect(values[i]).toBeGreaterThanOrEqual(values[i - 1]);
    }
    const count = only('http_request_duration_seconds_count', gateway).valueAt(
      ANCHOR_MS,
    )!;
    expect(buckets.at(-1)!.labels.le).toBe('+Inf');
    expect(values.at(-1)).toBe(count);
    const total = series('http_requests_total', gateway)
      .map(one => one.valueAt(ANCHOR_MS)!)
      .reduce((a, b) => a + b, 0);
    expect(total).toBeCloseTo(count, 3);
    const sum = only('http_request_duration_seconds_sum', gateway).valueAt(
      ANCHOR_MS,
    )!;
    expect(sum / count).toBeGreaterThan(0.01);
    expect(sum / count).toBeLessThan(0.2);
  });

  it('show more errors where demand exceeds capacity', () => {
    const errorShare = (labels: Record<string, string>) => {
      const grown = series('http_requests_total', labels).map(one => ({
        code: one.labels.code,
        value: one.valueAt(ANCHOR_MS)! - one.valueAt(ANCHOR_MS - HOUR_MS)!,
      }));
      const all = grown.reduce((sum, { value }) => sum + value, 0);
      const bad = grown
        .filter(({ code }) => code.startsWith('5'))
        .reduce((sum, { value }) => sum + value, 0);
      return bad / all;
    };
    // At half past nine in Tokyo's evening, with one old pod gone in a stuck rollout.
    expect(
      errorShare({ service: 'hollow-gateway', cluster: 'nrt' }),
    ).toBeGreaterThan(0.01);
    expect(
      errorShare({ service: 'hollow-gateway', cluster: 'fra' }),
    ).toBeLessThan(0.01);
  });
});

describe('values', () => {
  it('agree with the objects of the same instant', () => {
    for (const minutes of [0, 37, 60 * 24 * 33]) {
      const atMs = ANCHOR_MS - minutes * MINUTE_MS;
      const objects = [...world.objectsAt('iad', atMs)];
      const valueOf = (name: string, labels: Record<string, string>) =>
        only(name, { ...labels, cluster: 'iad' }).valueAt(atMs);
      const ofKind = (kind: string) =>
        objects.filter(object => object.kind === kind).slice(0, 8);
      for (const deployment of ofKind('Deployment')) {
        const labels = named(deployment, 'deployment');
        const status = deployment.status as Record<string, number>;
        expect(valueOf('kube_deployment_status_replicas', labels)).toBe(
          status.replicas,
        );
        expect(valueOf('kube_deployment_status_replicas_ready', labels)).toBe(
          status.readyReplicas,
        );
        expect(valueOf('kube_deployment_spec_replicas', labels)).toBe(
          (deployment.spec as { replicas: number }).replicas,
        );
      }
      for (const hpa of ofKind('HorizontalPodAutoscaler')) {
        const labels = named(hpa, 'horizontalpodautoscaler');
        const status = hpa.status as {
          currentReplicas: number;
          desiredReplicas: number;
        };
        const prefix = 'kube_horizontalpodautoscaler_status';
        expect(valueOf(`${prefix}_current_replicas`, labels)).toBe(
          status.currentReplicas,
        );
        expect(valueOf(`${prefix}_desired_replicas`, labels)).toBe(
          status.desiredReplicas,
        );
      }
      for (const fleet of ofKind('Fleet')) {
        const { namespace } = fleet.metadata;
        const labels = { namespace: namespace!, name: fleet.metadata.name };
        const status = fleet.status as Record<string, number>;
        const name = 'agones_fleets_replicas_count';
        expect(valueOf(name, { ...labels, type: 'allocated' })).toBe(
          status.allocatedReplicas,
        );
        expect(valueOf(name, { ...labels, type: 'ready' })).toBe(
          status.readyReplicas,
        );
      }
    }
  });

  it('of the driving metrics are what the autoscaler sees', () => {
    const hpa = [...world.objectsAt('gru', ANCHOR_MS)].find(
      object => object.metadata.name === 'keda-hpa-ember-chat',
    )!;
    const { currentReplicas, currentMetrics } = hpa.status as {
      currentReplicas: number;
      currentMetrics: { external: { current: { averageValue: string } } }[];
    };
    const { averageValue } = currentMetrics[0].external.current;
    const perPod = averageValue.endsWith('m')
      ? parseInt(averageValue, 10) / 1000
      : Number(averageValue);
    const total = only('chat_messages_per_second', {
      service: 'ember-chat',
      cluster: 'gru',
    }).valueAt(ANCHOR_MS)!;
    expect(total / currentReplicas).toBeCloseTo(perPod, 1);
  });

  it('are not there while a region is lost, and up says so', () => {
    const lost = createWorld({ scenario: 'region-loss', anchorMs: ANCHOR_MS });
    const during = ANCHOR_MS + 20 * MINUTE_MS;
    const at = (name: string, cluster: string) =>
      series(name, { cluster }, lost)[0].valueAt(during);
    expect(at('up', 'fra')).toBe(0);
    expect(at('up', 'iad')).toBe(1);
    expect(at('lifeverse_players_connected', 'fra')).toBeUndefined();
    expect(at('http_requests_total', 'fra')).toBeUndefined();
    expect(at('http_requests_total', 'iad')).toBeGreaterThan(0);
  });

  it('of a leaking service rise until its pods are killed', () => {
    const leaking = createWorld({ scenario: 'slow-leak', anchorMs: ANCHOR_MS });
    const pod = { pod: 'aurora-presence-0', cluster: 'fra' };
    const [memory] = series('container_memory_working_set_bytes', pod, leaking);
    const values = Array.from(
      { length: 48 },
      (_, i) => memory.valueAt(ANCHOR_MS - i * 15 * MINUTE_MS)!,
    );
    expect(Math.max(...values) / Math.min(...values)).toBeGreaterThan(2);
    const [restarts] = series(
      'kube_pod_container_status_restarts_total',
      pod,
      leaking,
    );
    expect(restarts.valueAt(ANCHOR_MS)).toBeGreaterThan(2);
  });
});

function named(
  object: KubernetesObject,
  label: string,
): Record<string, string> {
  return {
    namespace: object.metadata.namespace!,
    [label]: object.metadata.name,
  };
}
