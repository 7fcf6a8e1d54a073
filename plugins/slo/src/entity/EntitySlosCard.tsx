import { Link, Progress } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import {
  EntityInfoCard,
  entityRouteParams,
  entityRouteRef,
  useEntity,
} from '@backstage/plugin-catalog-react';
import { makeStyles, Typography } from '@material-ui/core';
import { EntitySlos } from '@worldscale/backstage-plugin-slo-common';
import { LoadError } from '../face/LoadError';
import { SloLink } from '../face/SloLink';
import { Standing } from '../face/Standing';
import { PolicyNote } from '../policy/PolicyNote';
import { budgetText, isLastKnown, rowKey } from '../wording';
import { NoObjectives } from './NoObjectives';
import { useEntitySlos } from './useEntitySlos';

/** As many as fit beside other cards; the tab shows all. */
const ROWS_SHOWN = 4;

const useStyles = makeStyles(theme => ({
  list: { listStyle: 'none', padding: 0, margin: 0 },
  item: {
    padding: theme.spacing(1, 0),
    '& + &': { borderTop: `1px solid ${theme.palette.divider}` },
  },
  line: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0, 1.5),
    overflowWrap: 'anywhere',
  },
  name: { fontWeight: 600, marginRight: 'auto' },
}));

/** The card on an entity's overview: what burns, and whether it may be deployed. */
export function EntitySlosCard() {
  const { entity } = useEntity();
  const entityPath = useRouteRef(entityRouteRef)(entityRouteParams(entity));
  const { data, error, failingSince, loadedAt, isPrevious, reload } =
    useEntitySlos();
  const shown = isPrevious ? undefined : data;
  return (
    <EntityInfoCard
      title="SLOs"
      footerActions={<Link to={`${entityPath}/slos`}>Show SLOs</Link>}
    >
      {error && (
        <LoadError
          title="The objectives could not be loaded"
          error={error}
          since={failingSince}
          shownFrom={shown && loadedAt}
          onRetry={reload}
        />
      )}
      {shown && <EntitySlosCardView slos={shown} />}
      {!shown && !error && <Progress />}
    </EntityInfoCard>
  );
}

function EntitySlosCardView({ slos }: { slos: EntitySlos }) {
  const classes = useStyles();
  const { rows, policy } = slos;
  if (rows.length === 0) return <NoObjectives slos={slos} />;
  const hidden = rows.length - ROWS_SHOWN;
  return (
    <>
      {policy && <PolicyNote policy={policy} isBrief />}
      <ul className={classes.list}>
        {rows.slice(0, ROWS_SHOWN).map(row => (
          <li key={rowKey(row)} className={classes.item}>
            <div className={classes.line}>
              <span className={classes.name}>
                <SloLink row={row} />
              </span>
              <Typography variant="body2" component="span">
                {row.figures
                  ? `${budgetText(row.figures.remaining)} left${
                      isLastKnown(row) ? ', last known' : ''
                    }`
                  : 'budget unknown'}
              </Typography>
            </div>
            <Standing row={row} />
          </li>
        ))}
      </ul>
      {hidden > 0 && (
        <Typography variant="body2" color="textSecondary">
          And {hidden} more.
        </Typography>
      )}
    </>
  );
}
