import { FleetUnread } from '@worldscale/backstage-plugin-worlds-common';
import { EmptyNote } from '@worldscale/backstage-plugin-worlds-react';

/**
 * In place of rows that are not there: nobody knows yet, or there are none. Never the
 * latter while something that could bring some has not been read.
 */
export function NoServicesYet({ unread }: { unread: FleetUnread }) {
  if (unread.length === 0) {
    return (
      <EmptyNote title="No services yet">
        The catalog shows you no component of type world-service or
        shard-service.
      </EmptyNote>
    );
  }
  return (
    <div role="status">
      <EmptyNote title="Not known yet">
        {unread.includes('catalog')
          ? 'The catalog is still being read.'
          : 'Not every domain that gives states has answered yet.'}
      </EmptyNote>
    </div>
  );
}
