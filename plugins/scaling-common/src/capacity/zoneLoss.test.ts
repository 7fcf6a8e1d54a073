import { facts } from '../__testUtils__/capacity';
import { NodeGrowth } from './nodeGrowth';
import { WorkloadFacts } from './workloadFacts';
import { zoneLossOf } from './zoneLoss';

const loss = (
  changes: Partial<WorkloadFacts>,
  inUse: number | null,
  others: WorkloadFacts[] = [],
) =>
  zoneLossOf({
    facts: [facts(changes), ...others],
    ...{ inUse, noun: 'replica' },
  });
const zones = (...ready: number[]) => ({
  zones: ready.map((n, i) => ({ zone: 'abcd'[i], ready: n, total: n })),
});

describe('zoneLossOf', () => {
  it('holds where the rest carries the demand', () => {
    expect(loss(zones(4, 4, 4), 7.6)).toMatchObject({
      ...{ verdict: 'holds', largest: 'a', readyWithoutLargest: 8, missing: 0 },
      sentence:
        'Without zone a, the largest, 8 of 12 replicas are left; the present demand needs 8.',
    });
  });

  it('recovers where what is missing has room elsewhere, and says how much it is', () => {
    const short = loss(zones(4, 5, 4), 11);
    expect(short).toMatchObject({ verdict: 'recovers', missing: 3 });
    expect(short.largest).toBe('b');
    expect(short.sentence).toBe(
      'Without zone b, the largest, 8 of 13 replicas are left; the present demand needs 11, so 3 would be missing until they start anew in a and c, where there is room.',
    );
  });

  it('breaks where other zones have no room for what is missing', () => {
    const room = [
      { zone: 'a', pods: 40 },
      { zone: 'b', pods: 1 },
      { zone: 'c', pods: 0 },
    ];
    const tight = loss({ ...zones(4, 3, 3), room }, 9);
    expect(tight).toMatchObject({
      ...{ verdict: 'breaks', missing: 3, roomElsewhere: 1 },
    });
    expect(tight.sentence).toMatch(/other zones have room for 1 only\.$/);
    const none = room.map(each => ({ ...each, pods: 0 }));
    expect(loss({ ...zones(4, 3, 3), room: none }, 9).sentence).toMatch(
      /the nodes of other zones have no room for them\.$/,
    );
  });

  const full = {
    ...zones(4, 3, 3),
    room: ['a', 'b', 'c'].map(zone => ({ zone, pods: 0 })),
  };

  it('recovers on nodes that may be added', () => {
    const general = {
      ...{ name: 'NodePool general', pods: null },
      zones: 'any' as const,
    };
    const nodeGrowth = { sources: [general], unknown: null, notes: [] };
    expect(loss({ ...full, nodeGrowth }, 9)).toMatchObject({
      verdict: 'recovers',
      sentence: expect.stringMatching(
        /so 3 would be missing until they start anew on nodes that NodePool general may add\.$/,
      ),
    });
    const two = { ...nodeGrowth, sources: [{ ...general, pods: 2 }] };
    expect(loss({ ...full, nodeGrowth: two }, 9).verdict).toBe('breaks');
  });

  it('counts only what may be added in the zones that are left', () => {
    const added = (...sources: NodeGrowth['sources']) =>
      loss({ ...full, nodeGrowth: { sources, unknown: null, notes: [] } }, 9);
    const inLost = { name: 'NodePool a', pods: null, zones: ['a'] };
    const inLeft = { name: 'NodePool b', pods: 2, zones: ['a', 'b'] };
    const group = { name: 'node group workers', pods: 1 };
    expect(added(inLost)).toMatchObject({
      verdict: 'breaks',
      sentence: expect.stringMatching(/have no room for them\.$/),
    });
    expect(added(inLost, { ...inLeft, pods: 3 })).toMatchObject({
      verdict: 'recovers',
      sentence: expect.stringMatching(/on nodes that NodePool b may add\.$/),
    });
    expect(added(inLost, inLeft, group)).toMatchObject({
      verdict: 'unknown',
      sentence: expect.stringMatching(
        /no room for them; whether those that node group workers may add are in other zones is not known\.$/,
      ),
    });
    expect(added(inLost, { ...inLeft, pods: 1 }, group).verdict).toBe('breaks');
  });

  it.each<[string, Partial<WorkloadFacts>, RegExp]>([
    [
      'whether other zones have room',
      { room: null },
      /so 3 would be missing; whether the other zones have room for them is not known\.$/,
    ],
    [
      'whether nodes may be added',
      { nodeGrowth: { sources: [], unknown: 'it may not', notes: [] } },
      /no room for them; whether nodes may be added is not known: it may not\.$/,
    ],
    ['what adds nodes', { nodeGrowth: undefined }, /has not been read yet\.$/],
  ])('is not known where it is not known %s', (_, changes, sentence) => {
    expect(loss({ ...full, ...changes }, 9)).toMatchObject({
      ...{ verdict: 'unknown', missing: 3, readyWithoutLargest: 6 },
      sentence: expect.stringMatching(sentence),
    });
  });

  it('adds the zones of several workloads up', () => {
    const other = facts({ name: 'other', ...zones(0, 5) });
    expect(loss(zones(3, 1), 4, [other])).toMatchObject({
      ...{ largest: 'b', readyWithoutLargest: 3, missing: 1 },
    });
  });

  it('is not known without zones, pods, or demand', () => {
    const nameless = loss({ zones: [{ zone: '', ready: 3, total: 3 }] }, 2);
    expect(nameless.verdict).toBe('unknown');
    expect(nameless.sentence).toMatch(/label topology.kubernetes.io\/zone/);
    const whyNoZones = 'the pods of Frankfurt may not be read: 403 Forbidden';
    expect(loss({ zones: null, whyNoZones }, 2).sentence).toBe(
      `Where its replicas run is not known: ${whyNoZones}.`,
    );
    const undemanded = loss(zones(2, 2), null);
    expect(undemanded).toMatchObject({
      ...{ verdict: 'unknown', readyWithoutLargest: 2, missing: null },
    });
    expect(loss(zones(0, 0), 2).verdict).toBe('unknown');
    expect(
      zoneLossOf({ facts: [undefined], inUse: 1, noun: 'replica' }).sentence,
    ).toMatch(/have not been read yet/);
  });

  it('takes all with it where there is a single zone', () => {
    expect(loss(zones(5), 4)).toMatchObject({
      ...{ verdict: 'breaks', readyWithoutLargest: 0, missing: 4 },
    });
    expect(loss(zones(1), 1).sentence).toMatch(
      /^The only replica that is ready runs in zone a;/,
    );
  });
});
