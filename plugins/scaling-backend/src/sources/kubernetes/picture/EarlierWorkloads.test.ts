import { deployment } from '../../../__testUtils__/objects';
import {
  autoscalers,
  deployments,
  FRANKFURT,
  gateway,
  labelled,
  list,
  NOW,
  pictureOf,
  REF,
  versioned,
} from '../../../__testUtils__/pictureScene';
import { CatalogPicture } from '../../catalog/CatalogPicture';
import { collections } from '../collections';
import { ClusterPicture } from './ClusterPicture';
import { ServicePart } from './ServicePart';

const READ_AT = '2026-11-22T19:50:00.000Z';

/** A portal that began anew with what it had stored. */
function restarted(part: ServicePart | undefined) {
  return new ClusterPicture(
    FRANKFURT,
    new CatalogPicture([gateway], []),
    new Map(part ? [[REF, part]] : []),
    [],
    READ_AT,
  );
}
const nameless = (uid?: string) => ({ metadata: { uid } });

describe('a picture that begins with what was known before', () => {
  it('remembers across a restart since when replicas are missing', () => {
    const before = pictureOf();
    const short = deployment('gateway', { ready: 2 });
    before.change(deployments, 'MODIFIED', versioned(short, '11'));
    const part = before.compute(REF, NOW);
    const after = restarted(part);
    list(after, deployments, [versioned(short, '11')]);
    expect(after.compute(REF, NOW + 4 * 60_000)?.workloads[0]).toMatchObject({
      state: 'atRisk',
      reason: '1 of 3 replicas is not ready, for 4 minutes now.',
    });
  });

  it('remembers no such thing of what was gone at the restart', () => {
    const short = versioned(deployment('gateway', { ready: 2 }), '11');
    const before = pictureOf();
    before.change(deployments, 'MODIFIED', short);
    const after = restarted(before.compute(REF, NOW));
    list(after, deployments, []);
    after.change(deployments, 'ADDED', short);
    expect(after.compute(REF, NOW + 4 * 60_000)?.workloads[0].reason).toMatch(
      /the rest are starting/,
    );
  });

  it('keeps what it knew before of a kind that it cannot read, as unknown', () => {
    const part = pictureOf().compute(REF, NOW);
    const after = restarted(part);
    after.setUnreadable(deployments, 'refused with 403');
    expect(after.compute(REF, NOW)?.workloads[0]).toMatchObject({
      state: 'unknown',
      ready: 3,
      reason: 'The Deployment gateway cannot be read now: refused with 403.',
      observedAt: '2026-11-22T19:50:00.000Z',
      lastKnown: { state: 'healthy' },
    });
    // Its autoscaler, which can be read, does not show it a second time.
    list(after, autoscalers, [labelled]);
    expect(after.compute(REF, NOW)?.workloads).toHaveLength(1);
    list(after, deployments, []);
    list(after, autoscalers, []);
    expect(after.compute(REF, NOW)).toBeUndefined();
  });

  it('holds its autoscalers until their kind is read', () => {
    const before = pictureOf();
    before.change(autoscalers, 'ADDED', labelled);
    const after = restarted(before.compute(REF, NOW));
    expect(collections.filter(each => after.holds(each))).toEqual([
      deployments,
      autoscalers,
    ]);
    list(after, autoscalers, []);
    expect(after.holds(autoscalers)).toBe(false);
  });

  it('leaves all as it was known before while the whole cluster refuses', () => {
    const part = pictureOf().compute(REF, NOW);
    const after = restarted(part);
    for (const collection of collections) {
      after.setUnreadable(collection, 'refused with 403');
    }
    expect(after.compute(REF, NOW)).toEqual(part);
  });

  it('keeps a workload that is malformed from the start as last known, with the reason', () => {
    const part = pictureOf().compute(REF, NOW);
    const known = part?.workloads[0];
    const after = restarted(part);
    list(after, deployments, [nameless('uid-1')]);
    const lost = {
      ...known,
      ...{ state: 'unknown', observedAt: READ_AT },
      reason:
        'The Deployment gateway cannot be read now: it could not be understood (no name).',
      findings: expect.anything(),
      lastKnown: { state: 'healthy', reason: known?.reason },
    };
    const again = after.compute(REF, NOW);
    expect(again?.workloads).toEqual([lost]);
    // And so after the next start.
    const twice = restarted(again);
    list(twice, deployments, [nameless('uid-1')]);
    expect(twice.compute(REF, NOW)?.workloads).toEqual([lost]);
    twice.change(
      deployments,
      'MODIFIED',
      versioned(deployment('gateway'), '12'),
    );
    expect(twice.compute(REF, NOW)?.workloads).toEqual([known]);
  });

  it('knows by its uid that another one is malformed', () => {
    const after = restarted(pictureOf().compute(REF, NOW));
    list(after, deployments, [nameless('uid-2')]);
    expect(after.compute(REF, NOW)).toBeUndefined();
  });

  it('says of what tells no uid that it may be the one', () => {
    const after = restarted(pictureOf().compute(REF, NOW));
    list(after, deployments, [nameless()]);
    expect(after.compute(REF, NOW)?.workloads).toMatchObject([
      {
        ...{ state: 'unknown', ready: 3 },
        reason:
          'The Deployment gateway cannot be read now: an object of its kind could not be understood (no name), and may be this one.',
      },
    ]);
    list(after, deployments, []);
    expect(after.compute(REF, NOW)).toBeUndefined();
  });

  it('does not bring back what is gone when its kind cannot be read later', () => {
    const after = restarted(pictureOf().compute(REF, NOW));
    list(after, deployments, []);
    expect(after.compute(REF, NOW)).toBeUndefined();
    after.takeDirty();
    for (const collection of collections) {
      after.setUnreadable(collection, 'refused with 403');
    }
    expect(after.compute(REF, NOW)).toBeUndefined();

    const malformed = restarted(pictureOf().compute(REF, NOW));
    list(malformed, deployments, [nameless('uid-1')]);
    malformed.takeDirty();
    malformed.change(deployments, 'DELETED', nameless('uid-1'));
    expect(malformed.takeDirty()).toEqual([REF]);
    malformed.setUnreadable(deployments, 'refused with 403');
    expect(malformed.compute(REF, NOW)).toBeUndefined();
  });

  it('says of all that it read what it was, once the whole cluster refuses', () => {
    const picture = pictureOf();
    for (const collection of collections) {
      picture.setUnreadable(collection, 'refused with 403', NOW);
    }
    expect(picture.compute(REF, NOW + 60_000)?.workloads).toMatchObject([
      { state: 'unknown', ready: 3, lastKnown: { state: 'healthy' } },
    ]);
  });
});
