import { fleetAddress } from './fleetAddress';

const read = (search: string) => fleetAddress.read(new URLSearchParams(search));

it.each([
  '',
  '?world=aurora&world=none&region=eu&state=atRisk&state=breached&q=gate',
  '?sort=scaling.headroom&order=desc&limit=25&offset=50',
])('writes what it read: %s', search => {
  const { query } = read(search);
  expect(fleetAddress.write(query!)).toBe(search);
});

it('takes a single value of a list as a list', () => {
  expect(read('?state=atRisk').query?.state).toEqual(['atRisk']);
});

it.each([
  ['?state=fine', "'state'"],
  ['?limit=-1&order=up', "'order', 'limit'"],
  ['?colour=red', "'colour'"],
])('names what it cannot read in %s', (search, problem) => {
  expect(read(search)).toEqual({ problem });
});

it.each([
  ['', false],
  ['?sort=service', false],
  ['?q=gate', true],
  ['?region=eu', true],
])('knows whether %s leaves anything out', (search, narrowed) => {
  expect(fleetAddress.isNarrowed(read(search).query!)).toBe(narrowed);
});
