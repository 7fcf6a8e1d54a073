import { act, render } from '@testing-library/react';
import { createMemoryRouter, RouterProvider } from 'react-router-dom';
import { z } from 'zod';
import { createListAddress } from './listAddress';
import { useListAddress } from './useListAddress';

const schema = z.strictObject({
  region: z.array(z.string()).optional(),
  q: z.string().optional(),
  sort: z.string().default('name'),
  order: z.enum(['asc', 'desc']).default('asc'),
  limit: z.coerce.number().default(50),
  offset: z.coerce.number().default(0),
});
const address = createListAddress({
  schema,
  lists: ['region'],
  singles: ['q'],
});

function open(search: string) {
  let used: ReturnType<typeof useListAddress<z.output<typeof schema>>>;
  function Page() {
    used = useListAddress(address);
    return null;
  }
  const router = createMemoryRouter([{ path: '/list', element: <Page /> }], {
    initialEntries: [`/list${search}`],
  });
  render(<RouterProvider router={router} />);
  return {
    now: () => used,
    search: () => router.state.location.search,
    router,
  };
}

it('begins at the first page with another filter, and keeps the rest', () => {
  const page = open('?region=eu&sort=size&offset=100');
  expect(page.now().isNarrowed).toBe(true);
  act(() => page.now().change({ q: 'gate' }));
  expect(page.search()).toBe('?region=eu&q=gate&sort=size');
  act(() => page.now().change({ offset: 50 }));
  expect(page.search()).toBe('?region=eu&q=gate&sort=size&offset=50');
});

it('can be undone by the back button, but for what replaces', async () => {
  const page = open('');
  act(() => page.now().change({ region: ['eu'] }));
  act(() => page.now().change({ q: 'g' }, { replace: true }));
  act(() => page.now().change({ q: 'gate' }, { replace: true }));
  expect(page.search()).toBe('?region=eu&q=gate');
  await act(() => page.router.navigate(-1));
  expect(page.search()).toBe('');
});

it('clears filters and keeps the order', () => {
  const page = open('?region=eu&q=gate&sort=size&order=desc&offset=50');
  act(() => page.now().clear());
  expect(page.search()).toBe('?sort=size&order=desc');
  expect(page.now().isNarrowed).toBe(false);
});

it('clears an address that it does not understand', () => {
  const page = open('?mood=good');
  expect(page.now()).toMatchObject({ problem: "'mood'", isNarrowed: false });
  act(() => page.now().clear());
  expect(page.search()).toBe('');
});
