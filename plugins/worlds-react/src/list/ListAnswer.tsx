import { Button } from '@material-ui/core';
import { Skeleton } from '@material-ui/lab';
import { ComponentType, ReactNode } from 'react';
import { EmptyNote } from '../notes/EmptyNote';
import { ErrorNote, ErrorNoteProps } from '../notes/ErrorNote';
import { Polled } from '../time/usePolled';

export interface ListWords {
  /** `Shards could not be loaded` */
  failed: string;
  /** `Loading shards` */
  loading: string;
  /** `No shard fits all filters.` */
  noMatch?: string;
  /** `There are fewer shards now than when the address was written.` */
  fewer?: string;
}

export interface ListAnswerProps<Data> {
  polled: Polled<Data | undefined>;
  words: ListWords;
  /** How many fit the filters, and how many of them are on this page. */
  count: (data: Data) => { total: number; shown: number };
  /** Whether more may be known soon, so that no filter is to blame for nothing. */
  isIncomplete?: (data: Data) => boolean;
  /** Filters leave something out. */
  isNarrowed?: boolean;
  onClear?: () => void;
  onFirstPage?: () => void;
  /** Above all else that is shown of an answer: what it lacks. */
  notes?: (data: Data) => ReactNode;
  /** Where there is nothing, and no filter is why. */
  nothing: (data: Data) => ReactNode;
  /** Stands where the answer will be. */
  skeleton?: ReactNode;
  /** Tells of a failure in words of the list's own. */
  ErrorFace?: ComponentType<ErrorNoteProps & { onRetry: () => void }>;
  children: (data: Data) => ReactNode;
}

const rows = Array.from({ length: 8 }, (_, i) => (
  <Skeleton key={i} height={48} animation="wave" />
));

function Empty<Data>(props: ListAnswerProps<Data> & { data: Data }) {
  const { data, words, count, isIncomplete, isNarrowed } = props;
  const { onClear, onFirstPage, nothing } = props;
  const offer = (title: string, way: string, onClick?: () => void) => ({
    title,
    action: (
      <Button variant="outlined" onClick={onClick}>
        {way}
      </Button>
    ),
  });
  if (count(data).total > 0) {
    return (
      <EmptyNote {...offer('There is no such page', 'First page', onFirstPage)}>
        {words.fewer}
      </EmptyNote>
    );
  }
  if (!isNarrowed || isIncomplete?.(data)) return <>{nothing(data)}</>;
  return (
    <EmptyNote {...offer('Nothing matches', 'Clear filters', onClear)}>
      {words.noMatch}
    </EmptyNote>
  );
}

/**
 * The answer to what a list asked, or what stands in its place: that it loads, that it
 * failed, that no filter fits, that the page is gone, or that there is nothing.
 */
export function ListAnswer<Data>(props: ListAnswerProps<Data>) {
  const { polled, words, count, notes, skeleton = rows, children } = props;
  const { ErrorFace = ErrorNote } = props;
  const { data, error, failingSince, loadedAt, isPrevious, reload } = polled;
  return (
    <>
      {error && (
        <ErrorFace
          title={words.failed}
          error={error}
          since={failingSince}
          shownFrom={data && loadedAt}
          onRetry={reload}
        />
      )}
      {!data && !error && (
        <div role="status" aria-label={words.loading}>
          {skeleton}
        </div>
      )}
      {data && notes?.(data)}
      {data && count(data).shown > 0 && children(data)}
      {/* Nothing of what was asked before says nothing of what is asked now. */}
      {data && count(data).shown === 0 && !isPrevious && (
        <Empty {...props} data={data} />
      )}
    </>
  );
}
