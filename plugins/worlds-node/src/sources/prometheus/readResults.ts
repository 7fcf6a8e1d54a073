/**
 * Reads what stands in `data` of Prometheus' answers (prometheus.io, "HTTP API"). There
 * may be hundreds of thousands of samples, so they are looked at by hand, each once, and
 * others may run in between: a general validator takes some seconds for as many, in one
 * turn.
 *
 * A sample's value is a text; NaN and the infinities say nothing of an amount, so they
 * are null, as is a stale marker, which is a NaN of its own.
 */
import { giveWay } from '../../turns/giveWay';

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

/** Reads `data` of an answer. @throws Misshapen */
export type ReadResult<T> = (data: unknown) => Promise<T>;

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

async function seriesOf(
  data: unknown,
  types: readonly string[],
): Promise<PrometheusSeries[]> {
  if (!isObject(data)) throw new Misshapen('data', 'object', data);
  const { resultType, result } = data;
  if (typeof resultType !== 'string' || !types.includes(resultType)) {
    const expected = types.join(' or ');
    throw new Misshapen('data.resultType', expected, resultType);
  }
  if (resultType === 'scalar') {
    return [{ labels: {}, samples: [sampleAt('data.result', result)] }];
  }
  const found: PrometheusSeries[] = [];
  for (const [i, each] of arrayAt('data.result', result).entries()) {
    await giveWay();
    const place = `data.result.${i}`;
    if (!isObject(each)) throw new Misshapen(place, 'object', each);
    found.push({
      labels: labelsAt(`${place}.metric`, each.metric),
      samples: samplesOf(place, each),
    });
  }
  return found;
}

/** Of a question about one instant. */
export const readInstant: ReadResult<PrometheusSeries[]> = data =>
  seriesOf(data, ['vector', 'scalar', 'matrix']);

/** Of a question about a range of time. */
export const readRange: ReadResult<PrometheusSeries[]> = data =>
  seriesOf(data, ['matrix']);

export const readLabelSets: ReadResult<
  Array<Record<string, string>>
> = async data =>
  arrayAt('data', data).map((each, i) => labelsAt(`data.${i}`, each));
