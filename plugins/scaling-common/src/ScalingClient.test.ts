import { ServiceScaling } from './contract';
import { ScalingClient } from './ScalingClient';

const answer: ServiceScaling = {
  entityRef: 'component:default/gateway',
  state: 'unknown',
  reason: 'No workload was found.',
  regions: [],
  clusters: [],
};

function clientFor(response: Response) {
  const fetchFn = jest.fn().mockResolvedValue(response);
  const client = new ScalingClient({
    discovery: { getBaseUrl: async id => `http://portal/api/${id}` },
    fetch: fetchFn,
  });
  return { client, fetchFn };
}

const gateway = { kind: 'Component', namespace: 'default', name: 'Gateway' };

describe('ScalingClient', () => {
  it('asks for one service and passes the token on', async () => {
    const { client, fetchFn } = clientFor(Response.json(answer));
    expect(await client.getService(gateway, { token: 't' })).toEqual(answer);
    expect(fetchFn).toHaveBeenCalledWith(
      'http://portal/api/scaling/services/component/default/gateway',
      expect.objectContaining({ headers: { Authorization: 'Bearer t' } }),
    );
  });

  it('fails with the error of the backend', async () => {
    const error = { name: 'NotFoundError', message: 'There is no entity' };
    const { client } = clientFor(
      Response.json(
        { error, response: { statusCode: 404 } },
        { status: 404, statusText: 'Not Found' },
      ),
    );
    await expect(client.getService(gateway)).rejects.toMatchObject({
      name: 'ResponseError',
      statusCode: 404,
      cause: { message: 'There is no entity' },
    });
  });

  it('asks about many services in several addresses, and joins the answers', async () => {
    const answered = { changes: [], cut: false, missing: [] };
    const { client, fetchFn } = clientFor(Response.json(answered));
    fetchFn.mockImplementation(async (url: string) =>
      Response.json({
        ...answered,
        cut: url.includes('service-60'),
        missing: [new URL(url).searchParams.get('entityRef')],
        extents: {
          [new URL(url).searchParams.getAll('entityRef')[1]]: {
            ...{ observedSince: null, knownSince: null, reason: null },
            backfill: 'pending',
          },
        },
      }),
    );
    const entityRefs = Array.from({ length: 70 }, (_, i) => `service-${i}`);
    const range = { from: '2026-11-01T00:00:00Z', to: '2026-11-02T00:00:00Z' };
    const joined = await client.getChangesOfServices({ entityRefs, ...range });
    expect(joined).toMatchObject({
      ...{ changes: [], cut: true, missing: ['service-0', 'service-50'] },
      unreadClusters: [],
    });
    expect(Object.keys(joined.extents)).toEqual(['service-1', 'service-51']);
    expect(fetchFn).toHaveBeenCalledTimes(2);
  });

  it('refuses an answer that breaks the contract', async () => {
    const { client } = clientFor(Response.json({ ...answer, state: 'fine' }));
    await expect(client.getService(gateway)).rejects.toThrow('state');
  });
});
