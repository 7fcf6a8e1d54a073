/*
 * What Prometheus says of our alerts. It is Prometheus that pages people, so where it
 * evaluates an alert its word counts, and not what the portal makes of burn rates.
 *
 * An alert that is active has a series of its own (`ALERTS`, and `ALERTS_FOR_STATE` with
 * the instant since when). One that is silent has none, and neither has one that nobody
 * evaluates. What tells them apart is the condition that our rules record right before
 * the alert, in the same group and with the same labels. The rules API would tell it,
 * too, but with more than a kilobyte for each alert, and engines that only answer
 * queries do not have it. So two or three questions are asked, however many SLOs there are.
 */
import {
  burnAlertLabels,
  burnAlertName,
  notifyLabelOf,
  recorded,
  WantedBurnAlert,
} from '@worldscale/backstage-plugin-slo-common';
import {
  giveWay,
  PrometheusError,
  PrometheusSeries,
  WatchedPrometheus,
} from '@worldscale/backstage-plugin-worlds-node';

/** What Prometheus says of one alert. */
export interface ToldAlert {
  /** The rules of its SLO are evaluated now. */
  isLoaded: boolean;
  /** Its condition is recorded now: it is evaluated, and not held. */
  isRecorded: boolean;
  /** Undefined: it is not active. */
  active?: {
    state: 'pending' | 'firing';
    /** Unix milliseconds; null where only the state is known. */
    sinceMs: number | null;
  };
}

type Active = NonNullable<ToldAlert['active']>;

const conditionLabels = [
  ...['slo', 'slo_service', 'slo_objective', 'severity'],
  ...['long_window', 'short_window', 'threshold', 'held_for'],
];

function conditionKey(labels: Readonly<Record<string, string>>): string {
  return conditionLabels.map(name => labels[name] ?? '').join('\n');
}

const alertKey = (labels: Readonly<Record<string, string>>, notify = '') =>
  `${conditionKey(labels)}\n${notify}`;

/** What one round of questions found. */
export class ToldAlerts {
  constructor(
    private readonly loaded: ReadonlySet<string>,
    private readonly conditions: ReadonlySet<string>,
    private readonly active: ReadonlyMap<string, Active>,
  ) {}

  /** @param objective place among the objectives, or `all` */
  about(
    slo: { name: string; service: string },
    objective: string,
    wanted: WantedBurnAlert,
  ): ToldAlert {
    const labels = burnAlertLabels(
      {
        ...{ slo: slo.name, slo_service: slo.service },
        slo_objective: objective,
      },
      wanted,
    );
    const active = this.active.get(alertKey(labels, notifyLabelOf(wanted)));
    return {
      isLoaded: this.loaded.has(slo.name),
      isRecorded: this.conditions.has(conditionKey(labels)),
      ...(active && { active }),
    };
  }
}

export class PrometheusAlerts {
  readonly #prometheus: Pick<WatchedPrometheus, 'query'>;

  constructor(prometheus: Pick<WatchedPrometheus, 'query'>) {
    this.#prometheus = prometheus;
  }

  /**
   * What is said of all alerts, or why it could not be read: figures do not wait for it.
   *
   * @param loaded SLOs whose rules are evaluated
   */
  async read(
    loaded: ReadonlySet<string>,
    atMs: number,
    signal: AbortSignal,
  ): Promise<ToldAlerts | PrometheusError> {
    // Without rules there are no alerts.
    if (!loaded.size) return new ToldAlerts(loaded, new Set(), new Map());
    const ask = async (selector: string) =>
      (await this.#prometheus.query(selector, { atMs, signal })).result;
    try {
      const conditions = await ask(`${recorded.lesserBurnRate}{slo!=""}`);
      const keys = new Set<string>();
      for (const { labels, samples } of conditions) {
        if (samples.length) keys.add(conditionKey(labels));
        await giveWay();
      }
      const ours = `{alertname="${burnAlertName}",slo!=""}`;
      const active = activeOf(await ask(`ALERTS${ours}`));
      if (active.size) noteSince(active, await ask(`ALERTS_FOR_STATE${ours}`));
      return new ToldAlerts(loaded, keys, active);
    } catch (error) {
      if (signal.aborted || !(error instanceof PrometheusError)) throw error;
      return error;
    }
  }
}

function activeOf(series: readonly PrometheusSeries[]): Map<string, Active> {
  const active = new Map<string, Active>();
  for (const { labels, samples } of series) {
    if (samples[0]?.value !== 1) continue;
    const key = alertKey(labels, labels.notify);
    const isFiring = labels.alertstate === 'firing';
    // Of two replicas that disagree, the one counts that pages.
    if (!isFiring && active.has(key)) continue;
    const state = isFiring ? 'firing' : 'pending';
    active.set(key, { state, sinceMs: null });
  }
  return active;
}

function noteSince(
  active: ReadonlyMap<string, Active>,
  series: readonly PrometheusSeries[],
): void {
  for (const { labels, samples } of series) {
    const found = active.get(alertKey(labels, labels.notify));
    const seconds = samples[0]?.value ?? null;
    if (!found || seconds === null) continue;
    const sinceMs = seconds * 1000;
    found.sinceMs = Math.min(found.sinceMs ?? sinceMs, sinceMs);
  }
}
