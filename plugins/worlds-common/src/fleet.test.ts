import { fleetFiltersSchema, fleetQuerySchema } from './fleet';

it('has defaults for what is left out', () => {
  expect(fleetQuerySchema.parse({})).toEqual({
    sort: 'state',
    order: 'asc',
    limit: 50,
    offset: 0,
    facets: false,
  });
});

it('reads what a query string gives', () => {
  expect(
    fleetQuerySchema.parse({
      state: 'atRisk',
      world: ['aurora', 'none'],
      limit: '25',
      facets: 'true',
    }),
  ).toMatchObject({
    state: ['atRisk'],
    world: ['aurora', 'none'],
    limit: 25,
    facets: true,
  });
});

it.each([
  { limit: '501' },
  { limit: '1.5' },
  { offset: '-1' },
  { state: ['fine'] },
  { region: '' },
  { facets: '1', colour: 'red' },
  { q: 'x'.repeat(201) },
  { owner: Array.from({ length: 201 }, (_, i) => `o${i}`) },
])('refuses %j', query => {
  expect(fleetQuerySchema.safeParse(query).success).toBe(false);
});

it('ignores what is no filter where only filters are read', () => {
  expect(fleetFiltersSchema.parse({ q: 'gate', limit: 5 })).toEqual({
    q: 'gate',
  });
});
