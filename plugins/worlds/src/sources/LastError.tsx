import { makeStyles } from '@material-ui/core';
import { SourceHealth } from '@worldscale/backstage-plugin-worlds-common';
import { formatAge, useNow } from '@worldscale/backstage-plugin-worlds-react';

const useStyles = makeStyles(theme => ({
  whole: { overflowWrap: 'anywhere' },
  when: {
    display: 'block',
    color: theme.palette.text.secondary,
    fontSize: theme.typography.caption.fontSize,
  },
  recovered: {
    '& summary': { cursor: 'pointer', whiteSpace: 'nowrap' },
    '& summary:focus-visible': {
      outline: `2px solid ${theme.palette.primary.main}`,
    },
  },
}));

/** What failed last, in whole; from what a source recovered, one line that opens. */
export function LastError({ source }: { source: SourceHealth }) {
  const classes = useStyles();
  const now = useNow(1000);
  const { lastError } = source;
  if (!lastError) return <>none</>;
  const { code, message, at, isPast } = lastError;
  const instant = new Date(at);
  const failed = (
    <time dateTime={at} title={instant.toLocaleString()}>
      failed {formatAge(now - instant.getTime())} ago
    </time>
  );
  const whole = code ? `${code}: ${message}` : message;
  if (!isPast) {
    return (
      <span className={classes.whole}>
        {whole}
        <span className={classes.when}>{failed}</span>
      </span>
    );
  }
  return (
    <details className={classes.recovered}>
      <summary>
        Recovered, {failed}
        {code && ` (${code})`}
      </summary>
      <span className={classes.whole}>{whole}</span>
    </details>
  );
}
