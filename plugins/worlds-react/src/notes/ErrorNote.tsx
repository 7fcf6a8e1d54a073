import { Button, makeStyles, Typography } from '@material-ui/core';
import { formatAge } from '../time/formatAge';
import { useNow } from '../time/useNow';
import { StateIcon } from '../state/StateIcon';

const useStyles = makeStyles(theme => ({
  note: {
    display: 'flex',
    alignItems: 'flex-start',
    flexWrap: 'wrap',
    gap: theme.spacing(1),
    padding: theme.spacing(1.5, 2),
    margin: theme.spacing(1, 0),
    border: `1px solid ${theme.palette.divider}`,
    borderLeft: `4px solid ${theme.palette.error.main}`,
    borderRadius: theme.shape.borderRadius,
    background: theme.palette.background.paper,
    color: theme.palette.text.primary,
  },
  text: { flex: '1 1 16em', overflowWrap: 'anywhere' },
}));

export interface ErrorNoteProps {
  /** What could not be done, for example `The fleet could not be loaded`. */
  title: string;
  error: Error;
  /** Since when it fails (Unix milliseconds). */
  since?: number;
  /** When what is still shown was loaded (Unix milliseconds); none is shown: undefined. */
  shownFrom?: number;
  onRetry?: () => void;
}

/** Backstage's clients put what the backend said into the cause. */
function wholeMessage(error: Error): string {
  const { cause } = error as { cause?: unknown };
  return cause instanceof Error && cause.message
    ? `${error.message}: ${cause.message}`
    : error.message;
}

/** Says what was wrong, where and since when, and how old what is still shown is. */
export function ErrorNote(props: ErrorNoteProps) {
  const { title, error, since, shownFrom, onRetry } = props;
  const classes = useStyles();
  const now = useNow(1000);
  return (
    <div role="alert" className={classes.note}>
      <StateIcon state="breached" />
      <div className={classes.text}>
        <Typography variant="subtitle2" component="p">
          {title}
        </Typography>
        <Typography variant="body2">{wholeMessage(error)}</Typography>
        {(since !== undefined || shownFrom !== undefined) && (
          // Its own live region would speak every second.
          <Typography variant="body2" color="textSecondary" aria-live="off">
            {since !== undefined && `Failing for ${formatAge(now - since)}. `}
            {shownFrom !== undefined &&
              `What is shown is ${formatAge(now - shownFrom)} old.`}
          </Typography>
        )}
      </div>
      {onRetry && (
        <Button size="small" variant="outlined" onClick={onRetry}>
          Try again
        </Button>
      )}
    </div>
  );
}
