import { parseEntityRef } from '@backstage/catalog-model';
import { Link, Progress, ResponseErrorPanel } from '@backstage/core-components';
import { identityApiRef, useApi } from '@backstage/frontend-plugin-api';
import {
  catalogApiRef,
  EntityDisplayName,
  EntityRefLink,
} from '@backstage/plugin-catalog-react';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import useAsync from 'react-use/esm/useAsync';

/** As many as fit beside the other cards; the catalog shows all. */
const LIMIT = 8;

const useStyles = makeStyles(theme => ({
  list: { listStyle: 'none', margin: 0, padding: 0 },
  item: {
    display: 'flex',
    justifyContent: 'space-between',
    gap: theme.spacing(2),
    padding: theme.spacing(0.75, 0),
  },
  system: { color: theme.palette.textSubtle },
  more: { marginTop: theme.spacing(1) },
}));

/** What people look for whose work is not one service: the worlds. */
function Worlds() {
  const classes = useStyles();
  const catalogApi = useApi(catalogApiRef);
  const { value, loading, error } = useAsync(
    () =>
      catalogApi.queryEntities({
        filter: { kind: 'system', 'spec.type': 'world' },
        fields: ['kind', 'metadata'],
        orderFields: { field: 'metadata.name', order: 'asc' },
        limit: LIMIT,
      }),
    [catalogApi],
  );
  if (loading) return <Progress />;
  if (error) return <ResponseErrorPanel error={error} />;
  if (!value || value.items.length === 0) {
    return (
      <Typography>
        None of the services is yours. They appear here once you or one of your
        groups is their owner in the catalog.
      </Typography>
    );
  }
  return (
    <>
      <Typography variant="body2" className={classes.system}>
        None of the services is yours. All worlds:
      </Typography>
      <ul className={classes.list}>
        {value.items.map(entity => (
          <li key={entity.metadata.uid} className={classes.item}>
            <EntityRefLink entityRef={entity} />
          </li>
        ))}
      </ul>
      {value.totalItems > value.items.length && (
        <Link
          to="/catalog?filters[kind]=system&filters[type]=world"
          className={classes.more}
        >
          All {value.totalItems}
        </Link>
      )}
    </>
  );
}

/** Services that the signed-in person or one of their groups owns. */
export function OwnServices() {
  const classes = useStyles();
  const catalogApi = useApi(catalogApiRef);
  const identityApi = useApi(identityApiRef);
  const { value, loading, error } = useAsync(async () => {
    const { ownershipEntityRefs } = await identityApi.getBackstageIdentity();
    return catalogApi.queryEntities({
      filter: {
        kind: 'component',
        'relations.ownedBy': ownershipEntityRefs,
      },
      fields: ['kind', 'metadata', 'spec.system', 'spec.type'],
      orderFields: { field: 'metadata.name', order: 'asc' },
      limit: LIMIT,
    });
  }, [catalogApi, identityApi]);

  if (loading) return <Progress />;
  if (error) return <ResponseErrorPanel error={error} />;
  if (!value || value.items.length === 0) return <Worlds />;
  return (
    <>
      <ul className={classes.list}>
        {value.items.map(entity => (
          <li key={entity.metadata.uid} className={classes.item}>
            <EntityRefLink entityRef={entity} />
            {typeof entity.spec?.system === 'string' && (
              <Typography variant="body2" className={classes.system}>
                <EntityDisplayName
                  entityRef={parseEntityRef(entity.spec.system, {
                    defaultKind: 'system',
                    defaultNamespace: entity.metadata.namespace,
                  })}
                  hideIcon
                  disableTooltip
                />
              </Typography>
            )}
          </li>
        ))}
      </ul>
      {value.totalItems > value.items.length && (
        <Link
          to="/catalog?filters[kind]=component&filters[user]=owned"
          className={classes.more}
        >
          All {value.totalItems}
        </Link>
      )}
    </>
  );
}
