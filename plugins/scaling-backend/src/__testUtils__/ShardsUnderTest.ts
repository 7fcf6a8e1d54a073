import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  readGameServer,
  readPod,
  scalingShardReadPermission,
  ShardsRequest,
  shardsRequestSchema,
} from '@worldscale/backstage-plugin-scaling-common';
import {
  defaultFreshnessLimits,
  SHARD_SERVICE_TYPE,
} from '@worldscale/backstage-plugin-worlds-common';
import {
  DatabaseSourceMonitor,
  VisibleEntities,
} from '@worldscale/backstage-plugin-worlds-node';
import { Knex } from 'knex';
import {
  InventoryChanges,
  PlacedGameServer,
  PlacedPod,
  SliceSource,
} from '../inventory/InventorySink';
import { CatalogPicture } from '../sources/catalog/CatalogPicture';
import { ShardKeeper } from '../shards/ShardKeeper';
import { ShardReader } from '../shards/ShardReader';
import { ShardsService } from '../shards/ShardsService';
import { ShardStore } from '../shards/ShardStore';

export const AT = new Date('2026-11-22T20:00:00.000Z');

function entity(kind: string, name: string, type: string, more = {}): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind,
    metadata: { name, namespace: 'default', ...more },
    spec: { type },
  };
}

function service(name: string, world: string, type: string): Entity {
  return {
    ...entity('Component', name, type, {
      title: name.replace('-', ' '),
      annotations: { 'backstage.io/kubernetes-id': name },
    }),
    relations: [{ type: 'partOf', targetRef: `system:default/${world}` }],
  };
}

export const shardServices = [
  service('aurora-shards', 'aurora', 'shard-service'),
  service('ember-shards', 'ember', 'shard-service'),
  service('aurora-gateway', 'aurora', 'world-service'),
];

export const picture = new CatalogPicture(
  shardServices,
  [
    entity('Resource', 'eu-frankfurt', 'region', {
      title: 'Europe (Frankfurt)',
      annotations: { 'worldscale.io/clusters': 'fra' },
    }),
    entity('Resource', 'ap-tokyo', 'region', {
      annotations: { 'worldscale.io/clusters': 'nrt' },
    }),
  ],
  0,
  undefined,
  [
    entity('System', 'aurora', 'world', { title: 'Aurora' }),
    entity('System', 'ember', 'world', { title: 'Ember' }),
  ],
);

export interface ServerOptions {
  service?: string;
  state?: string;
  players?: number;
  capacity?: number;
  zone?: string;
  created?: string;
  labels?: Record<string, string>;
}

/** A game server as the inventory tells of it. */
export function server(
  name: string,
  options: ServerOptions = {},
): PlacedGameServer {
  const { service: of = 'aurora-shards', players, capacity = 100 } = options;
  return {
    ...readGameServer({
      metadata: {
        ...{ name, namespace: 'worlds', uid: `uid-${name}` },
        labels: options.labels ?? {},
        creationTimestamp: options.created ?? '2026-11-22T10:00:00Z',
      },
      spec: { template: { spec: { containers: [{ image: 'shard:1.0' }] } } },
      status: {
        state: options.state ?? 'Allocated',
        ...(players === undefined
          ? {}
          : { counters: { players: { count: players, capacity } } }),
        ...{ address: '10.0.0.7', nodeName: 'node-1' },
        ports: [{ name: 'game', port: 7001 }],
      },
    }),
    zone: options.zone ?? 'zone-a',
    workload: { kind: 'Fleet', name: of },
    entityRefs: [`component:default/${of}`],
  };
}

export function pod(name: string, of = 'aurora-shards'): PlacedPod {
  return {
    ...readPod({
      metadata: { name, namespace: 'worlds', uid: `uid-${name}` },
      status: {
        phase: 'Running',
        conditions: [{ type: 'Ready', status: 'True' }],
      },
    }),
    zone: undefined,
    workload: { kind: 'StatefulSet', name: of },
    entityRefs: [`component:default/${of}`],
  };
}

/** Everything between the inventory and the routes, on a database. */
export class ShardsUnderTest {
  nowMs = AT.getTime();
  signals = 0;
  catalogDecision: AuthorizeResult = AuthorizeResult.ALLOW;
  shardDecision: AuthorizeResult.ALLOW | AuthorizeResult.DENY =
    AuthorizeResult.ALLOW;
  /** What the catalog shows the reader. */
  visible = shardServices;
  readonly store: ShardStore;
  readonly monitor: DatabaseSourceMonitor;
  readonly service: ShardsService;
  keeper: ShardKeeper;

  private constructor(readonly db: Knex) {
    this.store = new ShardStore(db);
    this.monitor = new DatabaseSourceMonitor(db);
    this.keeper = this.newKeeper();
    const shown = () => catalogServiceMock({ entities: this.visible });
    this.service = new ShardsService({
      ...{ store: this.store, monitor: this.monitor, catalog: { picture } },
      reader: new ShardReader(db),
      visible: new VisibleEntities({
        permission: scalingShardReadPermission,
        filter: { kind: 'component', 'spec.type': SHARD_SERVICE_TYPE },
        auth: mockServices.auth(),
        permissions: mockServices.permissions.mock({
          authorize: async () => [{ result: this.shardDecision }],
          authorizeConditional: async () =>
            [{ result: this.catalogDecision }] as never,
        }),
        catalog: {
          getEntitiesByRefs: (...args) => shown().getEntitiesByRefs(...args),
          queryEntities: (...args) => shown().queryEntities(...args),
        },
        now: () => this.nowMs,
      }),
      limits: defaultFreshnessLimits,
      now: () => this.nowMs,
    });
  }

  static async on(db: Knex): Promise<ShardsUnderTest> {
    await db.migrate.latest({
      directory: resolvePackagePath(
        '@worldscale/backstage-plugin-scaling-backend',
        'migrations',
      ),
    });
    return new ShardsUnderTest(db);
  }

  /** As a backend that takes the cluster over. */
  newKeeper(): ShardKeeper {
    return new ShardKeeper({
      ...{ store: this.store, catalog: { picture } },
      signals: { changed: () => (this.signals += 1) },
    });
  }

  get now(): Date {
    return new Date(this.nowMs);
  }

  /** All there is of a cluster, confirmed. */
  async has(
    cluster: string,
    gameServers: PlacedGameServer[],
    pods: PlacedPod[] = [],
  ): Promise<void> {
    await this.tell(cluster, { gameServers, pods, complete: true });
    await this.confirm(cluster);
  }

  /** Holds now, what is named, else everything. */
  async confirm(
    cluster: string,
    read: readonly SliceSource[] = ['gameservers', 'pods'],
  ): Promise<void> {
    const at = Object.fromEntries(read.map(source => [source, this.now]));
    await this.keeper.inventoryConfirmed(cluster, at);
  }

  async tell(
    cluster: string,
    changes: Partial<InventoryChanges>,
  ): Promise<void> {
    const none = {
      ...{ gameServers: [], pods: [], gone: [], unreadable: {} },
      runners: { gameservers: [], pods: [] },
    };
    await this.keeper.inventory(
      cluster,
      { ...none, complete: false, ...changes },
      { gameservers: this.now, pods: this.now },
    );
  }

  async list(request: ShardsRequest = {}, user = 'user:default/mira') {
    return this.service.list(
      shardsRequestSchema.parse(request),
      mockCredentials.user(user),
    );
  }

  async names(request: ShardsRequest = {}, user?: string): Promise<string[]> {
    const { shards } = await this.list(request, user);
    return shards.map(({ name }) => name);
  }
}
