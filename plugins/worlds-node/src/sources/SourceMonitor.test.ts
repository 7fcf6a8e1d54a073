import { TestDatabases } from '@backstage/backend-test-utils';
import { unreadCodes } from '@worldscale/backstage-plugin-worlds-common';
import {
  addUnreadableParts,
  createSourceTables,
  dropSourceTables,
  dropUnreadableParts,
} from '../domainTables';
import { DatabaseSourceMonitor } from './DatabaseSourceMonitor';
import { MemorySourceMonitor } from './MemorySourceMonitor';
import { SourceMonitor } from './SourceMonitor';

// Each test has a database of its own, which takes seconds on a busy machine.
jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });
const noon = new Date('2026-11-01T12:00:00Z');
const later = new Date('2026-11-01T12:00:30Z');
const fra = { id: 'cluster:fra', kind: 'kubernetes', title: 'Frankfurt' };
const iad = { id: 'cluster:iad', kind: 'kubernetes', title: 'Virginia' };

const variants: Array<[string, () => Promise<SourceMonitor>]> = [
  ['memory', async () => new MemorySourceMonitor()],
  ...databases
    .eachSupportedId()
    .map<[string, () => Promise<SourceMonitor>]>(([id]) => [
      id,
      async () => {
        const knex = await databases.init(id);
        await createSourceTables(knex);
        await addUnreadableParts(knex);
        return new DatabaseSourceMonitor(knex);
      },
    ]),
];

describe.each(variants)('source monitor in %s', (_name, create) => {
  it('says of a source that was never asked that it does not know', async () => {
    const monitor = await create();
    await monitor.declare([iad, fra]);
    expect(await monitor.snapshot()).toEqual([
      {
        ...fra,
        reachable: null,
        lastSuccessAt: null,
        lastError: null,
        notes: [],
        unreadable: [],
      },
      expect.objectContaining({ id: 'cluster:iad', reachable: null }),
    ]);
  });

  it('keeps the last error after the source recovers, as one that is over', async () => {
    const monitor = await create();
    await monitor.declare([fra]);
    const refused = Object.assign(new Error('fetch failed'), {
      cause: Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:6443'), {
        code: 'ECONNREFUSED',
      }),
    });
    await monitor.failed(fra.id, refused, noon);
    const lastError = {
      at: noon.toISOString(),
      message: 'connect ECONNREFUSED 127.0.0.1:6443',
      code: 'ECONNREFUSED',
    };
    const [failing] = await monitor.snapshot();
    expect(failing).toMatchObject({ reachable: false, lastSuccessAt: null });
    expect(failing.lastError).toEqual(lastError);
    await monitor.succeeded(fra.id, later, ['no HPAs: 404']);
    expect(await monitor.snapshot()).toMatchObject([
      {
        reachable: true,
        lastSuccessAt: later.toISOString(),
        lastError: { ...lastError, isPast: true },
        notes: ['no HPAs: 404'],
      },
    ]);
    await monitor.failed(fra.id, refused, noon);
    expect((await monitor.snapshot())[0].lastError).toEqual(lastError);
  });

  it('tells which parts cannot be read, until they can', async () => {
    const monitor = await create();
    await monitor.declare([fra]);
    const part = {
      part: 'horizontalpodautoscalers.autoscaling',
      reason: 'may not be read: 403 Forbidden, token=abc',
      code: '403',
      since: noon.toISOString(),
    };
    await monitor.succeeded(fra.id, later, [], [part]);
    const reason = 'may not be read: 403 Forbidden, token=***';
    const lastError = { at: noon.toISOString(), message: reason, code: '403' };
    const [partly] = await monitor.snapshot();
    expect(partly.unreadable).toEqual([{ ...part, reason }]);
    expect(partly).toMatchObject({ reachable: true });
    expect(partly.lastError).toEqual(lastError);
    const waiting = { ...part, code: unreadCodes.waiting };
    await monitor.succeeded(fra.id, later, [], [waiting]);
    expect((await monitor.snapshot())[0].lastError).toEqual({
      ...{ ...lastError, isPast: true },
    });
    await monitor.succeeded(fra.id, later);
    expect(await monitor.snapshot()).toMatchObject([
      {
        ...{ reachable: true, unreadable: [] },
        lastError: { ...lastError, isPast: true },
      },
    ]);
  });

  it('keeps health when declared again and forgets what is no longer declared', async () => {
    const monitor = await create();
    await monitor.declare([fra, iad]);
    await monitor.succeeded(fra.id, noon);
    await monitor.declare([{ ...fra, title: 'Renamed' }]);
    await monitor.succeeded(iad.id, later);
    expect(await monitor.snapshot()).toMatchObject([
      { id: fra.id, title: 'Renamed', reachable: true },
    ]);
  });
});

it.each(databases.eachSupportedId())('drops its table on %s', async id => {
  const knex = await databases.init(id);
  await createSourceTables(knex);
  await addUnreadableParts(knex);
  await dropUnreadableParts(knex);
  expect(await knex.schema.hasColumn('source_health', 'unreadable')).toBe(
    false,
  );
  await dropSourceTables(knex);
  expect(await knex.schema.hasTable('source_health')).toBe(false);
});
