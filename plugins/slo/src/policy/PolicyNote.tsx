import { makeStyles, Typography } from '@material-ui/core';
import { PolicyDecision } from '@worldscale/backstage-plugin-slo-common';
import {
  formatAge,
  minuteText,
  StateIcon,
  unbroken,
  useNow,
} from '@worldscale/backstage-plugin-worlds-react';
import { ReactNode } from 'react';
import { decisionWords, unknownAllow } from '../wording';

const useStyles = makeStyles(theme => ({
  note: {
    display: 'flex',
    alignItems: 'flex-start',
    flexWrap: 'wrap',
    gap: theme.spacing(1),
    padding: theme.spacing(1.5, 2),
    margin: theme.spacing(0, 0, 1.5),
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
    background: theme.palette.background.paper,
  },
  text: { flex: '1 1 16em', minWidth: 0, overflowWrap: 'anywhere' },
  reasons: { margin: theme.spacing(0.5, 0), paddingLeft: theme.spacing(2.5) },
}));

export interface PolicyNoteProps {
  policy: PolicyDecision;
  /** Reasons that nothing stands in the way of are left out. */
  isBrief?: boolean;
  /** For example the way to lift a freeze. */
  action?: ReactNode;
}

/** May it be deployed, and why: the error-budget policy of one service. */
export function PolicyNote({ policy, isBrief, action }: PolicyNoteProps) {
  const classes = useStyles();
  const now = useNow(10_000);
  const isNotKnown =
    policy.decision === 'allow' &&
    policy.reasons.some(({ isUnknown }) => isUnknown);
  const { state, word, meaning } = isNotKnown
    ? unknownAllow
    : decisionWords[policy.decision];
  const { override, since } = policy;
  const reasons = isBrief
    ? policy.reasons.filter(each => each.decision !== 'allow' || each.isUnknown)
    : policy.reasons;
  return (
    <section className={classes.note} aria-label="Error-budget policy">
      <StateIcon state={state} size={20} />
      <div className={classes.text}>
        <Typography variant="subtitle2" component="p">
          Changes: {word}
          {since && (
            <Typography
              variant="caption"
              component="span"
              color="textSecondary"
            >
              {' '}
              since{' '}
              <time dateTime={since}>{minuteText(Date.parse(since))}</time> (
              {formatAge(Math.max(0, now - Date.parse(since)))} ago)
            </Typography>
          )}
        </Typography>
        <Typography variant="body2">{meaning}</Typography>
        {reasons.length > 0 && (
          <Typography
            variant="body2"
            component="ul"
            className={classes.reasons}
          >
            {reasons.map(({ text, slo }, i) => (
              <li key={`${slo ?? ''}|${i}`}>{unbroken(text)}</li>
            ))}
          </Typography>
        )}
        {override && (
          <Typography variant="body2">
            Lifted by {override.by} until{' '}
            <time dateTime={override.until}>
              {minuteText(Date.parse(override.until))}
            </time>
            : {override.reason}
          </Typography>
        )}
      </div>
      {action}
    </section>
  );
}
