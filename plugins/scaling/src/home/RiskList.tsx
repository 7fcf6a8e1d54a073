import { parseEntityRef } from '@backstage/catalog-model';
import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import {
  EntityDisplayName,
  entityRouteParams,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { makeStyles } from '@material-ui/core';
import { Risk } from '@worldscale/backstage-plugin-scaling-common';
import { StateBadge } from '@worldscale/backstage-plugin-worlds-react';
import { riskSentence } from './riskSentence';

const useStyles = makeStyles(theme => ({
  list: { listStyle: 'none', margin: theme.spacing(0.5, 0, 1), padding: 0 },
  row: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'baseline',
    gap: theme.spacing(0.5, 2),
    padding: theme.spacing(0.75, 0),
    '& + &': { borderTop: `1px solid ${theme.palette.divider}` },
  },
  name: {
    display: 'flex',
    alignItems: 'center',
    flexWrap: 'wrap',
    gap: theme.spacing(0, 0.75),
    flex: '1 1 14em',
    minWidth: 0,
    overflowWrap: 'anywhere',
  },
  sentence: { flex: '2 1 16em', minWidth: 0, overflowWrap: 'anywhere' },
}));

/** What lies ahead of services in their regions, each with a way to its scaling. */
export function RiskList({ risks }: { risks: readonly Risk[] }) {
  const classes = useStyles();
  const entityRoute = useRouteRef(entityRouteRef);
  const pathOf = ({ entityRef, region }: Risk) => {
    const params = entityRouteParams(parseEntityRef(entityRef), {
      encodeParams: true,
    });
    const query = new URLSearchParams({ region });
    return `${entityRoute?.(params) ?? ''}/scaling?${query}`;
  };
  return (
    <ul className={classes.list}>
      {risks.map(risk => (
        <li key={`${risk.entityRef} ${risk.region}`} className={classes.row}>
          <span className={classes.name}>
            <StateBadge state={risk.state} />
            <Link to={pathOf(risk)}>
              <EntityDisplayName
                entityRef={risk.entityRef}
                hideIcon
                disableTooltip
              />
            </Link>
            {risk.region && (
              <span>
                ·{' '}
                <EntityDisplayName
                  entityRef={{
                    ...{ kind: 'resource', namespace: 'default' },
                    name: risk.region,
                  }}
                  hideIcon
                  disableTooltip
                />
              </span>
            )}
          </span>
          <span className={classes.sentence}>{riskSentence(risk)}</span>
        </li>
      ))}
    </ul>
  );
}
