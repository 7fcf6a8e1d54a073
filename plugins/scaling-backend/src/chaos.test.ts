/*
 * Watches that break at random, against Backstage's own Kubernetes backend in front of
 * the simulator: while sizes change, clusters refuse, hang, break off, forget and lie
 * in any order. One of them stays well and must follow every change before the faults
 * of the others end. In the end, what is stored is what a fresh list yields.
 *
 * SCALING_CHAOS_MINUTES makes it go on for so long, SCALING_CHAOS_SEED try other faults.
 */
import { createServiceFactory } from '@backstage/backend-plugin-api';
import {
  mockServices,
  startTestBackend,
  TestBackend,
} from '@backstage/backend-test-utils';
import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import kubernetesPlugin from '@backstage/plugin-kubernetes-backend';
import {
  RegionScaling,
  WorkloadScaling,
} from '@worldscale/backstage-plugin-scaling-common';
import {
  FaultInput,
  ManualClock,
  Simulator,
  startSimulator,
} from '@worldscale/simulator';
import { setTimeout } from 'node:timers/promises';
import request from 'supertest';
import { freshPicture, servicesIn } from './__testUtils__/bareCluster';
import { closingDatabases } from './__testUtils__/closingDatabases';
import { eventually } from './__testUtils__/eventually';
import scalingPlugin from './index';
import { CatalogPicture } from './sources/catalog/CatalogPicture';
import { ServicePart } from './sources/kubernetes/picture/ServicePart';

const minutes = Number(process.env.SCALING_CHAOS_MINUTES ?? 0);
const seed = Number(process.env.SCALING_CHAOS_SEED ?? 1);
/** Requests have time limits, and a machine may be busy. */
const PATIENCE_MS = 90_000;
/** Each kind of fault comes up about once; over minutes, all in many orders. */
const ROUNDS = 12;

// Half a minute, and longer on a busy machine.
jest.setTimeout(300_000 + minutes * 60_000);

/** Numbers from 0 to below n that are the same in every run of a seed. */
function dice(from: number) {
  let state = from;
  return (n: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
}

const paths = ['/deployments', '/horizontalpodautoscalers', '/fleets', '/apis'];

/** One of all that can be wrong with a cluster, for a part of it or the whole. */
function randomFault(next: (n: number) => number): FaultInput {
  const path = paths[next(paths.length)];
  const kinds: FaultInput[] = [
    { kind: 'dropWatches', afterMs: next(1_500), path },
    { kind: 'truncateWatch', afterEvents: next(3), path },
    { kind: 'status', code: 410, path },
    { kind: 'status', code: 500, path },
    { kind: 'status', code: 403, path },
    { kind: 'hang', path },
    { kind: 'malformed', path },
    { kind: 'malformedObjects', path },
    { kind: 'cut', at: 'body', path },
    { kind: 'slow', delayMs: 1 + next(1_500), path },
    { kind: 'withoutGroup', group: 'agones.dev' },
    { kind: 'refuse' },
  ];
  return kinds[next(kinds.length)];
}

/**
 * Without how long something has been so, which a fresh look cannot know, and without
 * when it was read.
 */
function lasting(workloads: readonly WorkloadScaling[]) {
  return workloads
    .map(({ state, reason, findings, observedAt: _, ...workload }) =>
      workload.ready === workload.desired
        ? { state, reason, findings, ...workload }
        : workload,
    )
    .sort((a, b) => `${a.kind}${a.name}`.localeCompare(`${b.kind}${b.name}`));
}

function sizesIn(parts: ReadonlyMap<string, ServicePart>) {
  return [...parts.values()]
    .flatMap(({ workloads }) => workloads.map(({ desired }) => desired))
    .join();
}

describe('watches that break at random', () => {
  const database = closingDatabases();
  let simulator: Simulator;
  let backend: TestBackend;
  let catalog: CatalogPicture;

  async function start() {
    const { kubernetes } = simulator.urls;
    const names = (
      await Promise.all(Object.values(kubernetes).map(servicesIn))
    ).flat();
    const services = [...new Set(names)].map(
      (name): Entity => ({
        apiVersion: 'backstage.io/v1alpha1',
        kind: 'Component',
        metadata: {
          ...{ name, namespace: 'default' },
          annotations: { 'backstage.io/kubernetes-id': name },
        },
        spec: { type: 'world-service' },
      }),
    );
    catalog = new CatalogPicture(services, []);
    backend = await startTestBackend({
      features: [
        scalingPlugin,
        kubernetesPlugin,
        await database(),
        mockServices.rootConfig.factory({
          data: {
            scaling: { kubernetes: { watchSeconds: 2, listSeconds: 5 } },
            kubernetes: {
              serviceLocatorMethod: { type: 'multiTenant' },
              clusterLocatorMethods: [
                {
                  type: 'config',
                  clusters: Object.entries(kubernetes).map(([name, url]) => ({
                    ...{ name, url, authProvider: 'serviceAccount' },
                    serviceAccountToken: 'simulated',
                  })),
                },
              ],
            },
          },
        }),
        createServiceFactory({
          service: catalogServiceRef,
          deps: {},
          factory: () => catalogServiceMock({ entities: services }),
        }),
      ],
    });
    return services.map(service => stringifyEntityRef(service));
  }

  async function get(path: string) {
    const { body, status } = await request(backend.server).get(
      `/api/scaling${path}`,
    );
    expect(status).toBe(200);
    return body;
  }

  /** What is stored against what fresh lists of the clusters yield. */
  async function expectTruth(
    clusters: readonly string[],
    entityRefs: readonly string[],
  ) {
    const truths = new Map<string, ReadonlyMap<string, ServicePart>>();
    for (const cluster of clusters) {
      const url = simulator.urls.kubernetes[cluster];
      truths.set(cluster, await freshPicture(cluster, url, catalog));
    }
    for (const entityRef of entityRefs) {
      const name = entityRef.split('/')[1];
      const { regions } = await get(`/services/component/default/${name}`);
      for (const [cluster, truth] of truths) {
        const stored = (regions as RegionScaling[]).flatMap(region =>
          region.workloads.filter(workload => workload.cluster === cluster),
        );
        const held = lasting(truth.get(entityRef)?.workloads ?? []);
        expect([cluster, entityRef, lasting(stored)]).toEqual([
          ...[cluster, entityRef],
          // As it travels: what is undefined is left out.
          JSON.parse(JSON.stringify(held)),
        ]);
      }
    }
    return truths;
  }

  beforeEach(async () => {
    simulator = await startSimulator({
      clock: new ManualClock(Date.parse('2026-11-20T17:00:00Z')),
      ...{ tickMs: 0, seed },
    });
  });
  afterEach(async () => {
    await backend.stop();
    await simulator.close();
  });

  it(`leave what the clusters hold (seed ${seed})`, async () => {
    const next = dice(seed);
    const services = await start();
    expect(services.length).toBeGreaterThan(25);
    const clusters = Object.keys(simulator.urls.kubernetes);
    const calm = clusters[next(clusters.length)];
    const others = clusters.filter(cluster => cluster !== calm);
    await eventually(() => expectTruth([calm], services), PATIENCE_MS);

    const clock = simulator.clock as ManualClock;
    const until = Date.now() + minutes * 60_000;
    const sizes = new Set<string>();
    for (let round = 0; round < ROUNDS || Date.now() < until; round += 1) {
      const cluster = others[next(others.length)];
      const faults = Array.from({ length: 1 + next(2) }, () =>
        randomFault(next),
      );
      simulator.faults.set(`kubernetes/${cluster}`, faults);
      clock.advance((4 + next(16)) * 15_000);
      simulator.sync();
      // So that requests meet the faults: a watch takes two seconds at the most.
      await setTimeout(next(1_500));
      // However the others fare, the one that is well is followed.
      const some = Array.from({ length: 4 }, () => next(services.length));
      const truths = await eventually(
        () =>
          expectTruth(
            [calm],
            some.map(i => services[i]),
          ),
        PATIENCE_MS,
      );
      sizes.add(sizesIn(truths.get(calm)!));
      if (next(3) === 0) {
        simulator.faults.set(`kubernetes/${others[next(others.length)]}`, []);
      }
    }
    // Also in a quiet region something else was asked for meanwhile.
    expect(sizes.size).toBeGreaterThan(1);

    simulator.faults.clear();
    await eventually(() => expectTruth(clusters, services), PATIENCE_MS);
    await eventually(async () => {
      const { sources } = await get('/sources');
      expect(
        sources
          .filter(({ kind }: { kind: string }) => kind === 'kubernetes')
          .map(({ reachable, unreadable }: Record<string, unknown>) => ({
            ...{ reachable, unreadable },
          })),
      ).toEqual(clusters.map(() => ({ reachable: true, unreadable: [] })));
    }, PATIENCE_MS);
  });
});
