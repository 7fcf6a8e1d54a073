import { createWorld, KubernetesObject, scenarioNames, World } from '.';

const ANCHOR_MS = Date.UTC(2026, 10, 20, 12, 34, 56);
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

function world(scenario = 'ordinary', seed = 1): World {
  return createWorld({ scenario, seed, anchorMs: ANCHOR_MS });
}

function objects(of: World, cluster: string, atMs = ANCHOR_MS) {
  return [...of.objectsAt(cluster, atMs)];
}

function find(all: KubernetesObject[], kind: string, name: string) {
  const found = all.find(
    object => object.kind === kind && object.metadata.name === name,
  );
  if (!found) throw new Error(`no ${kind} ${name}`);
  return found;
}

interface Hpa extends KubernetesObject {
  spec: { minReplicas: number; maxReplicas: number };
  status: {
    currentReplicas: number;
    desiredReplicas: number;
    lastScaleTime?: string;
    currentMetrics: unknown[] | null;
    conditions: {
      type: string;
      status: string;
      reason: string;
      message: string;
    }[];
  };
}

function hpas(of: World, atMs: number): Hpa[] {
  return of
    .regions()
    .flatMap(({ cluster }) => objects(of, cluster, atMs))
    .filter(
      (object): object is Hpa => object.kind === 'HorizontalPodAutoscaler',
    );
}

function condition(hpa: Hpa, type: string) {
  return hpa.status.conditions.find(other => other.type === type)!;
}

describe('createWorld', () => {
  it('names the scenarios that it knows when it is asked for another', () => {
    expect(() => world('christmas')).toThrow(
      "Unknown scenario 'christmas'. Known scenarios: ordinary, launch-day, region-loss, slow-leak, large",
    );
  });

  it('refuses an anchor that is no instant', () => {
    expect(() => createWorld({ anchorMs: NaN })).toThrow('anchor');
  });

  it('is ordinary unless told otherwise', () => {
    expect(createWorld({ anchorMs: ANCHOR_MS }).scenario).toBe('ordinary');
  });

  it.each(scenarioNames.filter(name => name !== 'large'))(
    'shows LifeVerse in %s',
    scenario => {
      const services = world(scenario).services();
      expect(services).toHaveLength(42);
      expect(objects(world(scenario), 'fra').length).toBeGreaterThan(1000);
    },
  );

  it('names the clusters that there are when asked for another', () => {
    expect(() => objects(world(), 'lhr')).toThrow(
      "No cluster 'lhr'. Known clusters: fra, iad, pdx, nrt, gru",
    );
  });
});

describe('an ordinary week', () => {
  it('shows at every hour something that is capped, failing or stuck, and most healthy', () => {
    const of = world();
    for (let hour = 0; hour < 24; hour += 4) {
      const atMs = ANCHOR_MS + hour * HOUR_MS;
      const all = hpas(of, atMs);
      const failing = all.filter(
        hpa => condition(hpa, 'ScalingActive').status === 'False',
      );
      expect(failing.map(hpa => hpa.metadata.name)).toEqual([
        'skyreach-matchmaking',
      ]);
      const within = all.filter(
        hpa => condition(hpa, 'ScalingLimited').reason !== 'TooManyReplicas',
      );
      expect(within.length / all.length).toBeGreaterThan(0.9);
    }
  });

  it('caps autoscalers in the evening of their region and says so', () => {
    // While a wave of Ember's matches rises, nothing holds a recommendation back.
    const evening = Date.UTC(2026, 10, 20, 20, 6);
    const capped = hpas(world(), evening).find(
      hpa =>
        hpa.metadata.name === 'ember-gateway' &&
        hpa.status.desiredReplicas === hpa.spec.maxReplicas,
    );
    expect(condition(capped!, 'ScalingLimited')).toMatchObject({
      status: 'True',
      reason: 'TooManyReplicas',
      message:
        'the desired replica count is more than the maximum replica count',
    });
    expect(condition(capped!, 'AbleToScale')).toMatchObject({
      status: 'True',
      reason: 'ReadyForNewScale',
      message: 'recommended size matches current size',
    });
  });

  it('has an autoscaler that cannot read its metric', () => {
    const broken = hpas(world(), ANCHOR_MS).filter(
      other => other.status.currentMetrics === null,
    );
    expect(broken).toHaveLength(1);
    expect(condition(broken[0], 'ScalingActive')).toMatchObject({
      status: 'False',
      reason: 'FailedGetExternalMetric',
      message: expect.stringContaining(
        'the HPA was unable to compute the replica count: unable to get external metric skyreach/matchmaking_queue_length/&LabelSelector{',
      ),
    });
  });

  it('has a rollout that hangs, with pods that never get ready', () => {
    const all = objects(world(), 'nrt');
    const deployment = find(all, 'Deployment', 'hollow-gateway');
    const status = deployment.status as {
      conditions: { type: string; status: string; reason: string }[];
      unavailableReplicas: number;
    };
    expect(status.unavailableReplicas).toBe(2);
    expect(status.conditions).toContainEqual(
      expect.objectContaining({
        type: 'Progressing',
        status: 'False',
        reason: 'ProgressDeadlineExceeded',
      }),
    );
  });
});

describe('the loss of a region', () => {
  it('makes its cluster unreachable for a while, and only that', () => {
    const of = world('region-loss');
    const reachable = (minutes: number) =>
      of
        .regions()
        .filter(({ cluster }) =>
          of.clusterReachableAt(cluster, ANCHOR_MS + minutes * MINUTE_MS),
        )
        .map(({ cluster }) => cluster);
    expect(reachable(0)).toHaveLength(5);
    expect(reachable(20)).toEqual(['iad', 'pdx', 'nrt', 'gru']);
    expect(reachable(60)).toHaveLength(5);
  });

  it('shows restarted pods afterwards', () => {
    const of = world('region-loss');
    const pod = objects(of, 'fra', ANCHOR_MS + 60 * MINUTE_MS).find(
      object =>
        object.kind === 'Pod' && object.metadata.name === 'aurora-presence-0',
    )!;
    const { containerStatuses } = pod.status as {
      containerStatuses: { restartCount: number }[];
    };
    expect(containerStatuses[0].restartCount).toBeGreaterThan(0);
  });
});

describe('a slow leak', () => {
  it('kills pods again and again when their memory is full', () => {
    const all = objects(world('slow-leak'), 'fra');
    const reasons = all
      .filter(
        object =>
          object.kind === 'Pod' &&
          object.metadata.name.startsWith('aurora-presence-'),
      )
      .map(pod => {
        const { containerStatuses } = pod.status as {
          containerStatuses: {
            restartCount: number;
            lastState: { terminated?: { reason: string; exitCode: number } };
          }[];
        };
        return containerStatuses[0].lastState.terminated?.reason;
      });
    expect(reasons).toContain('OOMKilled');
  });
});

describe('logs', () => {
  it('are those of a pod that exists, and as long as asked for', () => {
    const of = world();
    const log = of.podLogAt('fra', 'aurora', 'aurora-presence-0', ANCHOR_MS, {
      tailLines: 5,
    })!;
    expect(log.trim().split('\n')).toHaveLength(5);
    expect(JSON.parse(log.split('\n')[0])).toMatchObject({
      service: 'aurora-presence',
    });
    expect(
      of.podLogAt('fra', 'aurora', 'nobody-0', ANCHOR_MS, {}),
    ).toBeUndefined();
  });
});

describe('the large world', () => {
  it('has 2,000 services in five regions, 10,000 game servers and 30,000 pods', () => {
    const of = world('large');
    const everywhere = of
      .services()
      .filter(service => service.regions.length === 5);
    expect(everywhere.length).toBeGreaterThanOrEqual(2000);
    const counts = { GameServer: 0, Pod: 0 };
    for (const { cluster } of of.regions()) {
      for (const { kind } of of.objectsAt(cluster, ANCHOR_MS)) {
        if (kind === 'GameServer' || kind === 'Pod') counts[kind]++;
      }
    }
    expect(counts.GameServer).toBeGreaterThanOrEqual(10_000);
    expect(counts.GameServer).toBeLessThan(11_500);
    expect(counts.Pod).toBeGreaterThanOrEqual(30_000);
    expect(counts.Pod).toBeLessThan(36_000);
  }, 120_000);
});
