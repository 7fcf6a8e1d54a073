import { LaneView } from '@worldscale/backstage-plugin-worlds-react';
import { withLane } from './happenings';

const at = Date.parse('2026-11-20T20:00:00Z');
const lane: LaneView = {
  ...{ id: 'timeline-lane:scaling/changes', title: 'Changes of size' },
  answer: {
    marks: [
      {
        ...{ id: 'm1', atMs: at, title: '12 → 14 replicas' },
        ...{ sentence: 'The autoscaler followed the players.' },
      },
      {
        ...{ id: 'm2', atMs: at + 1, title: 'to 14 replicas of the preview' },
        ...{ sentence: 'A new version goes out.', topic: 'deployment' },
        where: 'Europe (Frankfurt)',
      },
    ],
    periods: [
      {
        ...{ id: 'p1', fromMs: at + 2, toMs: null, title: 'Region lost' },
        ...{ sentence: 'Nobody gets in.', topic: 'incident' },
      },
    ],
  },
};

it('takes deployments and incidents from the lanes of any domain, and nothing else', () => {
  expect(Object.values(withLane({}, lane))).toEqual([
    {
      ...{ id: 'timeline-lane:scaling/changes|m2', atMs: at + 1 },
      label:
        'Deployment: to 14 replicas of the preview, Europe (Frankfurt): A new version goes out.',
      look: 'other',
    },
    {
      ...{ id: 'timeline-lane:scaling/changes|p1', atMs: at + 2 },
      label: 'Incident: Region lost: Nobody gets in.',
      look: 'down',
    },
  ]);
});

it('keeps what it knew when a lane says less, and stays the same when it says the same', () => {
  const known = withLane({}, lane);
  expect(withLane(known, lane)).toBe(known);
  expect(withLane(known, { ...lane, answer: undefined })).toBe(known);
  expect(withLane(known, { ...lane, answer: { marks: [] } })).toBe(known);
});
