import { sloAddress } from './sloAddress';

const read = (text: string) => sloAddress.read(new URLSearchParams(text));

it('reads what it writes', () => {
  const address =
    '?world=aurora&world=ember&owner=core&state=breached&decision=freeze&q=log+in&journeys=true&sort=remaining&order=desc&limit=100&offset=200';
  const { query } = read(address);
  expect(query).toMatchObject({
    world: ['aurora', 'ember'],
    state: ['breached'],
    journeys: true,
    limit: 100,
  });
  expect(sloAddress.write(query!)).toBe(address);
  expect(sloAddress.isNarrowed(query!)).toBe(true);
});

it('leaves out what is as it would be anyway', () => {
  const { query } = read('');
  expect(query).toMatchObject({ sort: 'worst', order: 'asc', limit: 50 });
  expect(sloAddress.write(query!)).toBe('');
  expect(sloAddress.isNarrowed(query!)).toBe(false);
});

it('names what it does not understand', () => {
  expect(read('state=fine').problem).toBe("'state'");
  expect(read('sort=mood&colour=red').problem).toBe("'sort', 'colour'");
  expect(read('journeys=maybe').problem).toBe("'journeys'");
});
