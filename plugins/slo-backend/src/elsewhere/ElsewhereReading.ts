/*
 * Reads what Sloth and Pyrra record, each round, for all their SLOs at once; where neither
 * is there, that costs two questions. There is no definition to go by, so that an SLO
 * whose series end would be gone without a word: for an hour it is shown as not known.
 * Questions that one tool's series make too large or too slow leave the others alone.
 */
import {
  PrometheusError,
  WatchedPrometheus,
} from '@worldscale/backstage-plugin-worlds-node';
import { CatalogPicture } from '../definitions/CatalogReader';
import { KnownSlo } from '../definitions/Definitions';
import { ObjectiveReading } from '../measuring/ObjectiveReading';
import { ForeignTool, toolTitle } from './ForeignSlo';
import {
  FoundElsewhere,
  LabelledColumn,
  LabelledValue,
} from './LabelledColumn';
import { readPyrra } from './readPyrra';
import { readSloth } from './readSloth';

/** So long an SLO is told of after its series ended. */
const MISSED_FOR_MS = 3_600_000;

const readers = {
  sloth: { read: readSloth, idLabel: 'sloth_id' },
  pyrra: { read: readPyrra, idLabel: 'slo' },
} as const;

export class ElsewhereReading {
  readonly #options: {
    prometheus: Pick<WatchedPrometheus, 'query'>;
    now: () => number;
  };
  readonly #seen = new Map<string, FoundElsewhere & { atMs: number }>();

  constructor(options: {
    prometheus: Pick<WatchedPrometheus, 'query'>;
    now: () => number;
  }) {
    this.#options = options;
  }

  /** @throws PrometheusError where nothing can be read at all */
  async run(
    picture: CatalogPicture,
    signal: AbortSignal,
  ): Promise<{
    slos: Map<string, KnownSlo>;
    readings: Map<string, ObjectiveReading[]>;
  }> {
    const nowMs = this.#options.now();
    const atMs = Math.floor(nowMs / 60_000) * 60_000;
    const slos = new Map<string, KnownSlo>();
    const readings = new Map<string, ObjectiveReading[]>();
    for (const tool of ['sloth', 'pyrra'] as const) {
      const { found, failure } = await this.#read(tool, picture, atMs, signal);
      for (const each of found) {
        const { name } = each.slo.definition;
        this.#seen.set(name, { ...each, atMs: nowMs });
        slos.set(name, each.slo);
        readings.set(name, [each.reading]);
      }
      for (const [name, { slo, reading, atMs: seenMs }] of this.#seen) {
        if (slo.recordedBy !== tool || slos.has(name)) continue;
        if (nowMs - seenMs > MISSED_FOR_MS) {
          this.#seen.delete(name);
          continue;
        }
        const since = new Date(seenMs).toISOString();
        const unknownReason =
          failure ??
          `nothing of it was recorded by ${toolTitle(tool)} since ${since}`;
        const burns = reading.burns.map(b => ({ ...b, burnRate: null }));
        slos.set(name, slo);
        readings.set(name, [
          { ...reading, figures: null, burns, unknownReason },
        ]);
      }
    }
    return { slos, readings };
  }

  async #read(
    tool: ForeignTool,
    picture: CatalogPicture,
    atMs: number,
    signal: AbortSignal,
  ): Promise<{ found: FoundElsewhere[]; failure?: string }> {
    const { read, idLabel } = readers[tool];
    const ask = (selector: string, also?: string) =>
      this.#column(selector, [idLabel, ...(also ? [also] : [])], atMs, signal);
    try {
      return { found: await read(ask, picture, atMs) };
    } catch (error) {
      const isOwn =
        error instanceof PrometheusError &&
        ['question', 'tooLarge', 'timeout'].includes(error.failure);
      if (signal.aborted || !isOwn) throw error;
      const reason = error.message.replace(/\.$/, '');
      return {
        found: [],
        failure: `what ${toolTitle(tool)} records cannot be read: ${reason}`,
      };
    }
  }

  /** Values by the labels that tell series apart. */
  async #column(
    selector: string,
    idLabels: readonly string[],
    atMs: number,
    signal: AbortSignal,
  ): Promise<LabelledColumn> {
    const { result } = await this.#options.prometheus.query(selector, {
      ...{ atMs, signal },
    });
    const column = new Map<string, LabelledValue>();
    for (const { labels, samples } of result) {
      const id = idLabels.map(label => labels[label] ?? '').join('\n');
      const value = samples[0]?.value ?? null;
      const count = (column.get(id)?.count ?? 0) + 1;
      column.set(id, { labels, value, count });
    }
    return column;
  }
}
