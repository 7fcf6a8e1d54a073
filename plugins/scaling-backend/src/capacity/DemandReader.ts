import { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import { growthOf } from '@worldscale/backstage-plugin-scaling-common';
import {
  giveWay,
  PrometheusConfig,
  RangeAnswer,
  WatchedPrometheus,
} from '@worldscale/backstage-plugin-worlds-node';
import { GROWTH_WINDOW_MS } from '../inventory/facts/GrowthRings';
import { CatalogReader } from '../sources/catalog/CatalogReader';
import { DEMAND_EVERY_MS } from './CapacityReader';
import { CapacityStore, DemandRow, StoredDemand } from './CapacityStore';
import { DemandSource, DemandSources, placesOf } from './DemandSources';
import { indexOf, SeriesTarget, seriesFor, sumOf } from './matchSeries';

export interface DemandReaderOptions {
  store: CapacityStore;
  catalog: Pick<CatalogReader, 'picture'>;
  sources: DemandSources;
  prometheus: {
    watched: Pick<WatchedPrometheus, 'queryRange' | 'title'>;
    config: Pick<PrometheusConfig, 'clusterValues'>;
  };
  /** Services whose demand is another than before. */
  changed(entityRefs: Iterable<string>): void;
  logger: LoggerService;
  now?: () => number;
}

/** Questions of annotations; more would load Prometheus for everybody else. */
const MOST_QUESTIONS = 200;

/** A round may come early by so much. */
const SLACK_MS = 5_000;

interface Target extends SeriesTarget {
  entityRef: string;
  region: string;
}

/**
 * Asks Prometheus once a minute for the demand of all services: one question for all
 * that share it, over the time that growth is measured in. Where it does not answer,
 * what was read before stays and grows old.
 */
export class DemandReader {
  readonly #options: DemandReaderOptions;
  readonly #now: () => number;
  #asked: ReadonlySet<string> = new Set();
  #readAtMs = -Infinity;

  constructor(options: DemandReaderOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
  }

  /** Reads once a minute, and at once where there is something new to ask. */
  async readWhenDue(signal?: AbortSignal): Promise<void> {
    const targets = await this.#targets();
    const asked = new Set(
      targets.map(({ entityRef, region, source }) =>
        [entityRef, region, source.question].join('|'),
      ),
    );
    const isNew = [...asked].some(each => !this.#asked.has(each));
    const ageMs = this.#now() - this.#readAtMs;
    if (!isNew && ageMs < DEMAND_EVERY_MS - SLACK_MS) return;
    this.#asked = asked;
    this.#readAtMs = this.#now();
    await this.#read(targets, signal);
  }

  async #read(targets: readonly Target[], signal?: AbortSignal): Promise<void> {
    const { store, catalog, logger } = this.#options;
    const byQuestion = new Map<string, Target[]>();
    for (const target of targets) {
      const question = target.source.question;
      if (!question) continue;
      const same = byQuestion.get(question) ?? [];
      same.push(target);
      byQuestion.set(question, same);
    }
    const questions = [...byQuestion];
    for (const [question, asked] of questions.slice(0, MOST_QUESTIONS)) {
      if (signal?.aborted) return;
      await this.#ask(question, asked, signal);
    }
    if (questions.length > MOST_QUESTIONS) {
      logger.warn(
        `${questions.length} different questions for demand are named; only the first ${MOST_QUESTIONS} are asked. Give services that share a metric one entry below scaling.demand`,
      );
    }
    await store.keepServices(ref => catalog.picture.services.has(ref));
  }

  async #ask(
    question: string,
    targets: readonly Target[],
    signal?: AbortSignal,
  ): Promise<void> {
    const { prometheus, logger } = this.#options;
    const endMs = this.#now();
    let answer: RangeAnswer;
    try {
      answer = await prometheus.watched.queryRange(
        {
          query: question,
          startMs: endMs - GROWTH_WINDOW_MS,
          endMs,
          stepSeconds: DEMAND_EVERY_MS / 1000,
        },
        signal,
      );
    } catch (error) {
      if (signal?.aborted) return;
      const { message } = toError(error);
      logger.warn(`Cannot read demand (${question}): ${message}`);
      await this.#refused(question, targets, error, message);
      return;
    }
    const index = indexOf(answer.result, targets[0].source.match);
    const rows: DemandRow[] = [];
    for (const target of targets) {
      await giveWay();
      rows.push({
        entityRef: target.entityRef,
        region: target.region,
        reading: readingOf(question, target, index, answer),
      });
    }
    await this.#write(rows);
  }

  /** A question that can never be answered is said; anything else may pass. */
  async #refused(
    question: string,
    targets: readonly Target[],
    error: unknown,
    message: string,
  ): Promise<void> {
    const { failure } = error as { failure?: unknown };
    if (failure !== 'question') return;
    await this.#write(
      targets.map(({ entityRef, region, source }) => ({
        ...{ entityRef, region },
        reading: {
          ...{ source: question, value: null, growth: null, observedAt: null },
          problem: `${source.title}: ${message}.`,
        },
      })),
    );
  }

  async #write(rows: readonly DemandRow[]): Promise<void> {
    const { store } = this.#options;
    const refs = [...new Set(rows.map(({ entityRef }) => entityRef))];
    const before = new Map(
      (await store.demandOf(refs)).map(({ entityRef, region, reading }) => [
        `${entityRef}|${region}`,
        gistOf(reading),
      ]),
    );
    await store.writeDemand(rows);
    this.#options.changed(
      new Set(
        rows
          .filter(
            ({ entityRef, region, reading }) =>
              before.get(`${entityRef}|${region}`) !== gistOf(reading),
          )
          .map(({ entityRef }) => entityRef),
      ),
    );
  }

  async #targets(): Promise<Target[]> {
    const { store, catalog, sources, prometheus } = this.#options;
    const { picture } = catalog;
    const named = new Map(
      Object.entries(prometheus.config.clusterValues).map(([name, value]) => [
        value,
        name,
      ]),
    );
    const regionOf = (cluster: string) =>
      picture.regionOf(named.get(cluster) ?? cluster);
    const regions = new Map<string, Set<string>>();
    for (const { entityRef, cluster } of await store.places()) {
      const own = regions.get(entityRef) ?? new Set();
      regions.set(entityRef, own.add(picture.regionOf(cluster)));
    }
    return [...regions].flatMap(([entityRef, own]): Target[] => {
      const service = picture.services.get(entityRef);
      const source: DemandSource | undefined =
        service && sources.of(entityRef, service);
      if (!service || !source) return [];
      return [...own].map(region => ({
        ...{ entityRef, region, source, regionOf },
        isOnlyRegion: own.size === 1,
        places: placesOf(entityRef, service, region),
      }));
    });
  }
}

/** Whether readers would see another figure; when it was read they see anyway. */
function gistOf({ value, growth, problem, source }: StoredDemand): string {
  return JSON.stringify([source, value, growth?.perMinute, problem]);
}

function readingOf(
  question: string,
  target: Target,
  index: ReturnType<typeof indexOf>,
  { endMs, stepMs }: Pick<RangeAnswer, 'endMs' | 'stepMs'>,
): StoredDemand {
  const { title } = target.source;
  const observedAt = new Date(endMs).toISOString();
  const none = (why: string): StoredDemand => ({
    ...{ source: question, value: null, growth: null, observedAt },
    problem: `${title}: ${why} (${question}).`,
  });
  const series = seriesFor(index, target);
  if (typeof series === 'string') return none(series);
  const samples = sumOf(series);
  const last = samples[samples.length - 1];
  // What ended some minutes ago says nothing of now.
  if (!last || last.atMs < endMs - stepMs) {
    return none('its series has no value now');
  }
  if (last.value < 0) return none(`its series says ${last.value}`);
  const growth = growthOf(samples.filter(({ value }) => value >= 0));
  return {
    ...{ source: question, value: last.value, problem: null },
    observedAt: new Date(last.atMs).toISOString(),
    growth: growth && {
      ...growth,
      perMinute: Number(growth.perMinute.toPrecision(3)),
    },
  };
}
