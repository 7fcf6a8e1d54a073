import {
  Announcement,
  AutoscalerScaling,
  readAnnouncement,
} from '@worldscale/backstage-plugin-scaling-common';
import { WatchedResource } from '../../sources/kubernetes/collections';
import { CollectionWatcher } from '../../sources/kubernetes/CollectionWatcher';
import { KubernetesApi } from '../../sources/kubernetes/KubernetesApi';
import { readKey } from '../recording/ledgerRows';

/**
 * Events in which the autoscalers of a cluster say what they did. A cluster has very
 * many Events, so only those are asked for, by their fields. They are a help, not a
 * need: where they may not be read, or are not there, reasons come from the conditions
 * and the status of autoscalers, and nothing counts as unreadable.
 */
const SELECTORS = [
  'involvedObject.kind=HorizontalPodAutoscaler,reason=SuccessfulRescale',
  'involvedObject.kind=FleetAutoscaler,reason=AutoScalingFleet',
  'involvedObject.kind=ScaledObject,reason=KEDAScaleTargetActivated',
  'involvedObject.kind=ScaledObject,reason=KEDAScaleTargetDeactivated',
];

const events: readonly WatchedResource[] = SELECTORS.map(fieldSelector => ({
  ...{ id: 'events', kind: 'Event', noun: 'events', group: '', version: 'v1' },
  // Not needed: what refuses them is asked again now and then.
  ...{ builtIn: false, fieldSelector },
}));

/** Of one autoscaler; a change is told within a minute, and it looks every 15 s. */
const KEPT_PER_AUTOSCALER = 6;

export class Announcements {
  readonly #api: KubernetesApi;
  readonly #cluster: string;
  /** By kind, namespace and name of the autoscaler. */
  readonly #said = new Map<string, Announcement[]>();

  constructor(options: { api: KubernetesApi; cluster: string }) {
    this.#api = options.api;
    this.#cluster = options.cluster;
  }

  /**
   * Runs until the signal is given. Never fails.
   *
   * @param isPastWanted whether Events from before are of use: some may tell of changes
   * that nobody saw
   */
  async run(signal: AbortSignal, isPastWanted: () => boolean): Promise<void> {
    const api: KubernetesApi = {
      listClusters: this.#api.listClusters.bind(this.#api),
      isServed: async () => true,
      watch: this.#api.watch.bind(this.#api),
      list: this.#api.list.bind(this.#api),
    };
    const recent: KubernetesApi = {
      ...api,
      async *list(cluster, resource, listSignal) {
        for await (const page of api.list(cluster, resource, listSignal)) {
          yield page;
          // Its version is that of the whole list: enough to watch from.
          if (!isPastWanted()) return;
        }
      },
    };
    const take = (object: unknown) => this.take(object);
    await Promise.all(
      events.map(collection =>
        new CollectionWatcher({
          ...{ api: recent, cluster: this.#cluster, collection },
          sink: {
            beginList: () => ({
              add: objects => objects.forEach(take),
              complete: () => {},
            }),
            changed: (type, object) => {
              if (type !== 'DELETED') take(object);
            },
            heard: () => {},
            absent: () => {},
            failed: () => {},
          },
        }).run(signal),
      ),
    );
  }

  take(object: unknown): void {
    const said = readAnnouncement(object);
    if (!said) return;
    const key = `${said.kind}/${said.namespace}/${said.name}`;
    const others = (this.#said.get(key) ?? []).filter(
      ({ uid, at }) => uid !== said.uid || at !== said.at,
    );
    this.#said.set(
      key,
      [...others, said]
        .sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
        .slice(-KEPT_PER_AUTOSCALER),
    );
  }

  /** What was said by the autoscaler of a workload. */
  about(
    workload: string,
    autoscaler: AutoscalerScaling | null,
  ): readonly Announcement[] {
    if (!autoscaler) return [];
    const { kind, name, hpaName } = autoscaler;
    const { namespace } = readKey(workload);
    return [
      ...(this.#said.get(`${kind}/${namespace}/${name}`) ?? []),
      ...(hpaName
        ? this.#said.get(`HorizontalPodAutoscaler/${namespace}/${hpaName}`) ??
          []
        : []),
    ];
  }
}
