import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { reasonOf } from './providerErrors';

const useStyles = makeStyles(theme => ({
  box: {
    marginTop: theme.spacing(2),
    padding: theme.spacing(2),
    borderRadius: 8,
    background: theme.palette.errorBackground,
    color: theme.palette.errorText,
  },
}));

/** Why a sign-in did not succeed: the provider's own words, where it answered. */
export function SignInError({ error }: { error: Error }) {
  const classes = useStyles();
  return (
    <div role="alert" className={classes.box}>
      <Typography variant="subtitle2">Sign-in did not succeed</Typography>
      <Typography>{reasonOf(error)}</Typography>
    </div>
  );
}
