import { useApi } from '@backstage/core-plugin-api';
import { makeStyles, Typography } from '@material-ui/core';
import {
  SLO_LIMIT_MAX,
  SLO_SIGNAL,
  SloList,
  SloListQuery,
} from '@worldscale/backstage-plugin-slo-common';
import {
  EmptyNote,
  ListAnswer,
  ObservedAt,
  PageBody,
  PagedRows,
  StateIcon,
  unbroken,
  UnreadAddress,
  useListAddress,
  usePolledQuery,
} from '@worldscale/backstage-plugin-worlds-react';
import { useCallback } from 'react';
import { sloApiRef } from '../api';
import { LoadError } from '../face/LoadError';
import { ObjectiveList } from '../face/ObjectiveList';
import { sloAddress } from './sloAddress';
import { SloFilterBar } from './SloFilterBar';
import { SloTable } from './SloTable';

/** Figures change as slices close; signals hasten what is worse news. */
const POLL_MS = 30_000;

const useStyles = makeStyles(theme => ({
  trouble: {
    display: 'flex',
    gap: theme.spacing(1),
    padding: theme.spacing(1, 1.5),
    marginBottom: theme.spacing(1),
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
    background: theme.palette.background.paper,
    overflowWrap: 'anywhere',
  },
}));

type Trouble = NonNullable<SloList['troubles']>[number];

const words = {
  failed: 'The objectives could not be loaded',
  loading: 'Loading the objectives',
  noMatch: 'No objective fits all filters.',
  fewer: 'The list has fewer rows now than when the address was written.',
};

/** All objectives, what burns worst first. */
export function ListPage() {
  const api = useApi(sloApiRef);
  const { query, problem, isNarrowed, change, clear } =
    useListAddress(sloAddress);
  const load = useCallback(
    (request: SloListQuery, signal: AbortSignal) =>
      api.listSlos(request, { signal }),
    [api],
  );
  const polled = usePolledQuery(query, load, {
    intervalMs: POLL_MS,
    signalChannel: SLO_SIGNAL,
  });

  if (!query) {
    return (
      <PageBody>
        <UnreadAddress
          title="The address asks for something that the list does not know"
          problem={problem}
          onClear={clear}
        />
      </PageBody>
    );
  }
  return (
    <PageBody>
      <SloFilterBar
        query={query}
        facets={polled.data?.facets}
        onChange={change}
        onClear={isNarrowed ? clear : undefined}
      />
      <ListAnswer
        {...{ polled, words, isNarrowed }}
        count={({ total, rows }) => ({ total, shown: rows.length })}
        isIncomplete={({ isReading }) => isReading}
        onClear={clear}
        onFirstPage={() => change({ offset: 0 })}
        notes={list => <Notes list={list} />}
        nothing={({ isReading }) => <NoObjectives isReading={isReading} />}
        ErrorFace={LoadError}
      >
        {({ rows, total }) => (
          <PagedRows
            {...{ total, query }}
            limitMax={SLO_LIMIT_MAX}
            isPrevious={polled.isPrevious}
            onChange={change}
            table={
              <SloTable
                rows={rows}
                sort={query.sort}
                order={query.order}
                onSort={(sort, order) => change({ sort, order })}
              />
            }
            cards={<ObjectiveList label="Objectives" rows={rows} ofSeveral />}
          />
        )}
      </ListAnswer>
    </PageBody>
  );
}

const counted = (count: number, word: string) =>
  `${count} ${word}${count === 1 ? '' : 's'}`;

function brokenText(list: SloList): string {
  const { brokenFiles, brokenDefinitions, unreadableFiles = 0 } = list;
  const readable = brokenFiles - unreadableFiles;
  const files = counted(readable, 'file');
  const faulty = brokenDefinitions
    ? `${counted(brokenDefinitions, 'definition')} in ${files} cannot be used`
    : `${files} with definitions that cannot be used`;
  const unread = `${counted(unreadableFiles, 'file')} cannot be read`;
  return [readable > 0 && faulty, unreadableFiles > 0 && unread]
    .filter(Boolean)
    .join(', and ');
}

/** What does not answer, so that figures grow old and then unknown. */
function TroubleNote({ text, lastSuccessAt }: Trouble) {
  const classes = useStyles();
  return (
    <div role="status" className={classes.trouble}>
      <StateIcon state="unknown" />
      <Typography variant="body2">
        {unbroken(text)} Last answer: <ObservedAt at={lastSuccessAt} />
      </Typography>
    </div>
  );
}

/** What keeps the list from being all there is. */
function Notes({ list }: { list: SloList }) {
  const { isReading, brokenFiles, total, troubles = [] } = list;
  return (
    <>
      {troubles.map(trouble => (
        <TroubleNote key={trouble.text} {...trouble} />
      ))}
      {isReading && total > 0 && (
        <Typography variant="body2" role="status" gutterBottom>
          Not complete yet: definitions are still being read.
        </Typography>
      )}
      {brokenFiles > 0 && (
        <Typography variant="body2" role="status" gutterBottom>
          {brokenText(list)}. What is wrong stands on the SLO tab of the
          services that name them.
        </Typography>
      )}
    </>
  );
}

/** There are none, or that is not known yet. */
function NoObjectives({ isReading }: { isReading: boolean }) {
  return isReading ? (
    <div role="status">
      <EmptyNote title="Not known yet">
        Objectives are still being read and measured.
      </EmptyNote>
    </div>
  ) : (
    <EmptyNote title="No objectives yet">
      No service that you may see names a file of objectives with the annotation{' '}
      <code>worldscale.io/slo</code>.
    </EmptyNote>
  );
}
