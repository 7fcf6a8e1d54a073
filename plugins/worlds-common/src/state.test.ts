import { formatAge, freshnessAt, spellAge } from './freshness';
import { worstState } from './state';
import { isWorldService } from './vocabulary';

it.each([
  [['healthy', 'unknown'], 'unknown'],
  [['unknown', 'atRisk', 'healthy'], 'atRisk'],
  [['atRisk', 'breached'], 'breached'],
  [[], 'unknown'],
] as const)('finds in %j the worst state %s', (states, worst) => {
  expect(worstState(states)).toBe(worst);
});

const now = Date.parse('2026-11-01T12:00:00Z');
const ago = (ms: number) => new Date(now - ms).toISOString();

it.each([
  [ago(60_000), 'fresh'],
  [ago(60_001), 'old'],
  [ago(300_000), 'old'],
  [ago(300_001), 'unknown'],
  [ago(-5_000), 'fresh'],
  [null, 'unknown'],
  ['yesterday', 'unknown'],
])('counts what was observed at %s as %s', (at, freshness) => {
  expect(freshnessAt(at, now)).toBe(freshness);
});

it.each([
  ['Component', 'world-service', true],
  ['component', 'Shard-Service', true],
  ['Component', 'website', false],
  ['API', 'world-service', false],
  ['Component', undefined, false],
])('knows whether a %s of type %s is a world service', (kind, type, is) => {
  expect(isWorldService({ kind, spec: { type } })).toBe(is);
});

it.each([
  [-5, '0 s', '0 seconds'],
  [1999, '1 s', '1 second'],
  [89_999, '89 s', '89 seconds'],
  [119_999, '1 min', '1 minute'],
  [7.9 * 60_000, '7 min', '7 minutes'],
  [26.5 * 3_600_000, '26 h', '26 hours'],
  [2 * 86_400_000, '2 d', '2 days'],
])('tells %s ms as %s, and in words as %s', (ms, letters, words) => {
  expect(formatAge(ms)).toBe(letters);
  expect(spellAge(ms)).toBe(words);
});
