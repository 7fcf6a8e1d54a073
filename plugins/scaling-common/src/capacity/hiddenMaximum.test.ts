import { capacityOf, facts, growth, players } from '../__testUtils__/capacity';
import { explain } from '../__testUtils__/explain';

describe('a maximum that cannot be read', () => {
  const blind = explain({ autoscalersUnreadable: 'refused: 403 Forbidden' });
  const quotas = (left: number) => [
    {
      ...{ quota: 'compute', resource: 'pods', unit: 'pods' as const },
      ...{ hard: 200, used: 200 - left, leftReplicas: left },
    },
  ];
  const room = [{ zone: 'a', pods: 400 }];
  const declared = { amount: 1_000, unit: 'players' };
  const capacityWith = (left: number, perMinute: number) =>
    capacityOf({
      ...{ workloads: [blind], declared },
      facts: facts({ room, quotas: quotas(left) }),
      series: players({ growth: growth(perMinute, perMinute === 0) }),
    });

  it('leaves headroom unknown, however much the other limits leave', () => {
    for (const perMinute of [100, 0, -50]) {
      const { headroom, verdict, sentence, binding } = capacityWith(
        ...([152, perMinute] as const),
      );
      expect(headroom).toEqual({ replicas: null, units: null, minutes: null });
      expect(verdict).toBe('unknown');
      expect(sentence).toBe(
        'At most 152 more replicas are possible: the maximum of the autoscaler is not known (Whether an autoscaler scales the Deployment gateway is not known: refused: 403 Forbidden).',
      );
      expect(binding?.sentence).toMatch(/^At most 152 more replicas/);
    }
  });

  it('does not hide that even the other limits leave too little', () => {
    const short = capacityWith(3, 1_000);
    expect(short).toMatchObject({
      ...{ verdict: 'notEnoughTime', headroom: { replicas: null, minutes: 3 } },
    });
    expect(short.findings.map(({ code }) => code)).toEqual(['headroomShort']);
    expect(capacityWith(0, 1_000).headroom.replicas).toBe(0);
  });
});
