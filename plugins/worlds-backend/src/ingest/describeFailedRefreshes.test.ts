import { describeFailedRefreshes } from './describeFailedRefreshes';

const location = (target: string, message?: string, level = 'error') => ({
  ...{ apiVersion: 'backstage.io/v1alpha1', kind: 'Location' },
  metadata: {
    name: 'l',
    annotations: {
      'backstage.io/managed-by-location': 'url:https://forge.test/all.yaml',
    },
  },
  spec: { target },
  ...(message && {
    status: {
      items: [{ type: 'backstage.io/catalog-processing', level, message }],
    },
  }),
});

it('counts by host what cannot be refreshed, with the first reason', () => {
  const refused = 'Error: Unable to read url, 403 Forbidden.';
  expect(
    describeFailedRefreshes([
      location('http://localhost:7101/a.yaml', refused),
      location('http://localhost:7101/b.yaml', 'too late'),
      location('./c.yaml', 'InputError: no name'),
      location('https://fine.test/d.yaml'),
      location('https://fine.test/e.yaml', 'deprecated', 'warning'),
    ]),
  ).toEqual([
    {
      part: 'locations of http://localhost:7101',
      reason:
        'http://localhost:7101: 2 locations cannot be refreshed, the first: Error: Unable to read url, 403 Forbidden',
      since: null,
    },
    {
      part: 'locations of https://forge.test',
      reason:
        'https://forge.test: 1 location cannot be refreshed: InputError: no name',
      since: null,
    },
  ]);
});

it('shows no credentials of a host', () => {
  const [part] = describeFailedRefreshes([
    location(
      'https://ann:hush@forge.test/a.yaml',
      'GET https://ann:hush@forge.test/a.yaml failed',
    ),
  ]);
  expect(JSON.stringify(part)).not.toContain('hush');
  expect(part.part).toBe('locations of https://forge.test');
});
