import { Link } from '@backstage/core-components';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { makeStyles, Typography } from '@material-ui/core';
import {
  ObjectiveDetail,
  SloChange,
  SloDetail,
} from '@worldscale/backstage-plugin-slo-common';
import { EmptyNote, LaneView } from '@worldscale/backstage-plugin-worlds-react';
import { severityRank } from '@worldscale/backstage-plugin-worlds-common';
import { useCallback, useMemo, useState } from 'react';
import { DefinitionPanel } from '../definition/DefinitionPanel';
import { Standing } from '../face/Standing';
import { HistoryPanel } from '../history/HistoryPanel';
import { LiftFreeze } from '../policy/LiftFreeze';
import { PolicyNote } from '../policy/PolicyNote';
import { useSloPaths } from '../useSloPaths';
import { BurnDownPanel } from './BurnDownPanel';
import { BurnPanel } from './BurnPanel';
import { Happenings, withLane } from './happenings';
import { Meanwhile } from './Meanwhile';
import { ObjectivePicker } from './ObjectivePicker';
import { RegionsPanel } from './RegionsPanel';
import { Tiles } from './Tiles';

const useStyles = makeStyles(theme => ({
  head: { marginBottom: theme.spacing(2), overflowWrap: 'anywhere' },
  facts: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0, 2),
    margin: theme.spacing(0.5, 0),
    fontSize: theme.typography.body2.fontSize,
  },
}));

export interface DetailViewProps {
  detail: SloDetail;
  /** Place of the objective to show; else the worst. */
  objective?: string;
  changes: readonly SloChange[] | undefined;
  onObjective: (place: string) => void;
  onLifted: () => void;
}

/** The one that is asked for, or the one that is worst off. */
export function chosenObjective(
  objectives: readonly ObjectiveDetail[],
  place: string | undefined,
): ObjectiveDetail | undefined {
  const byState = [...objectives].sort(
    (a, b) => severityRank(a.row.state) - severityRank(b.row.state),
  );
  return objectives.find(({ row }) => row.objective === place) ?? byState[0];
}

/** All that is known of one SLO. */
export function DetailView(props: DetailViewProps) {
  const { detail, objective: place, changes, onObjective, onLifted } = props;
  const classes = useStyles();
  const { list } = useSloPaths();
  const { objectives, policy } = detail;
  const shown = chosenObjective(objectives, place);
  const [known, setKnown] = useState<Happenings>({});
  const onLane = useCallback(
    (lane: LaneView) => setKnown(last => withLane(last, lane)),
    [],
  );
  const happenings = useMemo(() => Object.values(known), [known]);
  return (
    <>
      <div className={classes.head}>
        <Typography variant="h5" component="h2">
          {detail.displayName}
        </Typography>
        {detail.description && (
          <Typography variant="body2" color="textSecondary">
            {detail.description}
          </Typography>
        )}
        {shown && <Facts objective={shown} />}
        {list && <Link to={list}>All objectives</Link>}
      </div>
      <ObjectivePicker
        objectives={objectives}
        chosen={shown}
        onChoose={onObjective}
      />
      {shown ? (
        <>
          <Tiles objective={shown} />
          {policy && (
            <PolicyNote
              policy={policy}
              action={<LiftFreeze policy={policy} onLifted={onLifted} />}
            />
          )}
          <BurnDownPanel
            key={shown.row.objective}
            objective={shown}
            excluded={detail.excluded}
            changes={changes}
            happenings={happenings}
          />
          <BurnPanel objective={shown} />
          <RegionsPanel objective={shown} />
          <HistoryPanel
            key={`history-${shown.row.objective}`}
            objective={shown}
          />
          <Meanwhile row={shown.row} onLane={onLane} />
        </>
      ) : (
        <EmptyNote title="Not measured yet">
          Its figures stand here once it has been measured for the first time.
        </EmptyNote>
      )}
      <DefinitionPanel detail={detail} generations={shown?.generations ?? []} />
    </>
  );
}

/** How it stands, and whose it is. */
function Facts({ objective: { row } }: { objective: ObjectiveDetail }) {
  const classes = useStyles();
  return (
    <>
      <Standing row={row} />
      <div className={classes.facts}>
        <span>
          Service:{' '}
          {row.entityRef ? (
            <EntityRefLink
              entityRef={row.entityRef}
              title={row.serviceTitle}
              hideIcon
            />
          ) : (
            `${row.serviceTitle} (not in the catalog)`
          )}
        </span>
        {row.world && (
          <span>
            World:{' '}
            <EntityRefLink
              entityRef={row.world}
              title={row.worldTitle ?? undefined}
              defaultKind="system"
              hideIcon
            />
          </span>
        )}
        <span>
          Owner:{' '}
          {row.owner ? (
            <EntityRefLink entityRef={row.owner} defaultKind="group" hideIcon />
          ) : (
            'none'
          )}
        </span>
        <span>
          Runbook:{' '}
          {row.runbookUrl ? <Link to={row.runbookUrl}>open</Link> : 'none'}
        </span>
        <span>Counts: {row.method}</span>
      </div>
      {row.isDefinitionOld && (
        <Typography variant="body2" role="status">
          Its file could not be read lately; the last definition is in use.
        </Typography>
      )}
    </>
  );
}
