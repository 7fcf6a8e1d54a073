/**
 * Reads what stands in `data` of Prometheus' answers (prometheus.io, "HTTP API"), series
 * by series while it comes in. There may be hundreds of thousands of samples, so they are
 * looked at by hand, each once: a general validator takes some seconds for as many.
 *
 * A sample's value is a text; NaN and the infinities say nothing of an amount, so they
 * are null, as is a stale marker, which is a NaN of its own.
 */
import { ListPlace } from '../ListScanner';

export interface Sample {
  /** Unix milliseconds. */
  atMs: number;
  /** Null: NaN or infinite. */
  value: number | null;
}

export interface PrometheusSeries {
  /** `__name__` included, where the series has a name. */
  labels: Readonly<Record<string, string>>;
  /** In order of time. Where there was no value there is no sample. */
  samples: Sample[];
}

/** Takes a result as it comes in. */
export interface ResultReading<T> {
  /** @throws Misshapen */
  push(items: readonly unknown[]): void;
  /** @param data of the answer, without the items. @throws Misshapen */
  end(data: unknown): T;
}

/** How the answers to a kind of question look. */
export interface ResultShape<T> {
  /** Of the list that is read item by item. */
  place: ListPlace;
  begin(): ResultReading<T>;
}

/** Something is not what Prometheus answers. */
export class Misshapen extends Error {
  /**
   * @param place where it stands: `data.result.0.metric`
   * @param expected what should stand there
   */
  constructor(place: string, expected: string, received: unknown) {
    super(`${place}: expected ${expected}, received ${nameOf(received)}`);
  }
}

function nameOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function arrayAt(place: string, value: unknown): unknown[] {
  if (!Array.isArray(value)) throw new Misshapen(place, 'array', value);
  return value;
}

function labelsAt(place: string, value: unknown): Record<string, string> {
  if (!isObject(value)) throw new Misshapen(place, 'object', value);
  for (const [name, text] of Object.entries(value)) {
    if (typeof text !== 'string') {
      throw new Misshapen(`${place}.${name}`, 'string', text);
    }
  }
  return value as Record<string, string>;
}

function sampleAt(place: string, pair: unknown): Sample {
  if (!Array.isArray(pair) || pair.length !== 2) {
    throw new Misshapen(place, '[instant, value]', pair);
  }
  const [seconds, text] = pair;
  if (typeof seconds !== 'number') {
    throw new Misshapen(`${place}.0`, 'number', seconds);
  }
  if (typeof text !== 'string')
    throw new Misshapen(`${place}.1`, 'string', text);
  const value = Number(text);
  return {
    atMs: Math.round(seconds * 1000),
    value: text !== '' && Number.isFinite(value) ? value : null,
  };
}

/** A native histogram has no value that could be shown. */
function samplesOf(place: string, series: Record<string, unknown>): Sample[] {
  const { value, values } = series;
  if (value !== undefined) return [sampleAt(`${place}.value`, value)];
  if (values === undefined) return [];
  return arrayAt(`${place}.values`, values).map((pair, i) =>
    sampleAt(`${place}.values.${i}`, pair),
  );
}

function readSeries(
  types: readonly string[],
): ResultReading<PrometheusSeries[]> {
  const found: PrometheusSeries[] = [];
  /** With their places: the instant and value of a scalar, or something odd. */
  const others: Array<[string, unknown]> = [];
  let count = 0;
  return {
    push(items) {
      for (const each of items) {
        const place = `data.result.${count}`;
        count += 1;
        if (isObject(each)) {
          found.push({
            labels: labelsAt(`${place}.metric`, each.metric),
            samples: samplesOf(place, each),
          });
        } else {
          others.push([place, each]);
        }
      }
    },
    end(data) {
      if (!isObject(data)) throw new Misshapen('data', 'object', data);
      const { resultType, result } = data;
      if (typeof resultType !== 'string' || !types.includes(resultType)) {
        const expected = types.join(' or ');
        throw new Misshapen('data.resultType', expected, resultType);
      }
      arrayAt('data.result', result);
      if (resultType === 'scalar') {
        const pair = others.map(([, value]) => value);
        return [{ labels: {}, samples: [sampleAt('data.result', pair)] }];
      }
      for (const [place, value] of others) {
        throw new Misshapen(place, 'object', value);
      }
      return found;
    },
  };
}

const inResult: ListPlace = { key: 'result', depth: 2 };

/** Of a question about one instant. */
export const instant: ResultShape<PrometheusSeries[]> = {
  place: inResult,
  begin: () => readSeries(['vector', 'scalar', 'matrix']),
};

/** Of a question about a range of time. */
export const range: ResultShape<PrometheusSeries[]> = {
  place: inResult,
  begin: () => readSeries(['matrix']),
};

export const labelSets: ResultShape<Array<Record<string, string>>> = {
  place: { key: 'data', depth: 1 },
  begin() {
    const found: Array<Record<string, string>> = [];
    return {
      push(items) {
        for (const each of items)
          found.push(labelsAt(`data.${found.length}`, each));
      },
      end(data) {
        arrayAt('data', data);
        return found;
      },
    };
  },
};
