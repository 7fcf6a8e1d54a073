import { makeStyles, Typography } from '@material-ui/core';
import { WorkloadScaling } from '@worldscale/backstage-plugin-scaling-common';
import { wholeInstantText } from '../ledger/changeWords';

const useStyles = makeStyles(theme => ({
  conditions: {
    margin: theme.spacing(0, 0, 1),
    paddingLeft: theme.spacing(2.5),
    overflowWrap: 'anywhere',
  },
}));

/** Conditions as their controller reports them. */
export function Conditions(props: {
  caption: string;
  conditions: WorkloadScaling['conditions'];
}) {
  const classes = useStyles();
  const { caption, conditions } = props;
  if (conditions.length === 0) return null;
  return (
    <>
      <Typography variant="subtitle2" component="h5">
        {caption}
      </Typography>
      <ul className={classes.conditions}>
        {conditions.map(condition => (
          <li key={condition.type}>
            <strong>{condition.type}</strong> is {condition.status}
            {condition.reason && ` (${condition.reason})`}
            {condition.message && `: ${condition.message.replace(/\.$/, '')}`}
            {condition.lastTransitionTime && (
              <>
                {', since '}
                <time dateTime={condition.lastTransitionTime}>
                  {wholeInstantText(condition.lastTransitionTime)}
                </time>
              </>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
