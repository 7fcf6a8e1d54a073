import { ClusterCondition } from './ClusterCondition';
import { ClusterReadError } from './ClusterReadError';
import { collections } from './collections';

const byId = (id: string) => {
  const found = collections.find(c => c.id === id);
  if (!found) throw new Error(`no collection ${id}`);
  return found;
};
const autoscalers = byId('horizontalpodautoscalers');
const deployments = byId('deployments');
const fleets = byId('fleets');
const SECOND = 1_000;

function failure(code: string) {
  return new ClusterReadError(
    `Cannot watch horizontalpodautoscalers.autoscaling in cluster fra: it said ${code}`,
    { failure: 'failed', code },
  );
}

/** A cluster all of whose collections were heard at zero. */
function heardInWhole(title = 'Frankfurt') {
  const condition = new ClusterCondition({ name: 'fra', title });
  for (const collection of collections) {
    condition.heard(collection, 0, { askedAtMs: 0 });
  }
  return condition;
}
function hearOthers(
  condition: ClusterCondition,
  atMs: number,
  askedAtMs = atMs,
) {
  for (const each of collections) {
    if (each !== autoscalers) condition.heard(each, atMs, { askedAtMs });
  }
}
const apartIn = (condition: ClusterCondition, nowMs: number) =>
  [...condition.apart(nowMs).keys()].map(({ id }) => id);

describe('ClusterCondition', () => {
  it('sets a collection apart that is refused while others are heard', () => {
    const condition = heardInWhole();
    condition.failed(autoscalers, failure('403'), 10 * SECOND);
    hearOthers(condition, 12 * SECOND);
    const reason =
      'the autoscalers of Frankfurt may not be read: 403 Forbidden; grant list and watch on horizontalpodautoscalers.autoscaling';
    expect([...condition.apart(13 * SECOND)]).toEqual([[autoscalers, reason]]);
    expect(condition.health(13 * SECOND)).toEqual({
      confirmedAtMs: 12 * SECOND,
      answeredAtMs: 12 * SECOND,
      error: undefined,
      unreadable: [
        {
          part: 'horizontalpodautoscalers.autoscaling',
          reason,
          code: '403',
          since: '1970-01-01T00:00:10.000Z',
        },
      ],
      notes: [],
    });
  });

  it('only notes a refusal until the cluster answers another question', () => {
    const condition = heardInWhole();
    condition.failed(autoscalers, failure('403'), 10 * SECOND);
    expect(apartIn(condition, 11 * SECOND)).toEqual([]);
    expect(condition.health(11 * SECOND)).toEqual({
      error: undefined,
      confirmedAtMs: 0,
      answeredAtMs: 0,
      unreadable: [],
      notes: [
        'Just now the autoscalers of Frankfurt may not be read: 403 Forbidden; grant list and watch on horizontalpodautoscalers.autoscaling; whether that lasts is not known yet',
      ],
    });
  });

  it('changes its mind about nothing while a cluster begins to refuse everything', () => {
    const condition = heardInWhole();
    const said = new Set<string>();
    // Open watches still tell of changes, and end one after the other.
    collections.forEach((ending, i) => {
      const nowMs = (10 + i * 4) * SECOND;
      condition.failed(ending, failure('403'), nowMs);
      for (const open of collections.slice(i + 1)) {
        condition.heard(open, nowMs + SECOND, { askedAtMs: 0 });
      }
      const { error, unreadable, confirmedAtMs } = condition.health(
        nowMs + 2 * SECOND,
      );
      said.add(JSON.stringify([error?.code, unreadable, confirmedAtMs]));
    });
    expect([...said]).toEqual(['[null,[],0]', '["403",[],0]']);
    expect(apartIn(condition, 900 * SECOND)).toEqual([]);
  });

  it('keeps what was set apart when the whole cluster fails afterwards', () => {
    const condition = heardInWhole();
    condition.failed(autoscalers, failure('403'), 10 * SECOND);
    hearOthers(condition, 20 * SECOND);
    condition.apart(20 * SECOND);
    for (const each of collections) {
      condition.failed(each, failure('ECONNREFUSED'), 60 * SECOND);
    }
    expect(condition.health(70 * SECOND)).toMatchObject({
      error: { code: 'ECONNREFUSED' },
      unreadable: [{ part: 'horizontalpodautoscalers.autoscaling' }],
    });
  });

  it('gives other failures a minute before what depends on them is unknown', () => {
    const condition = heardInWhole();
    condition.failed(autoscalers, failure('500'), 10 * SECOND);
    hearOthers(condition, 60 * SECOND);
    expect(apartIn(condition, 60 * SECOND)).toEqual([]);
    expect(condition.health(60 * SECOND)).toMatchObject({
      confirmedAtMs: 0,
      unreadable: [],
      notes: [
        'Just now the autoscalers of Frankfurt cannot be read: it said 500; whether that lasts is not known yet',
      ],
    });
    expect(apartIn(condition, 71 * SECOND)).toEqual([autoscalers.id]);
    expect(condition.health(71 * SECOND).confirmedAtMs).toBe(60 * SECOND);
  });

  it('takes a cluster for down that does not answer otherwise', () => {
    const condition = heardInWhole();
    condition.failed(autoscalers, failure('ECONNREFUSED'), 10 * SECOND);
    expect(condition.health(20 * SECOND)).toMatchObject({
      confirmedAtMs: 0,
      error: { code: 'ECONNREFUSED' },
      unreadable: [],
    });
    for (const each of collections) {
      condition.failed(each, failure('403'), 20 * SECOND);
    }
    expect(apartIn(condition, 900 * SECOND)).toEqual([]);
    expect(condition.health(900 * SECOND)).toMatchObject({
      confirmedAtMs: 0,
      error: { code: '403' },
    });
  });

  it('does not make the rest older when the whole cluster follows', () => {
    const condition = heardInWhole();
    condition.failed(autoscalers, failure('403'), 10 * SECOND);
    hearOthers(condition, 600 * SECOND);
    condition.apart(600 * SECOND);
    for (const each of collections) {
      condition.failed(each, failure('500'), 610 * SECOND);
    }
    expect(condition.health(611 * SECOND)).toMatchObject({
      confirmedAtMs: 600 * SECOND,
      error: { code: '500' },
    });
  });

  it('takes a collection back that is read again', () => {
    const condition = heardInWhole();
    condition.failed(autoscalers, failure('404'), 10 * SECOND);
    hearOthers(condition, 12 * SECOND);
    condition.apart(12 * SECOND);
    expect(condition.health(12 * SECOND).unreadable).toEqual([
      expect.objectContaining({
        reason:
          'the autoscalers of Frankfurt cannot be read: 404 Not Found; the cluster does not serve horizontalpodautoscalers.autoscaling in version v2',
      }),
    ]);
    condition.heard(autoscalers, 20 * SECOND, { askedAtMs: 20 * SECOND });
    expect(apartIn(condition, 20 * SECOND)).toEqual([]);
    expect(condition.health(20 * SECOND)).toMatchObject({
      confirmedAtMs: 12 * SECOND,
      unreadable: [],
    });
  });

  it('knows nothing of a cluster of which only extensions were ever read', () => {
    const condition = new ClusterCondition({ name: 'fra', title: 'fra' });
    for (const each of collections) {
      if (each.builtIn) condition.failed(each, failure('403'), 0);
      else condition.heard(each, 0, { askedAtMs: 0 });
    }
    expect(condition.health(SECOND)).toMatchObject({
      confirmedAtMs: undefined,
      error: { code: '403' },
    });
  });

  it('tells what is not installed without taking it for an error', () => {
    const condition = heardInWhole();
    condition.heard(fleets, 0, { askedAtMs: 0, absent: true });
    expect(condition.health(0)).toEqual({
      confirmedAtMs: 0,
      answeredAtMs: 0,
      error: undefined,
      unreadable: [],
      notes: ['fleets.agones.dev is not installed there: no Fleet is shown'],
    });
  });

  it('has tried all collections once each has answered or failed', () => {
    const condition = new ClusterCondition({ name: 'fra', title: 'fra' });
    for (const each of collections) {
      expect(condition.isTried).toBe(false);
      if (each === deployments) condition.failed(each, failure('500'), 0);
      else condition.heard(each, 0, { askedAtMs: 0 });
    }
    expect(condition.isTried).toBe(true);
  });
});
