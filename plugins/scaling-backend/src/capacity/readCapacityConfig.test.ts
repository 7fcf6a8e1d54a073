import { mockServices } from '@backstage/backend-test-utils';
import { JsonObject } from '@backstage/types';
import { readCapacityConfig } from './readCapacityConfig';

const read = (scaling: JsonObject) =>
  readCapacityConfig(mockServices.rootConfig({ data: { scaling } }));
const demand = (...entries: JsonObject[]) => read({ demand: entries }).demand;

describe('readCapacityConfig', () => {
  it('needs nothing', () => {
    expect(read({})).toEqual({
      demand: [],
      settings: {
        ...{ assumedStartSeconds: 120, nodeSeconds: 300, personSeconds: 900 },
      },
    });
  });

  it('reads how long new capacity takes', () => {
    const capacity = { newNode: { minutes: 2 }, raisedLimit: '1h' };
    expect(read({ capacity }).settings).toMatchObject({
      ...{ nodeSeconds: 120, personSeconds: 3600 },
    });
  });

  it('reads where demand is told', () => {
    const [players, rate] = demand(
      { name: 'players', metric: 'players_online', capacityPerReplica: 500 },
      {
        ...{ name: 'rate', title: 'Requests', unit: 'requests per second' },
        expression: 'sum by (app) (rate(http_requests_total[5m]))',
        match: { app: '{kubernetesId}' },
        services: { types: ['Shard-Service'] },
      },
    );
    expect(players).toMatchObject({
      ...{ title: 'players', unit: 'players', query: 'players_online' },
      ...{ perReplica: 500, match: undefined, types: undefined },
    });
    expect(rate).toMatchObject({
      ...{ match: { app: '{kubernetesId}' }, types: ['shard-service'] },
    });
  });

  it.each<[JsonObject, RegExp]>([
    [{ name: 'a' }, /one of metric and expression/],
    [{ name: 'a', metric: 'x', expression: 'y' }, /one of metric/],
    [{ name: 'a', metric: 'x', capacityPerReplica: 0 }, /must be above 0/],
    [{ name: 'a', metric: 'x', match: { app: '{nmae}' } }, /\{nmae\}/],
    [
      { name: 'a', metric: 'x', match: { region: '{region}' } },
      /which label names the service/,
    ],
  ])('refuses %j', (entry, why) => {
    expect(() => demand(entry)).toThrow(why);
  });

  it('refuses two entries of one name', () => {
    const entry = { name: 'a', metric: 'x' };
    expect(() => demand(entry, entry)).toThrow(/two entries/);
  });
});
