import { explainUnlisted } from './explainUnlisted';

const NOW = Date.parse('2026-11-22T20:00:00Z');
const read = (secondsAgo: number, reachable = true) => ({
  ...{ reachable },
  lastSuccessAt: new Date(NOW - secondsAgo * 1_000).toISOString(),
});

describe('why nothing is known of a service that is not listed', () => {
  it.each<[string, Parameters<typeof explainUnlisted>[0], string]>([
    [
      'newer than the last reading, it says when the next one is',
      read(12),
      'It was not among the components of type world-service or shard-service when those were last read from the catalog, 12 seconds ago. They are read every 30 seconds, next within 18 seconds: if it is one of them, it appears then.',
    ],
    [
      'a reading that is due comes at any moment',
      read(31),
      'It was not among the components of type world-service or shard-service when those were last read from the catalog, 31 seconds ago. They are read every 30 seconds, next at any moment: if it is one of them, it appears then.',
    ],
    [
      'it promises nothing while the catalog fails',
      read(120, false),
      'It was not among the components of type world-service or shard-service when those were last read from the catalog, 2 minutes ago; since then that fails.',
    ],
    [
      'before the first reading nobody knows',
      { lastSuccessAt: null, reachable: null },
      'The components of type world-service or shard-service have not been read from the catalog yet.',
    ],
  ])('%s', (_, catalog, reason) => {
    expect(explainUnlisted(catalog, NOW)).toBe(reason);
  });
});
