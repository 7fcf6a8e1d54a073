/*
 * What a real Prometheus is given of the simulated past: raw samples, and the rules that
 * read them.
 */
import {
  formatRuleFile,
  RuleGroup,
} from '@worldscale/backstage-plugin-slo-common';

/** Points that a Prometheus gives at once. */
const POINTS_AT_ONCE = 10_000;

/** Rules that read what is scraped; the others read what these record. */
export function firstHand(
  groups: readonly RuleGroup[],
  ending: RegExp,
): string {
  const some = groups.map(group => ({
    ...group,
    rules: group.rules.filter(
      rule => 'record' in rule && ending.test(rule.record),
    ),
  }));
  return formatRuleFile(some.filter(group => group.rules.length));
}

/**
 * Samples of a Prometheus' counters as OpenMetrics, and their number.
 *
 * @param labels those that a scrape adds
 */
export async function pastOf(
  prometheusUrl: string,
  selector: string,
  options: {
    fromMs: number;
    toMs: number;
    stepMs: number;
    labels: Readonly<Record<string, string>>;
  },
): Promise<{ text: string; samples: number }> {
  const { stepMs, labels: added } = options;
  const lines: string[] = [];
  const series = new Map<string, string[]>();
  let name = '';
  for (let { fromMs } = options; fromMs < options.toMs; ) {
    const toMs = Math.min(options.toMs, fromMs + POINTS_AT_ONCE * stepMs);
    const form = new URLSearchParams({
      query: selector,
      start: String(fromMs / 1000),
      end: String(toMs / 1000),
      step: String(stepMs / 1000),
    });
    const answer = await fetch(`${prometheusUrl}/api/v1/query_range?${form}`);
    const { data } = await answer.json();
    for (const { metric, values } of data.result) {
      const { __name__, ...labels } = metric;
      name = __name__;
      const pairs = Object.entries({ ...labels, ...added }).map(
        ([k, v]) => `${k}=${JSON.stringify(v)}`,
      );
      const id = `${name}{${pairs.join(',')}}`;
      const own = series.get(id) ?? [];
      for (const [seconds, value] of values) {
        own.push(`${id} ${value} ${seconds}`);
      }
      series.set(id, own);
    }
    fromMs = toMs + stepMs;
  }
  for (const own of series.values()) for (const line of own) lines.push(line);
  const text = [`# TYPE ${name} unknown`, ...lines, '# EOF\n'].join('\n');
  return { text, samples: lines.length };
}
