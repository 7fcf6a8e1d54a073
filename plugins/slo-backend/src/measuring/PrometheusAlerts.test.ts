import { WantedBurnAlert } from '@worldscale/backstage-plugin-slo-common';
import { PrometheusError } from '@worldscale/backstage-plugin-worlds-node';
import { PrometheusAlerts, ToldAlerts } from './PrometheusAlerts';

const atMs = Date.parse('2026-11-20T20:00:00Z');
const signal = new AbortController().signal;

const page: WantedBurnAlert = {
  ...{ severity: 'page', op: 'gte', threshold: 14.4 },
  ...{ longMs: 3_600_000, shortMs: 300_000, forMs: 120_000 },
  ...{ alertsOnBreach: true, alertsOnNoData: false, targets: ['on-call'] },
  position: { file: 'slo.yaml', line: 1, column: 1 },
};
const chat = { name: 'chat', service: 'aurora-chat' };

const labels = {
  ...{ slo: 'chat', slo_service: 'aurora-chat', slo_objective: '0' },
  ...{ severity: 'page', long_window: '1h', short_window: '5m' },
  ...{ threshold: '14.4', held_for: '2m' },
};
const alert = (state: string, more: Record<string, string> = {}) => ({
  ...{ ...labels, alertname: 'SloBudgetBurn', notify: 'on-call' },
  ...{ alertstate: state, ...more },
});

type Answers = Record<string, [Record<string, string>, number | null][]>;

/** A Prometheus that has these series, by name. */
function prometheus(answers: Answers) {
  const asked: string[] = [];
  const query = async (text: string) => {
    asked.push(text);
    const result = (answers[text.split('{')[0]] ?? []).map(([own, value]) => ({
      labels: own,
      samples: [{ atMs, value }],
    }));
    return { result, warnings: [] };
  };
  return { query, asked };
}

async function toldBy(answers: Answers): Promise<ToldAlerts> {
  const alerts = new PrometheusAlerts(prometheus(answers));
  const told = await alerts.read(new Set(['chat']), atMs, signal);
  if (told instanceof Error) throw told;
  return told;
}

describe('PrometheusAlerts', () => {
  it('tells what fires and since when, what is silent, and what nobody evaluates', async () => {
    const told = await toldBy({
      'slo:burn_rate:lesser': [
        [labels, 20],
        [{ ...labels, slo_objective: 'all' }, 1],
      ],
      ALERTS: [[alert('firing'), 1]],
      ALERTS_FOR_STATE: [[alert('firing'), atMs / 1000 - 60]],
    });
    const evaluated = { isLoaded: true, isRecorded: true };
    expect(told.about(chat, '0', page)).toEqual({
      ...evaluated,
      active: { state: 'firing', sinceMs: atMs - 60_000 },
    });
    expect(told.about(chat, 'all', page)).toEqual(evaluated);
    // The file says another threshold than the rules that are loaded.
    const changed = { ...page, threshold: 10 };
    expect(told.about(chat, '0', changed)).toEqual({
      ...{ isLoaded: true, isRecorded: false },
    });
    const other = { name: 'mail', service: 'aurora-chat' };
    expect(told.about(other, '0', page)).toEqual({
      ...{ isLoaded: false, isRecorded: false },
    });
  });

  it('takes alerts that tell others for other alerts', async () => {
    const told = await toldBy({
      'slo:burn_rate:lesser': [[labels, 20]],
      ALERTS: [[alert('firing', { notify: 'support' }), 1]],
    });
    expect(told.about(chat, '0', page)).not.toHaveProperty('active');
    const support = { ...page, targets: ['support'] };
    expect(told.about(chat, '0', support).active).toEqual({
      ...{ state: 'firing', sinceMs: null },
    });
  });

  it('follows the replica that pages, and the first that did', async () => {
    const replicas = (a: string, b: string): Answers => ({
      ALERTS: [
        [alert(a, { replica: 'a' }), 1],
        [alert(b, { replica: 'b' }), 1],
      ],
      ALERTS_FOR_STATE: [
        [alert(a, { replica: 'a' }), 1000],
        [alert(b, { replica: 'b' }), 900],
      ],
    });
    for (const both of [
      replicas('firing', 'pending'),
      replicas('pending', 'firing'),
    ]) {
      const { active } = (await toldBy(both)).about(chat, '0', page);
      expect(active).toEqual({ state: 'firing', sinceMs: 900_000 });
    }
  });

  it('asks nothing where no rules are loaded, and at most three questions where they are', async () => {
    const answers: Answers = { ALERTS: [[alert('firing'), 1]] };
    const { query, asked } = prometheus(answers);
    const alerts = new PrometheusAlerts({ query });
    await alerts.read(new Set(), atMs, signal);
    expect(asked).toEqual([]);
    const many = Array.from({ length: 500 }, (_, i) => `service-${i}`);
    await alerts.read(new Set(many), atMs, signal);
    expect(asked).toEqual([
      'slo:burn_rate:lesser{slo!=""}',
      'ALERTS{alertname="SloBudgetBurn",slo!=""}',
      'ALERTS_FOR_STATE{alertname="SloBudgetBurn",slo!=""}',
    ]);
  });

  it('gives what kept it from reading, and ends when it shall end', async () => {
    const refused = new PrometheusError('it is down', {
      failure: 'unreachable',
    });
    const read = (by: AbortSignal) =>
      new PrometheusAlerts({
        query: async () => {
          throw by.aborted ? by.reason : refused;
        },
      }).read(new Set(['chat']), atMs, by);
    expect(await read(signal)).toBe(refused);
    const ended = AbortSignal.abort(new Error('enough'));
    await expect(read(ended)).rejects.toThrow('enough');
  });
});
