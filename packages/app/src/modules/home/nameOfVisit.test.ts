import { nameOfVisit } from './nameOfVisit';

const pages = [
  { href: '/', title: 'Home' },
  { href: '/catalog', title: 'Catalog' },
  { href: '/catalog-graph', title: 'Graph' },
  { href: '/fleet', title: 'Fleet' },
  { href: '/create', title: 'Create' },
];

describe('nameOfVisit', () => {
  it.each([
    ['/fleet', { page: 'Fleet' }],
    ['/fleet/sources', { page: 'Fleet', part: 'Sources' }],
    ['/catalog-graph', { page: 'Graph' }],
    [
      '/create/templates/default/shard-service',
      { page: 'Create', part: 'Shard service' },
    ],
    [
      '/create/tasks/4a7b0d3e-1f7c-4f1e-9f55-0c64f0a5a111',
      { page: 'Create', part: 'Tasks' },
    ],
    ['/elsewhere', {}],
  ])('names %s', (pathname, name) => {
    expect(nameOfVisit(pathname, pages)).toEqual(name);
  });

  it('names the tab of an entity', () => {
    const ref = 'component:default/gate';
    const page = '/catalog/default/component/gate';
    expect(nameOfVisit(page, pages, ref)).toEqual({ page: 'Catalog' });
    expect(nameOfVisit(`${page}/scaling`, pages, ref)).toEqual({
      page: 'Catalog',
      part: 'Scaling',
    });
  });
});
