import { configApiRef } from '@backstage/core-plugin-api';
import { ConfigReader } from '@backstage/config';
import { TestApiProvider } from '@backstage/frontend-test-utils';
import { render } from '@testing-library/react';
import { PageTitle } from './PageTitle';

it('names page and portal, and leaves only the portal behind', () => {
  const config = new ConfigReader({ app: { title: 'LifeVerse' } });
  const titled = (title: string) => (
    <TestApiProvider apis={[[configApiRef, config]]}>
      <PageTitle title={title} />
    </TestApiProvider>
  );
  const { rerender, unmount } = render(titled('Shards'));
  expect(document.title).toBe('Shards | LifeVerse');
  rerender(titled('aurora-1'));
  expect(document.title).toBe('aurora-1 | LifeVerse');
  unmount();
  expect(document.title).toBe('LifeVerse');
});
