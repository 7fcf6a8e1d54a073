import { PrometheusError } from '../promql/errors';
import { Labels } from '../promql/labels';
import { Work } from '../evaluation/Work';
import { QueryEngine } from '../QueryEngine';
import { activeAlerts, Alert } from '../rules/alerts';
import { RuleProblem } from '../rules/RuleBook';
import { RuleGroup } from '../rules/ruleFile';
import { RuleHistory } from '../rules/RuleHistory';
import { Params, refuseParam } from './params';
import { Answer, formatValue } from './respond';

/** How long an answer waits for rules that were never evaluated before. */
const firstEvaluationsMs = 3000;

const never = '0001-01-01T00:00:00Z';

function presentAlert(alert: Alert) {
  const { labels, annotations, state, activeAtMs, keepFiringSinceMs } = alert;
  return {
    labels,
    annotations,
    state,
    activeAt: new Date(activeAtMs).toISOString(),
    ...(keepFiringSinceMs !== undefined
      ? { keepFiringSince: new Date(keepFiringSinceMs).toISOString() }
      : {}),
    value: formatExponent(alert.value),
  };
}

/** Alerts' values are written with an exponent always, as Go's %e does. */
function formatExponent(value: number): string {
  if (!Number.isFinite(value)) return formatValue(value);
  return value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
}

function presentRule(history: RuleHistory, alerts: Alert[] | undefined) {
  const { rule, last } = history;
  const problem = rule.problem ?? last?.problem;
  const evaluated = last ? 'ok' : 'unknown';
  const shared = {
    name: rule.name,
    query: rule.query,
    labels: rule.labels,
    health: problem ? 'err' : evaluated,
    ...(problem ? { lastError: problem } : {}),
    evaluationTime: (last?.durationMs ?? 0) / 1000,
    lastEvaluation: last ? new Date(last.atMs).toISOString() : never,
  };
  if (rule.kind === 'recording') return { ...shared, type: 'recording' };
  const states = alerts?.map(a => a.state) ?? [];
  let state = 'inactive';
  if (states.includes('firing')) state = 'firing';
  else if (states.includes('pending')) state = 'pending';
  return {
    state,
    ...shared,
    duration: rule.forMs / 1000,
    keepFiringFor: rule.keepFiringForMs / 1000,
    annotations: rule.annotations,
    alerts: alerts?.map(presentAlert) ?? [],
    type: 'alerting',
  };
}

async function evaluateOnce(history: RuleHistory, atMs: number, work: Work) {
  if (history.last || history.rule.problem) return;
  const pointMs = history.pointAt(atMs);
  await history.at(Float64Array.of(pointMs), work);
}

function presentProblem({ file, problem }: RuleProblem) {
  return {
    name: 'unreadable rule file',
    file,
    interval: 0,
    limit: 0,
    rules: [
      {
        name: '',
        query: '',
        labels: {} as Labels,
        health: 'err',
        lastError: problem,
        evaluationTime: 0,
        lastEvaluation: never,
        type: 'recording',
      },
    ],
    evaluationTime: 0,
    lastEvaluation: never,
  };
}

function presentGroup(
  group: RuleGroup,
  histories: readonly RuleHistory[],
  rules: unknown[],
) {
  const lasts = histories.flatMap(h => (h.last ? [h.last] : []));
  const newestMs = Math.max(...lasts.map(l => l.atMs));
  return {
    name: group.name,
    file: group.file,
    interval: group.intervalMs / 1000,
    limit: group.limit,
    rules,
    evaluationTime: lasts.reduce((s, l) => s + l.durationMs, 0) / 1000,
    lastEvaluation: lasts.length ? new Date(newestMs).toISOString() : never,
  };
}

/** `/api/v1/rules`; files that could not be read are groups of one rule. */
export async function rulesQuery(
  engine: QueryEngine,
  problems: readonly RuleProblem[],
  params: Params,
): Promise<Answer> {
  const type = params.text('type').toLowerCase();
  if (type && type !== 'alert' && type !== 'record') {
    refuseParam('type', `not supported value ${JSON.stringify(type)}`);
  }
  const wanted = (name: string, value: string) => {
    const values = params.all(name);
    return values.length === 0 || values.includes(value);
  };
  const nowMs = engine.options.clock.now();
  const work = engine.newWork();
  const untilMs = performance.now() + firstEvaluationsMs;
  const groups = new Map<RuleGroup, [RuleHistory[], unknown[]]>();
  for (const history of engine.rules()) {
    const { rule, group } = history;
    const alerting = rule.kind === 'alerting';
    if (type && (type === 'alert') !== alerting) continue;
    if (!wanted('rule_group[]', group.name)) continue;
    if (!wanted('file[]', group.file)) continue;
    if (!wanted('rule_name[]', rule.name)) continue;
    const silent = params.text('exclude_alerts') === 'true';
    let alerts: Alert[] | undefined;
    if (alerting) alerts = await activeAlerts(history, nowMs, work);
    else if (performance.now() < untilMs) {
      await evaluateOnce(history, nowMs, work);
    }
    const entry = groups.get(group) ?? [[], []];
    entry[0].push(history);
    const shown = presentRule(history, alerts);
    entry[1].push(silent && alerting ? { ...shown, alerts: null } : shown);
    groups.set(group, entry);
  }
  const shown = [...groups].map(([group, [histories, presented]]) =>
    presentGroup(group, histories, presented),
  );
  const failed = problems.filter(({ file }) => wanted('file[]', file));
  const filtered =
    params.all('rule_group[]').length + params.all('rule_name[]').length;
  return {
    data: {
      groups: [
        ...shown,
        ...(filtered || type === 'alert' ? [] : failed.map(presentProblem)),
      ],
    },
    warnings: [...work.warnings],
  };
}

/** `/api/v1/alerts` */
export async function alertsQuery(engine: QueryEngine): Promise<Answer> {
  const nowMs = engine.options.clock.now();
  const work = engine.newWork();
  const active: Alert[] = [];
  for (const history of engine.rules()) {
    if (history.rule.kind !== 'alerting' || history.rule.problem) continue;
    active.push(...(await activeAlerts(history, nowMs, work)));
  }
  return {
    data: { alerts: active.map(presentAlert) },
    warnings: [...work.warnings],
  };
}

/** @throws PrometheusError naming what could not be loaded. */
export function refuseProblems(problems: readonly RuleProblem[]): void {
  if (problems.length === 0) return;
  throw new PrometheusError(
    'internal',
    `failed to reload config: ${problems
      .map(({ file, problem }) => `${file}: ${problem}`)
      .join('; ')}`,
  );
}
