import { SourceHealth } from '@worldscale/backstage-plugin-worlds-common';
import { unknownSince } from './unknownSince';

const NOW = '2026-11-22T20:00:00.000Z';
const EARLIER = '2026-11-22T19:30:00.000Z';

const frankfurt: SourceHealth = {
  ...{ id: 'cluster:fra', kind: 'kubernetes', title: 'Cluster Frankfurt' },
  ...{ reachable: true, lastSuccessAt: NOW, lastError: null, notes: [] },
  unreadable: [
    {
      part: 'deployments.apps',
      reason: 'the Deployments may not be read',
      since: '2026-11-22T18:00:00.000Z',
    },
    {
      part: 'horizontalpodautoscalers.autoscaling',
      reason: 'the autoscalers may not be read',
      since: EARLIER,
    },
  ],
};
const region = {
  clusters: ['fra'],
  freshness: 'fresh' as const,
  observedAt: NOW,
  reason: 'Not known: the autoscalers may not be read.',
};

describe('unknownSince', () => {
  it('is when the part began to fail that the reason names', () => {
    expect(unknownSince(region, [frankfurt])).toBe(EARLIER);
    const unread = {
      ...{ clusters: ['fra'], freshness: 'unknown' as const },
      ...{ observedAt: null, reason: 'The autoscalers may not be read, so …' },
    };
    expect(unknownSince(unread, [frankfurt])).toBe(EARLIER);
  });

  it('is when it was last observed where it grew too old', () => {
    const old = { ...region, freshness: 'unknown' as const };
    expect(unknownSince(old, [frankfurt])).toBe(NOW);
  });

  it('is not told where the beginning is not known', () => {
    const other = { ...region, reason: 'status.replicas is no count.' };
    expect(unknownSince(other, [frankfurt])).toBeNull();
    const elsewhere = { ...region, clusters: ['nrt'] };
    expect(unknownSince(elsewhere, [frankfurt])).toBeNull();
    const [, part] = frankfurt.unreadable;
    const undated = { ...frankfurt, unreadable: [{ ...part, since: null }] };
    expect(unknownSince(region, [undated])).toBeNull();
  });
});
