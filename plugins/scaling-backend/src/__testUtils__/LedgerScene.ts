import { mockServices } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { ScalingChange } from '@worldscale/backstage-plugin-scaling-common';
import { Knex } from 'knex';
import { LedgerReader } from '../ledger/answers/LedgerReader';
import { VersionReader } from '../ledger/answers/VersionReader';
import { Announcements } from '../ledger/observing/Announcements';
import { ClusterLedger } from '../ledger/observing/ClusterLedger';
import { fromRow } from '../ledger/recording/ledgerRows';
import { readVersionRow } from '../ledger/recording/versionRows';
import { LedgerStore } from '../ledger/recording/LedgerStore';
import { CatalogPicture } from '../sources/catalog/CatalogPicture';
import { ClusterPicture } from '../sources/kubernetes/picture/ClusterPicture';
import { collections } from '../sources/kubernetes/collections';
import { KubernetesApi } from '../sources/kubernetes/KubernetesApi';

export const START = Date.parse('2026-11-22T20:00:00.000Z');
export const SECOND = 1_000;
export const MINUTE = 60_000;
export const DAY = 86_400_000;

export const at = (ms: number) => new Date(ms).toISOString();

export const sizes = (changes: Array<{ from: number | null; to: number }>) =>
  changes.map(({ from, to }) => `${from}-${to}`);

const noApi: KubernetesApi = {
  listClusters: async () => [],
  isServed: async () => true,
  async *list() {},
  async *watch() {},
};

export const collectionOf = (kind: string) => {
  const found = collections.find(each => each.kind === kind);
  if (!found) throw new Error(`no collection of ${kind}`);
  return found;
};
const deployments = collectionOf('Deployment');
const autoscalers = collectionOf('HorizontalPodAutoscaler');

export function service(name: string): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name,
      namespace: 'default',
      annotations: { 'backstage.io/kubernetes-id': name },
    },
    spec: { type: 'world-service' },
  };
}

export interface GatewayOptions {
  name?: string;
  replicas: number;
  ready?: number;
  version: number;
  uid?: string;
  generation?: number;
  observedGeneration?: number;
  writer?: object;
  createdAt?: string;
  image?: string;
  /** As its controller counts; left out: it does not. */
  revision?: string;
}

/** A Deployment as the API server writes it. */
export function gatewayObject(
  options: GatewayOptions,
): Record<string, unknown> {
  const { name = 'gateway', replicas, version, generation = version } = options;
  return {
    metadata: {
      name,
      namespace: 'aurora',
      uid: options.uid ?? `uid-${name}`,
      resourceVersion: String(version),
      generation,
      creationTimestamp: options.createdAt ?? '2026-10-01T00:00:00Z',
      labels: { 'backstage.io/kubernetes-id': name },
      managedFields: options.writer ? [options.writer] : undefined,
      annotations: options.revision && {
        'deployment.kubernetes.io/revision': options.revision,
      },
    },
    spec: {
      replicas,
      template: options.image && {
        spec: { containers: [{ name: 'app', image: options.image }] },
      },
    },
    status: {
      observedGeneration: options.observedGeneration ?? generation,
      replicas: options.ready ?? replicas,
      readyReplicas: options.ready ?? replicas,
    },
  };
}

/** An entry of managedFields that holds the size. */
export function writer(
  manager: string,
  atMs: number,
  subresource?: string,
  field: 'f:replicas' | 'f:template' = 'f:replicas',
): object {
  return {
    manager,
    operation: 'Update',
    time: new Date(atMs).toISOString(),
    fieldsV1: { 'f:spec': { [field]: {} } },
    ...(subresource ? { subresource } : {}),
  };
}

export function hpaObject(options: {
  desired: number;
  cpu: number;
  lastScaleMs?: number;
  version: number;
  name?: string;
}): Record<string, unknown> {
  const { name = 'gateway', desired, cpu, lastScaleMs, version } = options;
  return {
    metadata: {
      ...{ name, namespace: 'aurora', uid: `uid-hpa-${name}` },
      resourceVersion: String(version),
    },
    spec: {
      scaleTargetRef: { kind: 'Deployment', name },
      minReplicas: 2,
      maxReplicas: 40,
      metrics: [
        {
          type: 'Resource',
          resource: {
            name: 'cpu',
            target: { type: 'Utilization', averageUtilization: 70 },
          },
        },
      ],
    },
    status: {
      currentReplicas: desired,
      desiredReplicas: desired,
      lastScaleTime: lastScaleMs && new Date(lastScaleMs).toISOString(),
      currentMetrics: [
        {
          type: 'Resource',
          resource: { name: 'cpu', current: { averageUtilization: cpu } },
        },
      ],
      conditions: [
        { type: 'AbleToScale', status: 'True', reason: 'SucceededRescale' },
      ],
    },
  };
}

/** One backend that watches one cluster, with a clock of its own. */
export class LedgerScene {
  nowMs = START;
  readonly changed: string[][] = [];
  readonly recorded: string[] = [];
  readonly announcements: Announcements;
  readonly ledger: ClusterLedger;
  readonly reader: LedgerReader;
  readonly picture: ClusterPicture;
  isCatalogRead = true;
  readonly #versions: VersionReader;
  #catalog: CatalogPicture;

  constructor(
    db: Knex,
    options: {
      store?: LedgerStore;
      atMs?: number;
      services?: string[];
      backfillMs?: number;
    } = {},
  ) {
    this.nowMs = options.atMs ?? START;
    const services = (options.services ?? ['gateway']).map(service);
    this.#catalog = new CatalogPicture(services, []);
    const now = () => this.nowMs;
    const isRead = () => this.isCatalogRead;
    const catalog = () => this.#catalog;
    this.announcements = new Announcements({ api: noApi, cluster: 'fra' });
    this.ledger = new ClusterLedger({
      cluster: 'fra',
      catalog: {
        get picture() {
          return catalog();
        },
        get isRead() {
          return isRead();
        },
      },
      store: options.store ?? new LedgerStore(db, options.backfillMs ?? 0),
      announcements: this.announcements,
      changed: refs => this.changed.push([...refs]),
      recorded: (n, actor) => {
        for (let i = 0; i < n; i++) this.recorded.push(actor);
      },
      logger: mockServices.logger.mock(),
      now,
    });
    this.reader = new LedgerReader(db);
    this.#versions = new VersionReader(db, now);
    this.picture = new ClusterPicture(
      { name: 'fra', title: 'fra' },
      this.#catalog,
      undefined,
      [this.ledger],
    );
  }

  useServices(...names: string[]): void {
    this.#catalog = new CatalogPicture(names.map(service), []);
    this.picture.useCatalog(this.#catalog);
  }

  /** A list of all Deployments (and autoscalers) that there are. */
  list(objects: object[], scalers: object[] = []): void {
    const list = this.picture.beginList(autoscalers);
    list.add(scalers);
    list.complete();
    const page = this.picture.beginList(deployments);
    page.add(objects);
    page.complete();
    this.ledger.heard('deployments');
  }

  /** Events of a watch, which also says that nothing else happened. */
  watch(...objects: object[]): void {
    for (const object of objects) {
      this.picture.change(deployments, 'MODIFIED', object);
    }
    this.ledger.heard('deployments');
  }

  watchScaler(object: object): void {
    this.picture.change(autoscalers, 'MODIFIED', object);
  }

  /** Hands on what services became, as the watcher does, and writes. */
  async flush(afterMs = 0): Promise<void> {
    this.nowMs += afterMs;
    const parts = this.picture
      .takeDirty()
      .map(ref => [ref, this.picture.compute(ref, this.nowMs)] as const);
    this.ledger.parts(new Map(parts));
    await this.ledger.flush();
  }

  /** Newest first. */
  async changes(
    name = 'gateway',
  ): Promise<Array<Omit<ScalingChange, 'region'>>> {
    const entityRef = `component:default/${name}`;
    const rows = await this.reader.page(entityRef, {}, undefined, 1_000);
    return rows.map(fromRow);
  }

  /** Newest first. */
  async versions(name = 'gateway') {
    const rows = await this.#versions.ofServices(
      [`component:default/${name}`],
      { fromMs: 0, toMs: Number.MAX_SAFE_INTEGER },
      1_000,
    );
    return rows.map(readVersionRow);
  }

  /** When nobody watched. */
  async versionGaps(name = 'gateway') {
    const range = { fromMs: 0, toMs: Number.MAX_SAFE_INTEGER };
    return this.#versions.gapsOf([`component:default/${name}`], range);
  }

  /** Since when versions are observed (Unix milliseconds). */
  async versionsSince(name = 'gateway'): Promise<number | undefined> {
    const ref = `component:default/${name}`;
    return (await this.#versions.sinceOf([ref])).get(ref);
  }
}
