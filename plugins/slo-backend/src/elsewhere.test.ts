/**
 * What Sloth and Pyrra record, through the whole backend: a Prometheus that knows
 * nothing else.
 *
 * @jest-environment node
 */
import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { Entity } from '@backstage/catalog-model';
import { SloDetail } from '@worldscale/backstage-plugin-slo-common';
import { service, startPortal } from './__testUtils__/startPortal';

jest.setTimeout(60_000);

const labels = {
  ...{ sloth_id: 'aurora-gateway-login', sloth_service: 'aurora-gateway' },
  sloth_slo: 'login',
};
const values: Record<string, [Record<string, string>, string][]> = {
  'slo:objective:ratio{sloth_id!=""}': [
    [labels, '0.9990000000000001'],
    [{ ...labels, sloth_id: 'vault-open', sloth_service: 'vault' }, '0.99'],
  ],
  'slo:time_period:days{sloth_id!=""}': [[labels, '30']],
  'slo:sli_error:ratio_rate1h{sloth_id!=""}': [[labels, '0.004']],
  'slo:sli_error:ratio_rate30d{sloth_id!=""}': [[labels, '0.0015']],
};

const gateway = service('aurora-gateway', 'worlds/aurora/gateway', { slo: '' });

/** A component that is no world service, and says which of Sloth's it is. */
const vault: Entity = {
  ...gateway,
  metadata: {
    ...{ name: 'vault', namespace: 'default' },
    annotations: {
      ...gateway.metadata.annotations,
      'worldscale.io/sloth-service': 'vault',
    },
  },
  spec: { type: 'library' },
};

describe('the SLO backend beside Sloth', () => {
  let server: Server;
  let prometheusUrl: string;
  let portal: Awaited<ReturnType<typeof startPortal>>;

  beforeAll(async () => {
    server = createServer((req, res) => {
      const query = new URL(req.url ?? '', 'http://x').searchParams.get(
        'query',
      );
      const result = (values[query ?? ''] ?? []).map(([metric, value]) => ({
        metric,
        value: [Date.now() / 1000, value],
      }));
      res.setHeader('content-type', 'application/json');
      res.end(
        JSON.stringify({
          status: 'success',
          data: { resultType: 'vector', result },
        }),
      );
    });
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.address() as AddressInfo;
    prometheusUrl = `http://127.0.0.1:${port}`;
    portal = await startPortal({ entities: [gateway], prometheusUrl });
    await portal.round();
  });
  afterAll(async () => {
    await portal.stop();
    await new Promise(resolve => {
      server.close(resolve);
    });
  });

  it('lists its SLOs without any file, marked with what their figures mean', async () => {
    const { body } = await portal.get('/slos?sort=name');
    expect(body.rows).toMatchObject([
      {
        slo: 'sloth.aurora-gateway-login',
        ...{
          measuredBy: 'sloth',
          method: 'RatioTimeslices',
          state: 'breached',
        },
        entityRef: 'component:default/aurora-gateway',
        figures: { remaining: expect.closeTo(-0.5, 9), events: null },
        note: expect.stringContaining('a mean of five-minute ratios'),
      },
      {
        slo: 'sloth.vault-open',
        ...{ entityRef: null, state: 'unknown', figures: null },
        note: expect.stringContaining('It belongs to no entity'),
      },
    ]);
  });

  it('tells one of them, and has neither rules nor history of it', async () => {
    const { body, status } = await portal.get(
      '/slos/sloth.aurora-gateway-login',
    );
    expect(status).toBe(200);
    const { objectives, definition } = body as SloDetail;
    expect(objectives).toHaveLength(1);
    expect(objectives[0]).toMatchObject({
      alerts: [],
      days: [],
      generations: [],
    });
    expect(definition).toMatchObject({ rules: '', areRulesLoaded: true });
    expect(definition.text).toContain('sloth_id: aurora-gateway-login');
    expect((await portal.get('/rules')).text).not.toContain('sloth');
    const range = 'from=2026-11-20T00:00:00Z&to=2026-11-20T20:00:00Z';
    const history = await portal.get(`/slos/sloth.vault-open/history?${range}`);
    expect(history.status).toBe(404);
    expect((await portal.get('/slos/sloth.nothing')).status).toBe(404);
  });

  it('shows those of whatever the catalog shows to a reader under conditions', async () => {
    const theirs = await startPortal({
      ...{ entities: [gateway, vault], prometheusUrl },
      hidden: ['component:default/aurora-gateway'],
    });
    await theirs.round();
    const { body } = await theirs.get('/slos');
    await theirs.stop();
    expect(body.rows).toMatchObject([
      { slo: 'sloth.vault-open', entityRef: 'component:default/vault' },
    ]);
  });

  it('holds a spent budget against its service, like any other', async () => {
    const policy = await portal.get(
      '/entities/component/default/aurora-gateway/policy',
    );
    expect(policy.body).toMatchObject({ decision: 'freeze', mayDeploy: false });
  });
});
