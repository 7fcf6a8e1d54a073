/*
 * What is done on the schedule, by one backend at a time: reading files, measuring,
 * and giving up what is too old. A round that fails leaves everything as it was, and
 * says so in the health of its source; rows so grow old, and are never wrong.
 */
import { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import {
  PROMETHEUS_SOURCE,
  SourceDescription,
  SourceMonitor,
} from '@worldscale/backstage-plugin-worlds-node';
import { CatalogReader } from './definitions/CatalogReader';
import { Definitions } from './definitions/Definitions';
import { FileReading } from './definitions/FileReading';
import { ElsewhereReading } from './elsewhere/ElsewhereReading';
import { Measuring, Round } from './measuring/Measuring';
import { notYetMeasured } from './measuring/unmeasured';
import { RecordedHistory } from './results/RecordedHistory';
import { ResultStore } from './results/ResultStore';
import { SloConfig } from './readSloConfig';
import { ChangeFlow } from './standing/ChangeFlow';
import { ChangeStore } from './standing/ChangeStore';
import { PolicyStore } from './standing/PolicyStore';
import { Memory } from './rows/rowRecord';
import { RowStore } from './rows/RowStore';
import { settle } from './standing/settle';
import { summaryRows } from './summaryRows';
import { SummaryTeller } from './SummaryTeller';

export const FILES_SOURCE = 'files';

/** Reading the past takes so long before the present is looked at again. */
const FILL_FOR_MS = 10_000;
/** Then the schedule's next round goes on; well below what a round may take. */
const MEASURE_FOR_MS = 60_000;

/** Reading the hours of the past takes this much of a round. */
const HISTORY_FOR_MS = 3_000;
/** So long the history waits for windows whose past is still being read. */
const HISTORY_AFTER_MS = 10 * 60_000;

export interface RoundMetrics {
  objectives: { add(value: number): void };
  seconds: { record(value: number): void };
}

export interface RoundsOptions {
  config: SloConfig;
  catalog: CatalogReader;
  definitions: Definitions;
  files: FileReading;
  /** Undefined: no Prometheus is configured. */
  measuring: Measuring | undefined;
  history: RecordedHistory | undefined;
  elsewhere: ElsewhereReading | undefined;
  rows: RowStore;
  results: ResultStore;
  policies: PolicyStore;
  changes: ChangeStore;
  flow: ChangeFlow;
  summaries: SummaryTeller;
  monitor: SourceMonitor;
  prometheusTitle: string | undefined;
  metrics: RoundMetrics;
  logger: LoggerService;
  now: () => number;
}

export class Rounds {
  readonly #options: RoundsOptions;
  #retainedAtMs = 0;
  #hoursKeptMs: number | undefined;

  constructor(options: RoundsOptions) {
    this.#options = options;
  }

  async declareSources(): Promise<void> {
    const { monitor, prometheusTitle } = this.#options;
    const sources: SourceDescription[] = [
      { id: FILES_SOURCE, kind: 'forge', title: 'Files of objectives' },
    ];
    if (prometheusTitle) {
      sources.push({
        id: PROMETHEUS_SOURCE,
        ...{ kind: 'prometheus', title: prometheusTitle },
      });
    }
    await monitor.declare(sources);
  }

  /** Looks at annotations, and reads the files that are new or due. */
  async readFiles(signal: AbortSignal): Promise<void> {
    const { catalog, files, monitor, now } = this.#options;
    try {
      await catalog.refresh();
      const round = await files.run(catalog.picture, signal);
      const unreadable = [
        ...round.failing.map(file => ({
          part: file.url,
          reason: `${file.url} cannot be read: ${file.error}`,
          since: file.failingSinceMs
            ? new Date(file.failingSinceMs).toISOString()
            : null,
        })),
        ...[...catalog.picture.flaws].map(([entityRef, reason]) => ({
          part: entityRef,
          reason: `${entityRef}: ${reason}`,
          since: null,
        })),
      ];
      await monitor.succeeded(FILES_SOURCE, new Date(now()), [], unreadable);
      await this.#listNew();
    } catch (error) {
      if (signal.aborted) throw error;
      await monitor.failed(FILES_SOURCE, error, new Date(now()));
    }
  }

  /** Whoever has defined an objective finds it at once, before it has any figure. */
  async #listNew(): Promise<void> {
    const { catalog, definitions, rows, measuring, now } = this.#options;
    const { slos } = await definitions.book(catalog.picture);
    const listed = new Set<string>();
    for (const key of (await rows.memories()).keys()) {
      listed.add(key.split('\n')[0]);
    }
    const why = measuring ? undefined : 'no Prometheus is configured';
    const readings = new Map(
      [...slos]
        .filter(([name]) => !listed.has(name))
        .map(([name, slo]) => [name, notYetMeasured(slo, why)]),
    );
    if (!readings.size) return;
    const settled = await settle({
      ...{ slos, readings, definitions, before: new Map() },
      ...{ policies: new Map(), overrides: new Map() },
      ...{ regionTitles: region => region, atMs: now() },
    });
    for (const { row } of settled.rows) {
      row.decision = null;
      delete row.decidedBy;
    }
    await rows.add(settled.rows);
  }

  /**
   * Reads all figures anew. While the past of some is not read, it goes on with that:
   * for a while, then the present again, so that neither waits for the other.
   */
  async measure(signal: AbortSignal): Promise<void> {
    const { measuring, now } = this.#options;
    if (!measuring) return;
    const beganMs = now();
    this.#hoursKeptMs ??= beganMs;
    let round = await this.#measureNow(measuring, signal);
    let isReadingPast = false;
    while (round && (await this.#readPast(measuring, signal))) {
      round = await this.#measureNow(measuring, signal);
      isReadingPast = now() - beganMs >= MEASURE_FOR_MS;
      if (isReadingPast) break;
    }
    if (!round) return;
    // Windows of now come before the long history, which must not wait for ever.
    if (!isReadingPast || now() - this.#hoursKeptMs >= HISTORY_AFTER_MS) {
      await this.#keepHours(round, signal);
      this.#hoursKeptMs = now();
    }
    await this.#retain();
  }

  /** One round; undefined where Prometheus could not be read. */
  async #measureNow(
    measuring: Measuring,
    signal: AbortSignal,
  ): Promise<Round | undefined> {
    const { catalog, definitions, elsewhere, metrics, logger, rows, now } =
      this.#options;
    const beganMs = now();
    if (!catalog.picture.entities.size) await catalog.refresh();
    const { slos } = await definitions.book(catalog.picture);
    const all = new Map(slos);
    let round: Round;
    try {
      const known = knownBefore(await rows.memories());
      round = await measuring.run([...slos.values()], signal, known);
      const others = await elsewhere?.run(catalog.picture, signal);
      for (const [name, slo] of others?.slos ?? []) all.set(name, slo);
      for (const [name, found] of others?.readings ?? []) {
        round.readings.set(name, found);
      }
    } catch (error) {
      if (signal.aborted) throw error;
      // The health of Prometheus has it already.
      logger.warn(`Objectives were not measured: ${toError(error).message}`);
      return undefined;
    }
    // What was defined while all else was read is there, too.
    const latest = await definitions.book(catalog.picture);
    for (const [name, slo] of latest.slos) {
      if (all.has(name)) continue;
      all.set(name, slo);
      round.readings.set(name, notYetMeasured(slo));
    }
    await this.#settle(all, round);
    metrics.objectives.add(round.readings.size);
    metrics.seconds.record((now() - beganMs) / 1000);
    return round;
  }

  /** Whether anything of the past has been read. */
  async #readPast(measuring: Measuring, signal: AbortSignal): Promise<boolean> {
    const { logger, now } = this.#options;
    const endMs = now() + FILL_FOR_MS;
    try {
      return await measuring.fill(() => now() < endMs, signal);
    } catch (error) {
      if (signal.aborted) throw error;
      const reason = toError(error).message;
      logger.warn(`The past of objectives was not read: ${reason}`);
      return false;
    }
  }

  /** After the figures, which must not wait for the past. */
  async #keepHours({ atOnce }: Round, signal: AbortSignal): Promise<void> {
    const { history, logger, now } = this.#options;
    const endMs = now() + HISTORY_FOR_MS;
    try {
      await history?.run(atOnce, () => now() < endMs, signal);
    } catch (error) {
      if (signal.aborted) throw error;
      const reason = toError(error).message;
      logger.warn(`Hours of objectives were not kept this time: ${reason}`);
    }
  }

  async #settle(
    slos: Awaited<ReturnType<Definitions['book']>>['slos'],
    round: Round,
  ): Promise<void> {
    const { rows, policies, changes, summaries, flow, logger } = this.#options;
    const { picture } = this.#options.catalog;
    const { entities } = picture;
    const { brokenFiles } = await this.#options.definitions.book(picture);
    const atMs = this.#options.now();
    const { alerts } = round;
    if (alerts instanceof Error) {
      logger.warn(`States of alerts were not read: ${alerts.message}`);
    }
    const settled = await settle({
      ...{ slos, atMs, readings: round.readings },
      told: alerts instanceof Error ? undefined : alerts,
      definitions: this.#options.definitions,
      before: await rows.memories(),
      policies: await policies.decisions(),
      overrides: await policies.overrides(),
      broken: new Set(brokenFiles),
      regionTitles: region =>
        entities.get(`resource:default/${region}`)?.title ?? region,
    });
    const written = await rows.replace(settled.rows, {
      ...{ observedAtMs: atMs, windowEndMs: round.atMs },
    });
    await policies.decide(settled.policies);
    await changes.add(settled.changes, true);
    const begun = round.changed.map(slo => ({
      at: new Date(atMs).toISOString(),
      kind: 'generationStarted' as const,
      entityRef: slos.get(slo)?.entity?.entityRef ?? null,
      ...{ slo, objective: null, severity: null },
      text: `${
        slos.get(slo)?.definition.displayName ?? slo
      }: it is counted by another query from now on.`,
    }));
    const noted = [...settled.noted, ...begun];
    await changes.add(noted, false);
    // The fleet is not told of what is unknown only because it is not read yet.
    const told = summaryRows(
      settled.rows
        .map(({ row }) => row)
        .filter(({ entityRef }) => !settled.filling.has(entityRef ?? '')),
    );
    await summaries.tell(told, new Date(atMs), written.isAlone);
    await flow.run(settled.changes.length + noted.length > 0);
  }

  async #retain(): Promise<void> {
    const { config, results, changes, now } = this.#options;
    const nowMs = now();
    if (nowMs - this.#retainedAtMs < 3_600_000) return;
    this.#retainedAtMs = nowMs;
    const { hoursMs, daysMs, changesMs } = config.retention;
    await results.retain({ hours: nowMs - hoursMs, days: nowMs - daysMs });
    await changes.retain(nowMs - changesMs);
  }
}

/** SLOs whose budget was known in any round before. */
function knownBefore(memories: ReadonlyMap<string, Memory>): Set<string> {
  const known = new Set<string>();
  for (const [key, { lastRemaining }] of memories) {
    if (lastRemaining !== null) known.add(key.split('\n')[0]);
  }
  return known;
}
