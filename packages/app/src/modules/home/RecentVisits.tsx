import { Link, Progress, ResponseErrorPanel } from '@backstage/core-components';
import { useApi } from '@backstage/frontend-plugin-api';
import { EntityDisplayName } from '@backstage/plugin-catalog-react';
import { visitsApiRef, type Visit } from '@backstage/plugin-home';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import useAsync from 'react-use/esm/useAsync';
import { nameOfVisit } from './nameOfVisit';
import { OpenPage, useOpenPages } from './useOpenPages';

/** As many as fit beside the other cards. */
const LIMIT = 8;

const useStyles = makeStyles(theme => ({
  list: { listStyle: 'none', margin: 0, padding: 0 },
  item: { padding: theme.spacing(0.75, 0) },
}));

function VisitTitle(
  props: Pick<Visit, 'name' | 'pathname' | 'entityRef'> & { pages: OpenPage[] },
) {
  const { name, pathname, entityRef, pages } = props;
  const { page, part } = nameOfVisit(pathname, pages, entityRef);
  return (
    <>
      {entityRef ? <EntityDisplayName entityRef={entityRef} /> : page ?? name}
      {part && ` · ${part}`}
    </>
  );
}

/** Pages that the signed-in person was on last, the home page aside. */
export function RecentVisits() {
  const classes = useStyles();
  const visitsApi = useApi(visitsApiRef);
  const pages = useOpenPages();
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
          <Link to={pathname}>
            <VisitTitle {...{ name, pathname, entityRef }} pages={pages} />
          </Link>
        </li>
      ))}
    </ul>
  );
}
