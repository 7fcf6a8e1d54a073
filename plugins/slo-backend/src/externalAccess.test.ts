/**
 * A pipeline asks with a token of `backend.auth.externalAccess`, which opens one door.
 *
 * @jest-environment node
 */
import { authServiceFactory } from '@backstage/backend-defaults/auth';
import { httpAuthServiceFactory } from '@backstage/backend-defaults/httpAuth';
import { permissionsServiceFactory } from '@backstage/backend-defaults/permissions';
import { service, startPortal } from './__testUtils__/startPortal';

jest.setTimeout(60_000);

const token = 'a-pipelines-token-of-some-length';
const rulesToken = 'the-token-with-which-rules-are-read';
const path = '/entities/component/default/aurora-gateway/policy';

describe('a deployment pipeline', () => {
  let portal: Awaited<ReturnType<typeof startPortal>>;

  beforeAll(async () => {
    portal = await startPortal({
      entities: [service('aurora-gateway', 'worlds/aurora/gateway')],
      features: [
        authServiceFactory,
        httpAuthServiceFactory,
        permissionsServiceFactory,
      ],
      backendConfig: {
        permission: { enabled: true },
        backend: {
          baseUrl: 'http://portal.test',
          auth: {
            externalAccess: [
              {
                type: 'static',
                options: { token, subject: 'pipelines' },
                accessRestrictions: [
                  { plugin: 'slo', permission: ['slo.policy.read'] },
                ],
              },
              {
                type: 'static',
                options: { token: rulesToken, subject: 'prometheus' },
                accessRestrictions: [
                  { plugin: 'slo', permission: ['slo.objective.read'] },
                ],
              },
            ],
          },
        },
      },
    });
    await portal.round();
  });
  afterAll(() => portal.stop());

  const ask = (where: string, with_?: string) => {
    const question = portal.get(where);
    return with_ ? question.set('Authorization', `Bearer ${with_}`) : question;
  };

  it('is told yes or no, with the reason', async () => {
    const { status, body } = await ask(`${path}?change=feature`, token);
    expect(status).toBe(200);
    expect(typeof body.mayDeploy).toBe('boolean');
    expect(body.reasons[0].text).toMatch(/\w+/);
  });

  it('is not let in without its token, or with another', async () => {
    expect((await ask(path)).status).toBe(401);
    expect((await ask(path, `${token}!`)).status).toBe(401);
  });

  it('may ask nothing else with it', async () => {
    const day = 'from=2026-11-20T00:00:00Z&to=2026-11-21T00:00:00Z';
    for (const other of [
      ...['/slos', '/slos/aurora-gateway-requests', '/rules', '/summaries'],
      ...['/sources', '/unknowns?entityRef=component:default/aurora-gateway'],
      ...['/entities/component/default/aurora-gateway', `/changes?${day}`],
    ]) {
      const { status, body } = await ask(other, token);
      expect([other, status, body.error?.name]).toEqual([
        other,
        403,
        'NotAllowedError',
      ]);
    }
  });

  it('is told what is not there, and not more than what it may ask', async () => {
    const other = '/entities/component/default/nothing/policy';
    expect((await ask(other, token)).status).toBe(404);
    expect((await ask(other, rulesToken)).status).toBe(403);
    expect((await ask(path, rulesToken)).status).toBe(403);
  });

  it('reads objectives and rules with a token for these', async () => {
    const list = await ask('/slos', rulesToken);
    expect([list.status, list.body.total > 0]).toEqual([200, true]);
    const rules = await ask('/rules?service=aurora-gateway', rulesToken);
    expect([rules.status, rules.text]).toEqual([
      200,
      expect.stringContaining('aurora-gateway'),
    ]);
  });

  it('cannot lift a freeze', async () => {
    const { status } = await portal
      .post(`${path}/override`, { reason: 'x', hours: 1 })
      .set('Authorization', `Bearer ${token}`);
    expect(status).toBe(403);
  });
});
