import { MetricFamily, Series, SeriesSource } from '../../metrics/SeriesSource';

/** Series that a test writes down. */
export class FixedSource implements SeriesSource {
  private readonly all: Series[] = [];
  private readonly described: MetricFamily[] = [];

  constructor(private readonly firstMs = 0) {}

  /** Adds a series; `text` is like `requests_total{code="200"}`. */
  add(
    text: string,
    valueAt: (atMs: number) => number | undefined,
    steadySince?: (atMs: number) => number,
  ): this {
    const [, name, pairs = ''] = /^([\w:]+)(?:\{(.*)\})?$/.exec(text) ?? [];
    if (!name) throw new Error(`no series: ${text}`);
    const labels: Record<string, string> = { __name__: name };
    for (const [, label, value] of pairs.matchAll(
      /(\w+)="((?:[^"\\]|\\.)*)"/g,
    )) {
      labels[label] = JSON.parse(`"${value}"`);
    }
    const counted = name.replace(/_(total|bucket|sum|count|info)$/, '');
    const family = this.described.some(f => f.name === name) ? name : counted;
    this.all.push({ labels, family, valueAt, steadySince });
    return this;
  }

  describe(...families: MetricFamily[]): this {
    this.described.push(...families);
    return this;
  }

  families(): MetricFamily[] {
    return this.described;
  }

  *series(nameMatches?: (name: string) => boolean): Generator<Series> {
    for (const series of this.all) {
      if (!nameMatches || nameMatches(series.labels.__name__)) yield series;
    }
  }

  earliestMs(): number {
    return this.firstMs;
  }
}
