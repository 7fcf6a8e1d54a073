import { readDeployment } from '../kubernetes/workload';
import { nextProgress } from './progress';

const T0 = Date.parse('2026-11-22T10:00:00.000Z');
const MINUTE = 60_000;

function workload(desired: number, ready: number, conditions: unknown[] = []) {
  return readDeployment({
    metadata: { name: 'gateway', generation: 1 },
    spec: { replicas: desired },
    status: {
      observedGeneration: 1,
      replicas: desired,
      readyReplicas: ready,
      conditions,
    },
  });
}

describe('nextProgress', () => {
  it('remembers since when replicas are missing', () => {
    const first = nextProgress(undefined, workload(4, 3), T0);
    const later = nextProgress(first, workload(4, 3), T0 + 5 * MINUTE);
    expect(later.shortSince).toBe('2026-11-22T10:00:00.000Z');
  });

  it('starts anew when one more becomes ready', () => {
    const first = nextProgress(undefined, workload(4, 2), T0);
    const later = nextProgress(first, workload(4, 3), T0 + MINUTE);
    expect(later.shortSince).toBe('2026-11-22T10:01:00.000Z');
  });

  it('starts anew when more are asked for', () => {
    const first = nextProgress(undefined, workload(4, 3), T0);
    const later = nextProgress(first, workload(6, 3), T0 + MINUTE);
    expect(later.shortSince).toBe('2026-11-22T10:01:00.000Z');
  });

  it('does not start anew when one more is lost', () => {
    const first = nextProgress(undefined, workload(4, 3), T0);
    const later = nextProgress(first, workload(4, 2), T0 + MINUTE);
    expect(later.shortSince).toBe('2026-11-22T10:00:00.000Z');
  });

  it('forgets once enough are ready', () => {
    const first = nextProgress(undefined, workload(4, 3), T0);
    expect(nextProgress(first, workload(4, 4), T0).shortSince).toBeNull();
  });

  it('believes a Deployment that says since when it is unavailable', () => {
    const conditions = [
      {
        type: 'Available',
        status: 'False',
        lastTransitionTime: '2026-11-22T09:30:00Z',
      },
    ];
    const first = nextProgress(undefined, workload(4, 1, conditions), T0);
    expect(first.shortSince).toBe('2026-11-22T09:30:00.000Z');
  });

  it('believes the earliest of what a Deployment says of being stuck', () => {
    const conditions = [
      {
        type: 'Available',
        status: 'True',
        lastTransitionTime: '2026-11-01T00:00:00Z',
      },
      {
        type: 'Progressing',
        status: 'False',
        lastTransitionTime: '2026-11-21T10:29:00Z',
      },
    ];
    const first = nextProgress(undefined, workload(4, 3, conditions), T0);
    expect(first.shortSince).toBe('2026-11-21T10:29:00.000Z');
  });
});
