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
      <EmptyNote title="Not known yet">{describeUnread(unread)}</EmptyNote>
    </div>
  );
}

function describeUnread(unread: FleetUnread): string {
  const catalog = unread.find(({ part }) => part === 'catalog');
  if (catalog) {
    return catalog.failing
      ? 'The catalog cannot be read.'
      : 'The catalog is still being read.';
  }
  return neverAnswered(unread);
}

/** Names the domains that have never answered. */
export function neverAnswered(unread: FleetUnread): string {
  const say = (titles: string[], one: string, several: string) =>
    titles.length === 0
      ? []
      : [`${listOf(titles)} ${titles.length === 1 ? one : several}.`];
  const titles = (failing: boolean) =>
    unread
      .filter(part => part.part === 'domain' && part.failing === failing)
      .map(({ title }) => title);
  return [
    ...say(titles(true), 'has never answered', 'have never answered'),
    ...say(titles(false), 'has not answered yet', 'have not answered yet'),
  ].join(' ');
}

function listOf(titles: string[]): string {
  const last = titles.length - 1;
  return last < 1
    ? titles.join()
    : `${titles.slice(0, last).join(', ')} and ${titles[last]}`;
}
