import { ClusterReadError } from '../sources/kubernetes/ClusterReadError';
import { InventoryCondition } from './InventoryCondition';
import { inventoryIds } from './inventoryResources';

const SECOND = 1_000;

const failure = (code: string) =>
  new ClusterReadError(`Cannot list pods in cluster fra: it said ${code}`, {
    ...{ failure: 'failed', code },
  });

function heardInWhole() {
  const condition = new InventoryCondition({ name: 'fra', title: 'Frankfurt' });
  for (const id of inventoryIds) condition.heard(id, 0, 0);
  return condition;
}

describe('InventoryCondition', () => {
  it('only lets a refused collection grow old until the cluster answers another question', () => {
    const condition = heardInWhole();
    condition.failed('pods', failure('403'), 10 * SECOND);
    // A watch that was opened before tells of changes, and proves nothing.
    condition.heard('nodes', 30 * SECOND, 0);
    expect(condition.whyUnread('pods', 300 * SECOND)).toBeUndefined();
    expect(condition.confirmedAtMs(['pods', 'nodes'], 300 * SECOND)).toBe(0);
    condition.heard('nodes', 31 * SECOND, 31 * SECOND);
    expect(condition.whyUnread('pods', 32 * SECOND)).toBe(
      'the pods of Frankfurt may not be read: 403 Forbidden; grant list and watch on pods',
    );
    expect(condition.confirmedAtMs(['pods', 'nodes'], 32 * SECOND)).toBe(
      31 * SECOND,
    );
    expect(condition.unreadable(32 * SECOND)).toMatchObject([
      { part: 'pods', code: '403', since: '1970-01-01T00:00:10.000Z' },
    ]);
  });

  it('counts what the cluster answers about its workloads as well', () => {
    const condition = heardInWhole();
    for (const id of inventoryIds) condition.failed(id, failure('403'), 5);
    condition.clusterAnswered(4);
    expect(condition.unreadable(10)).toEqual([]);
    condition.clusterAnswered(6);
    expect(condition.unreadable(10)).toHaveLength(inventoryIds.length);
  });

  it('holds no longer than the workloads of a cluster that cannot be read', () => {
    const condition = heardInWhole();
    condition.heard('gameservers', 40 * SECOND, 0);
    const confirmed = () =>
      condition.confirmedAtMs(['gameservers'], 60 * SECOND);
    expect(confirmed()).toBe(40 * SECOND);
    condition.clusterHeld(8 * SECOND);
    expect(confirmed()).toBe(8 * SECOND);
    condition.clusterHeld(undefined);
    expect(confirmed()).toBe(40 * SECOND);
  });

  it('gives other failures a minute', () => {
    const condition = heardInWhole();
    condition.failed('nodes', failure('500'), 10 * SECOND);
    condition.clusterAnswered(20 * SECOND);
    expect(condition.whyUnread('nodes', 70 * SECOND)).toBeUndefined();
    expect(condition.whyUnread('nodes', 71 * SECOND)).toMatch(/it said 500$/);
  });

  it('changes its mind about nothing while a cluster begins to refuse everything', () => {
    const condition = heardInWhole();
    const said = new Set<string>();
    inventoryIds.forEach((ending, i) => {
      const nowMs = (10 + i * 20) * SECOND;
      condition.failed(ending, failure('403'), nowMs);
      for (const open of inventoryIds.slice(i + 1)) {
        condition.heard(open, nowMs + SECOND, 0);
      }
      for (const atMs of [nowMs + 2 * SECOND, nowMs + 19 * SECOND]) {
        const held = condition.confirmedAtMs(inventoryIds, atMs);
        said.add(JSON.stringify([condition.unreadable(atMs), held]));
      }
    });
    expect([...said]).toEqual(['[[],0]']);
  });

  it('keeps a collection apart until it is read again', () => {
    const condition = heardInWhole();
    condition.failed('pods', failure('403'), 10);
    condition.clusterAnswered(20);
    expect(condition.whyUnread('pods', 30)).toBeDefined();
    condition.failed('pods', failure('500'), 40);
    condition.failed('nodes', failure('500'), 40);
    expect(condition.whyUnread('pods', 50)).toMatch(/it said 500$/);
    condition.heard('pods', 60, 60);
    expect(condition.whyUnread('pods', 70)).toBeUndefined();
  });

  it('does not wait for what could never be read', () => {
    const condition = new InventoryCondition({ name: 'fra', title: 'fra' });
    expect(condition.isTried).toBe(false);
    for (const id of inventoryIds) condition.failed(id, failure('403'), 0);
    expect(condition.isTried).toBe(true);
    expect(condition.unreadable(0)).toHaveLength(inventoryIds.length);
    expect(condition.confirmedAtMs(inventoryIds, 0)).toBeUndefined();
  });
});
