import { Link, Progress, ResponseErrorPanel } from '@backstage/core-components';
import { useApi } from '@backstage/frontend-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { visitsApiRef } from '@backstage/plugin-home';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import useAsync from 'react-use/esm/useAsync';

/** As many as fit beside the other cards. */
const LIMIT = 8;

const useStyles = makeStyles(theme => ({
  list: { listStyle: 'none', margin: 0, padding: 0 },
  item: { padding: theme.spacing(0.75, 0) },
}));

/** Pages that the signed-in person was on last, the home page aside. */
export function RecentVisits() {
  const classes = useStyles();
  const visitsApi = useApi(visitsApiRef);
  const {
    value: visits,
    loading,
    error,
  } = useAsync(
    () =>
      visitsApi.list({
        limit: LIMIT,
        orderBy: [{ field: 'timestamp', direction: 'desc' }],
        filterBy: [{ field: 'pathname', operator: '!=', value: '/' }],
      }),
    [visitsApi],
  );

  if (loading) return <Progress />;
  if (error) return <ResponseErrorPanel error={error} />;
  if (!visits || visits.length === 0) {
    return <Typography>Pages that you visit appear here.</Typography>;
  }
  return (
    <ul className={classes.list}>
      {visits.map(({ id, name, pathname, entityRef }) => (
        <li key={id} className={classes.item}>
          {entityRef ? (
            <EntityRefLink entityRef={entityRef} />
          ) : (
            <Link to={pathname}>{name}</Link>
          )}
        </li>
      ))}
    </ul>
  );
}
