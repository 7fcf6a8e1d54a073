import { Progress } from '@backstage/core-components';
import { useEntity } from '@backstage/plugin-catalog-react';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { makeStyles, Typography } from '@material-ui/core';
import { EntitySlos } from '@worldscale/backstage-plugin-slo-common';
import { StateBadge } from '@worldscale/backstage-plugin-worlds-react';
import { FileNote } from '../definition/FileNote';
import { LoadError } from '../face/LoadError';
import { ObjectiveList } from '../face/ObjectiveList';
import { Panel } from '../face/Panel';
import { LiftFreeze } from '../policy/LiftFreeze';
import { PolicyNote } from '../policy/PolicyNote';
import { NoObjectives } from './NoObjectives';
import { useEntitySlos } from './useEntitySlos';

const useStyles = makeStyles(theme => ({
  sentence: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0, 1.5),
    marginBottom: theme.spacing(1.5),
  },
}));

/** The tab: what is promised for a service, and how that stands. */
export function EntitySlosContent() {
  const { entity } = useEntity();
  const { data, error, failingSince, loadedAt, isPrevious, reload } =
    useEntitySlos();
  const shown = isPrevious ? undefined : data;
  return (
    <>
      {error && (
        <LoadError
          title="The objectives could not be loaded"
          error={error}
          since={failingSince}
          shownFrom={shown && loadedAt}
          onRetry={reload}
        />
      )}
      {shown && (
        <EntitySlosView
          key={stringifyEntityRef(entity)}
          slos={shown}
          onLifted={reload}
        />
      )}
      {!shown && !error && <Progress />}
    </>
  );
}

export interface EntitySlosViewProps {
  slos: EntitySlos;
  onLifted: () => void;
}

/** Policy, objectives and the files that define them. */
export function EntitySlosView({ slos, onLifted }: EntitySlosViewProps) {
  const classes = useStyles();
  const { rows, files, policy, state, reason } = slos;
  return (
    <>
      <Typography variant="h5" component="h2" gutterBottom>
        Service level objectives
      </Typography>
      {rows.length > 0 && (
        <Typography
          variant="body2"
          component="div"
          className={classes.sentence}
        >
          <StateBadge state={state} />
          <span>{reason}</span>
        </Typography>
      )}
      {policy && rows.length > 0 && (
        <PolicyNote
          policy={policy}
          action={<LiftFreeze policy={policy} onLifted={onLifted} />}
        />
      )}
      {rows.length > 0 ? (
        <ObjectiveList label="Objectives" rows={rows} />
      ) : (
        <NoObjectives slos={slos} />
      )}
      {files.length > 0 && (
        <Panel title={files.length === 1 ? 'Definition' : 'Definitions'}>
          {files.map(file => (
            <FileNote key={file.url} file={file} />
          ))}
        </Panel>
      )}
    </>
  );
}
