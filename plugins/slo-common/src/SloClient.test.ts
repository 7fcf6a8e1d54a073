import { PolicyDecision } from './contract/listContract';
import { SloClient } from './SloClient';

const frozen: PolicyDecision = {
  entityRef: 'component:default/chat',
  decision: 'freeze',
  mayDeploy: false,
  reasons: [{ decision: 'freeze', slo: 'chat', text: 'The budget is spent.' }],
  override: null,
  since: null,
  decidedAt: '2026-11-22T12:00:00.000Z',
};
const chat = { kind: 'Component', namespace: 'default', name: 'Chat' };

function clientFor(response: Response) {
  const fetchFn = jest.fn().mockResolvedValue(response);
  const client = new SloClient({
    discovery: { getBaseUrl: async id => `http://portal/api/${id}` },
    fetch: fetchFn,
  });
  return { client, fetchFn };
}

describe('SloClient', () => {
  it('asks whether a change may go ahead, as the caller', async () => {
    const { client, fetchFn } = clientFor(Response.json(frozen));
    const request = { change: 'security' };
    expect(await client.getPolicy(chat, request, { token: 't' })).toEqual(
      frozen,
    );
    expect(fetchFn).toHaveBeenCalledWith(
      'http://portal/api/slo/entities/component/default/chat/policy?change=security',
      expect.objectContaining({ headers: { Authorization: 'Bearer t' } }),
    );
  });

  it('sends who lifts a freeze, and for how long', async () => {
    const { client, fetchFn } = clientFor(Response.json(frozen));
    await client.override(chat, { reason: 'launch', hours: 2 });
    const [url, init] = fetchFn.mock.calls[0];
    expect(url).toMatch(/\/chat\/policy\/override$/);
    expect(init).toMatchObject({ method: 'POST' });
    expect(JSON.parse(init.body)).toEqual({ reason: 'launch', hours: 2 });
  });

  it('writes several values of a filter', async () => {
    const empty = { state: [], world: [], owner: [] };
    const list = { rows: [], total: 0, facets: empty };
    const answer = { ...list, brokenFiles: 0, isReading: false };
    const { client, fetchFn } = clientFor(Response.json(answer));
    await client.listSlos({ state: ['breached', 'atRisk'], q: 'log in' });
    expect(fetchFn.mock.calls[0][0]).toBe(
      'http://portal/api/slo/slos?state=breached&state=atRisk&q=log+in',
    );
  });

  it('fails with the error of the backend', async () => {
    const error = { name: 'NotFoundError', message: 'There is no SLO' };
    const { client } = clientFor(
      Response.json(
        { error, response: { statusCode: 404 } },
        { status: 404, statusText: 'Not Found' },
      ),
    );
    await expect(client.getSlo('none')).rejects.toMatchObject({
      name: 'ResponseError',
      statusCode: 404,
    });
  });

  it('refuses an answer that breaks the contract', async () => {
    const { client } = clientFor(
      Response.json({ ...frozen, decision: 'maybe' }),
    );
    await expect(client.getPolicy(chat)).rejects.toThrow('decision');
  });
});
