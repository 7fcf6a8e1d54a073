import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';

const useStyles = makeStyles(theme => ({
  box: {
    marginTop: theme.spacing(2),
    padding: theme.spacing(2),
    borderRadius: 8,
    background: theme.palette.infoBackground,
    color: theme.palette.infoText,
    overflowWrap: 'anywhere',
  },
  stop: { marginTop: theme.spacing(1), color: 'inherit' },
}));

/** Whom somebody waits to become, and what the provider says that keeps them waiting. */
export interface Wait {
  who: string;
  reason?: string;
}

/**
 * Says what a sign-in waits for. It stays on the page while nothing is waited for, so
 * that a screen reader tells what comes into it.
 */
export function SignInWait(props: { wait?: Wait; onStop(): void }) {
  const classes = useStyles();
  const { wait, onStop } = props;
  return (
    <div className={wait?.reason ? classes.box : undefined}>
      <div role="status">
        {wait && !wait.reason && (
          <Typography>Signing in as {wait.who} …</Typography>
        )}
        {wait?.reason && (
          <>
            <Typography variant="subtitle2">
              Waiting to sign in as {wait.who}
            </Typography>
            <Typography>{wait.reason}</Typography>
            <Typography>
              This page keeps trying, and lets you in as soon as it can.
            </Typography>
          </>
        )}
      </div>
      {wait?.reason && (
        <Button
          className={classes.stop}
          variant="outlined"
          size="small"
          onClick={onStop}
        >
          Stop waiting
        </Button>
      )}
    </div>
  );
}
