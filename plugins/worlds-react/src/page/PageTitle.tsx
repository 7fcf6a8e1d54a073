import { configApiRef, useApi } from '@backstage/core-plugin-api';
import { useEffect } from 'react';

/** What the browser calls the page, followed by the name of the portal; renders nothing. */
export function PageTitle({ title }: { title: string }) {
  const portal = useApi(configApiRef).getOptionalString('app.title');
  useEffect(() => {
    const before = document.title;
    document.title = portal ? `${title} | ${portal}` : title;
    return () => {
      document.title = portal ?? before;
    };
  }, [title, portal]);
  return null;
}
