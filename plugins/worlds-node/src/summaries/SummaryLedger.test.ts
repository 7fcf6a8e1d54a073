import { TestDatabases } from '@backstage/backend-test-utils';
import {
  summariesRequestSchema,
  SummariesRequest,
  SummaryChange,
  SummaryRow,
} from '@worldscale/backstage-plugin-worlds-common';
import { createSummaryTables, dropSummaryTables } from '../domainTables';
import { DatabaseSummaryLedger } from './DatabaseSummaryLedger';
import { MemorySummaryLedger } from './MemorySummaryLedger';
import { SummaryLedger } from './SummaryLedger';

// Each test has a database of its own, which takes seconds on a busy machine.
jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });
const noon = new Date('2026-11-01T12:00:00Z');
const later = new Date('2026-11-01T12:00:30Z');

type Options = { tombstoneLimit?: number };
const variants: Array<[string, (options?: Options) => Promise<SummaryLedger>]> =
  [
    ['memory', async options => new MemorySummaryLedger(options)],
    ...databases
      .eachSupportedId()
      .map<[string, (options?: Options) => Promise<SummaryLedger>]>(([id]) => [
        id,
        async options => {
          const knex = await databases.init(id);
          await createSummaryTables(knex);
          return new DatabaseSummaryLedger(knex, options);
        },
      ]),
  ];

function row(name: string, changes: Partial<SummaryRow> = {}): SummaryRow {
  return {
    entityRef: `component:default/${name}`,
    region: 'eu',
    state: 'healthy',
    reason: 'all is well',
    values: { replicas: 3 },
    observedAt: noon.toISOString(),
    ...changes,
  };
}

const ask = (ledger: SummaryLedger, request: SummariesRequest = {}) =>
  ledger.answer(summariesRequestSchema.parse(request));

const names = (rows: SummaryChange[]) =>
  rows.map(r => `${r.removed ? '-' : ''}${r.entityRef.split('/')[1]}`).sort();

describe.each(variants)('summary ledger in %s', (_name, create) => {
  it('answers in full to a caller that has nothing', async () => {
    const ledger = await create();
    await ledger.replace('a', [row('one'), row('two')], noon);
    const answer = await ask(ledger);
    expect(answer).toMatchObject({
      full: true,
      sources: [{ id: 'a', confirmedAt: noon.toISOString() }],
    });
    expect(names(answer.rows)).toEqual(['one', 'two']);
    expect(answer.rows[0]).toMatchObject({
      source: 'a',
      values: { replicas: 3 },
    });
    expect(answer.nextCursor).toBeUndefined();
  });

  it('answers only what changed since a generation, removals included', async () => {
    const ledger = await create();
    await ledger.replace('a', [row('one'), row('two'), row('three')], noon);
    const { epoch, generation } = await ask(ledger);
    const change = await ledger.replace(
      'a',
      [row('one'), row('two', { state: 'breached' })],
      later,
    );
    expect(change).toMatchObject({ written: 1, removed: 1 });
    const answer = await ask(ledger, { epoch, since: generation });
    expect(answer.full).toBe(false);
    expect(names(answer.rows)).toEqual(['-three', 'two']);
    const after = { epoch, since: answer.generation };
    expect((await ask(ledger, after)).rows).toEqual([]);
  });

  it('does not count a row as changed when only its source read it again', async () => {
    const ledger = await create();
    await ledger.replace('a', [row('one')], noon);
    const { epoch, generation } = await ask(ledger);
    const again = row('one', { observedAt: later.toISOString() });
    expect(await ledger.replace('a', [again], later)).toMatchObject({
      written: 0,
      generation,
    });
    const answer = await ask(ledger, { epoch, since: generation });
    expect(answer.rows).toEqual([]);
    expect(answer.sources).toEqual([
      { id: 'a', confirmedAt: later.toISOString() },
    ]);
  });

  it('counts a later instant as a change in a row without a source', async () => {
    const ledger = await create();
    await ledger.upsert([row('one')]);
    const again = row('one', { observedAt: later.toISOString() });
    expect(await ledger.upsert([again])).toMatchObject({ written: 1 });
  });

  it('never takes a confirmation back', async () => {
    const ledger = await create();
    await ledger.confirm('a', later);
    await ledger.confirm('a', noon);
    expect((await ask(ledger)).sources).toEqual([
      { id: 'a', confirmedAt: later.toISOString() },
    ]);
  });

  it('turns pages without losing or repeating a row', async () => {
    const ledger = await create();
    const all = Array.from({ length: 23 }, (_, i) => row(`s${i}`));
    await ledger.replace('a', all.slice(0, 10));
    await ledger.replace('b', all.slice(10));
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await ask(ledger, { limit: 4, cursor });
      expect(page.rows.length).toBeLessThanOrEqual(4);
      seen.push(...names(page.rows));
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen.sort()).toEqual(all.map(r => r.entityRef.split('/')[1]).sort());
  });

  it('leaves what changes between two pages to the next answer', async () => {
    const ledger = await create();
    await ledger.replace('a', [row('one'), row('two'), row('three')]);
    const first = await ask(ledger, { limit: 1 });
    await ledger.upsert([row('two', { source: 'a', state: 'atRisk' })]);
    const second = await ask(ledger, { limit: 5, cursor: first.nextCursor });
    expect(second.generation).toBe(first.generation);
    expect(names([...first.rows, ...second.rows])).not.toContain('two');
    const next = { epoch: first.epoch, since: second.generation };
    expect(names((await ask(ledger, next)).rows)).toEqual(['two']);
  });

  it('moves a row to the source that named it last', async () => {
    const ledger = await create();
    await ledger.replace('a', [row('one')]);
    await ledger.replace('b', [row('one')]);
    expect(await ledger.countBySource()).toEqual(new Map([['b', 1]]));
    expect(await ledger.replace('a', [])).toMatchObject({ removed: 0 });
    expect(names((await ask(ledger)).rows)).toEqual(['one']);
  });

  it('brings a removed row back', async () => {
    const ledger = await create();
    await ledger.upsert([row('one')]);
    await ledger.remove([row('one'), row('never-there')]);
    expect((await ask(ledger)).rows).toEqual([]);
    expect(await ledger.upsert([row('one')])).toMatchObject({ written: 1 });
    expect(names((await ask(ledger)).rows)).toEqual(['one']);
  });

  it('forgets a source with all its rows', async () => {
    const ledger = await create();
    await ledger.replace('a', [row('one')], noon);
    await ledger.replace('b', [row('two')], noon);
    await ledger.forget('a');
    const answer = await ask(ledger);
    expect(names(answer.rows)).toEqual(['two']);
    expect(answer.sources.map(s => s.id)).toEqual(['b']);
  });

  it('answers in full when it no longer remembers what was removed', async () => {
    const ledger = await create({ tombstoneLimit: 2 });
    await ledger.upsert(
      ['one', 'two', 'three', 'four', 'five'].map(n => row(n)),
    );
    const { epoch, generation } = await ask(ledger);
    await ledger.remove([row('one')]);
    const afterFirst = await ask(ledger, { epoch, since: generation });
    expect(afterFirst.full).toBe(false);
    for (const name of ['two', 'three', 'four']) {
      await ledger.remove([row(name)]);
    }
    const answer = await ask(ledger, { epoch, since: generation });
    expect(answer.full).toBe(true);
    expect(names(answer.rows)).toEqual(['five']);
  });

  it('refuses to turn the page when a removal was forgotten meanwhile', async () => {
    const ledger = await create({ tombstoneLimit: 1 });
    const all = ['one', 'two', 'three', 'four', 'five'].map(n => row(n));
    await ledger.upsert(all);
    const { epoch, generation } = await ask(ledger);
    await ledger.upsert(all.map(r => ({ ...r, state: 'atRisk' as const })));
    const page = await ask(ledger, { epoch, since: generation, limit: 1 });
    for (const r of all.slice(0, 3)) await ledger.remove([r]);
    await expect(
      ask(ledger, { cursor: page.nextCursor }),
    ).rejects.toMatchObject({ name: 'ConflictError' });
  });

  it('answers in full to another epoch and to a generation from the future', async () => {
    const ledger = await create();
    await ledger.upsert([row('one')]);
    const { epoch, generation } = await ask(ledger);
    const strange = await ask(ledger, { epoch: 'other', since: generation });
    expect(strange.full).toBe(true);
    const future = await ask(ledger, { epoch, since: generation + 7 });
    expect(future).toMatchObject({ full: true, generation });
  });

  it('names a cursor that it did not give out', async () => {
    const ledger = await create();
    await expect(ask(ledger, { cursor: 'nonsense' })).rejects.toThrow(
      "'cursor' is not one that this service gave out",
    );
  });

  it('takes the last of two rows with the same key', async () => {
    const ledger = await create();
    const twice = [row('one'), row('one', { state: 'atRisk' })];
    expect(await ledger.replace('a', twice)).toMatchObject({ written: 1 });
    expect((await ask(ledger)).rows).toMatchObject([{ state: 'atRisk' }]);
  });

  it('keeps the rows of writers that write at the same time', async () => {
    const ledger = await create();
    await Promise.all(
      ['a', 'b', 'c', 'd'].map(source =>
        ledger.replace(source, [row(`${source}1`), row(`${source}2`)], noon),
      ),
    );
    const answer = await ask(ledger);
    expect(answer.generation).toBe(4);
    expect(answer.rows).toHaveLength(8);
  });
});

it.each(databases.eachSupportedId())(
  'gives the same answer from two backends that share %s',
  async id => {
    const knex = await databases.init(id);
    await createSummaryTables(knex);
    const one = new DatabaseSummaryLedger(knex);
    const other = new DatabaseSummaryLedger(knex);
    await one.replace('a', [row('x'), row('y')], noon);
    expect(await ask(other)).toEqual(await ask(one));
    await dropSummaryTables(knex);
    expect(await knex.schema.hasTable('summary_rows')).toBe(false);
  },
);
