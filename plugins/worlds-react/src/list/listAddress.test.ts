import { z } from 'zod';
import { createListAddress } from './listAddress';

const address = createListAddress({
  schema: z.strictObject({
    colour: z.array(z.enum(['red', 'green'])).optional(),
    region: z.array(z.string()).optional(),
    from: z.coerce.number().optional(),
    only: z.stringbool().optional(),
    q: z.string().optional(),
    sort: z.enum(['name', 'size']).default('name'),
    order: z.enum(['asc', 'desc']).default('asc'),
    limit: z.coerce.number().min(1).default(50),
    offset: z.coerce.number().min(0).default(0),
  }),
  lists: ['region', 'colour'],
  singles: ['from', 'only', 'q'],
});
const read = (search: string) => address.read(new URLSearchParams(search));

it.each([
  '',
  '?region=eu&region=us&colour=red&q=log+in',
  '?from=0&only=true&sort=size&order=desc&limit=100&offset=200',
])('writes what it read: %s', search => {
  const { query } = read(search);
  expect(query).toBeDefined();
  expect(address.write(query!)).toBe(search);
});

it('leaves out what is as it would be anyway', () => {
  const { query } = read('?sort=name&order=asc&limit=50&offset=0&q=');
  expect(address.write(query!)).toBe('');
  expect(address.write({})).toBe('');
});

it('takes the last of several values where there can be one', () => {
  expect(read('?q=gate&q=mail').query?.q).toBe('mail');
});

it.each([
  ['?colour=blue', "'colour'"],
  ['?limit=0&order=up', "'order', 'limit'"],
  ['?mood=good&place=here', "'mood', 'place'"],
  ['?colour=blue&colour=grey', "'colour'"],
])('names what it cannot read in %s', (search, problem) => {
  expect(read(search)).toEqual({ problem });
});

it.each([
  ['', false],
  ['?sort=size&order=desc&limit=10&offset=10', false],
  ['?q=', false],
  ['?only=false', false],
  ['?only=true', true],
  ['?from=0', true],
  ['?region=eu', true],
])('knows whether %s leaves anything out', (search, narrowed) => {
  expect(address.isNarrowed(read(search).query!)).toBe(narrowed);
});
