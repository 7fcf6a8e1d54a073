import { identityApiRef, useApi } from '@backstage/frontend-plugin-api';
import { EntityRefLinks } from '@backstage/plugin-catalog-react';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import useAsync from 'react-use/esm/useAsync';

const useStyles = makeStyles(theme => ({
  root: { marginBottom: theme.spacing(3) },
  title: { fontSize: 28, fontWeight: 700, margin: 0, lineHeight: 1.25 },
}));

/** Who is signed in, and the groups that decide what they may do. */
export function Welcome() {
  const classes = useStyles();
  const identityApi = useApi(identityApiRef);
  const { value } = useAsync(async () => {
    const [profile, identity] = await Promise.all([
      identityApi.getProfileInfo(),
      identityApi.getBackstageIdentity(),
    ]);
    return {
      name: profile.displayName,
      groups: identity.ownershipEntityRefs.filter(ref =>
        ref.startsWith('group:'),
      ),
    };
  }, [identityApi]);

  return (
    <header className={classes.root}>
      <h1 className={classes.title}>
        Welcome{value?.name ? `, ${value.name}` : ''}
      </h1>
      {value && value.groups.length > 0 && (
        <Typography variant="body2">
          Signed in as a member of{' '}
          <EntityRefLinks entityRefs={value.groups} defaultKind="group" />
        </Typography>
      )}
    </header>
  );
}
