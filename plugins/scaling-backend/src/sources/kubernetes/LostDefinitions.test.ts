import { mockServices } from '@backstage/backend-test-utils';
import { migratedDatabases } from '../../__testUtils__/migratedDatabases';
import { collectionOf } from './collections';
import { LostDefinitions } from './LostDefinitions';
import { LostDefinitionStore } from './LostDefinitionStore';

jest.setTimeout(60_000);

const { ids, open } = migratedDatabases();
const START = Date.parse('2026-11-22T20:00:00Z');
const HOUR = 3_600_000;
const fleets = collectionOf('Fleet')!;
const rollouts = collectionOf('Rollout')!;

describe.each(ids)('definitions that are missed, on %s', id => {
  async function scene() {
    const store = new LostDefinitionStore(await open(id));
    const clock = { nowMs: START };
    const portal = async (cluster = 'fra') => {
      const definitions = new LostDefinitions({
        ...{ cluster, store, logger: mockServices.logger.mock() },
        now: () => clock.nowMs,
      });
      await definitions.recall();
      return definitions;
    };
    /** What the store has once all that was begun is written. */
    const noted = async (definitions: LostDefinitions) => {
      await definitions.settled();
      return [...(await store.of('fra'))];
    };
    return { store, clock, portal, noted };
  }

  it('are none where nothing of them was ever known', async () => {
    const { portal, noted } = await scene();
    const first = await portal();
    expect(first.miss(fleets, false)).toBeUndefined();
    expect(await noted(first)).toEqual([]);
  });

  it('are missed for a day since the first time, however often a portal starts', async () => {
    const { clock, portal, noted } = await scene();
    const first = await portal();
    expect(first.miss(fleets, true)).toMatchObject({
      sinceMs: START,
      error: {
        message:
          'Cannot read fleets in cluster fra: the definition of Fleet (fleets.agones.dev) is not found there any more',
        code: '404',
      },
    });
    expect(await noted(first)).toEqual([['fleets.agones.dev', START]]);

    clock.nowMs += 20 * HOUR;
    const second = await portal();
    // It may know nothing of them itself.
    expect(second.miss(fleets, false)?.sinceMs).toBe(START);
    expect(second.miss(rollouts, true)?.sinceMs).toBe(clock.nowMs);
    expect((await portal('iad')).miss(fleets, false)).toBeUndefined();

    clock.nowMs += 5 * HOUR;
    const third = await portal();
    expect(third.miss(fleets, true)).toBeUndefined();
    expect(third.miss(rollouts, true)?.sinceMs).toBe(START + 20 * HOUR);
    expect(await noted(third)).toEqual([
      ['rollouts.argoproj.io', START + 20 * HOUR],
    ]);
  });

  it('are missed anew after they were found', async () => {
    const { clock, portal, noted } = await scene();
    const definitions = await portal();
    definitions.miss(fleets, true);
    definitions.found(fleets);
    definitions.found(rollouts);
    expect(await noted(definitions)).toEqual([]);
    clock.nowMs += 30 * HOUR;
    expect(definitions.miss(fleets, true)?.sinceMs).toBe(clock.nowMs);
  });

  it('are forgotten with their cluster', async () => {
    const { store, portal, noted } = await scene();
    const definitions = await portal();
    definitions.miss(fleets, true);
    await store.keepClusters(['fra']);
    expect(await noted(definitions)).toHaveLength(1);
    await store.keepClusters(['iad']);
    expect(await noted(definitions)).toEqual([]);
  });
});

it('are missed all the same while the store fails, and noted later', async () => {
  const note = jest
    .fn(async () => {})
    .mockRejectedValueOnce(new Error('disk full'));
  const logger = mockServices.logger.mock();
  const definitions = new LostDefinitions({
    ...{ cluster: 'fra', logger, now: () => START },
    store: {
      of: async () => {
        throw new Error('no such table');
      },
      ...{ note, forget: async () => {} },
    },
  });
  await definitions.recall();
  for (let i = 0; i < 3; i += 1) {
    expect(definitions.miss(fleets, true)?.sinceMs).toBe(START);
    await definitions.settled();
  }
  expect(note).toHaveBeenCalledTimes(2);
  expect(logger.warn.mock.calls).toEqual([
    [expect.stringMatching(/cluster fra are missed: no such table$/)],
    [expect.stringMatching(/cluster fra are missed: disk full$/)],
  ]);
});
