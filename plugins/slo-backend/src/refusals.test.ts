/**
 * What callers are told who ask wrongly, or may not ask.
 *
 * @jest-environment node
 */
import { mockCredentials } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { service, startPortal } from './__testUtils__/startPortal';

jest.setTimeout(60_000);

const entities = [service('aurora-chat', 'worlds/aurora/chat')];
const entity = '/entities/component/default/aurora-chat';
const day = 'from=2026-11-20T00:00:00Z&to=2026-11-21T00:00:00Z';

describe('a question that cannot be answered', () => {
  let portal: Awaited<ReturnType<typeof startPortal>>;
  beforeAll(async () => {
    portal = await startPortal({ entities, prometheusUrl: undefined });
  });
  afterAll(() => portal.stop());

  it.each([
    ['/slos?sort=size', 'sort'],
    ['/slos?order=up', 'order'],
    ['/slos?state=broken', 'state'],
    ['/slos?state=healthy&state=broken', 'state'],
    ['/slos?decision=maybe', 'decision'],
    ['/slos?limit=0', 'limit'],
    ['/slos?limit=501', 'limit'],
    ['/slos?limit=many', 'limit'],
    ['/slos?offset=-1', 'offset'],
    ['/slos?offset=0.5', 'offset'],
    ['/slos?journeys=perhaps', 'journeys'],
    ['/slos?world=', 'world'],
    [`/slos?q=${'x'.repeat(201)}`, 'q'],
    ['/slos?colour=red', 'colour'],
    ['/rules?team=a', 'team'],
    [`/changes?from=yesterday&to=2026-11-21T00:00:00Z`, 'from'],
  ])('is refused with what is wrong with it: %s', async (path, word) => {
    const { status, body } = await portal.get(path);
    expect([status, body.error?.name]).toEqual([400, 'InputError']);
    expect(body.error.message).toMatch(new RegExp(`['"]${word}`));
    expect(body.error.message).not.toMatch(/Zod|undefined|\[object/);
  });

  it.each([
    ['/slos/nothing', "There is no SLO 'nothing'"],
    [
      '/entities/component/default/nothing',
      "There is no entity 'component:default/nothing'",
    ],
    ['/rules?service=nothing', "There is no SLO of a service 'nothing'"],
  ])('names what is not there: %s', async (path, message) => {
    const { status, body } = await portal.get(path);
    expect([status, body.error.message]).toEqual([404, message]);
  });

  it.each([
    '/slos',
    '/slos?sort=size',
    '/slos/x',
    '/rules',
    entity,
    `${entity}/policy`,
    `/changes?${day}`,
    '/worlds/default/aurora',
  ])('is not heard without a token, whatever it asks: %s', async path => {
    const { status, body } = await portal
      .get(path)
      .set('Authorization', mockCredentials.none.header());
    expect([status, body.error?.name]).toEqual([401, 'AuthenticationError']);
    expect(JSON.stringify(body)).not.toContain('aurora-chat:');
  });
});

it('names the permission that somebody lacks', async () => {
  const { get, post, stop } = await startPortal({
    ...{ entities, prometheusUrl: undefined },
    permission: AuthorizeResult.DENY,
  });
  const refusals = [
    [await get('/slos'), 'slo.objective.read'],
    [await get(entity), 'slo.objective.read'],
    [await get(`${entity}/policy`), 'slo.policy.read'],
    [
      await post(`${entity}/policy/override`, { reason: 'x', hours: 1 }),
      'slo.policy.override',
    ],
  ] as const;
  for (const [{ status, body }, permission] of refusals) {
    expect([status, body.error]).toEqual([
      403,
      expect.objectContaining({
        name: 'NotAllowedError',
        message: `'${permission}' is needed`,
      }),
    ]);
  }
  await stop();
});
