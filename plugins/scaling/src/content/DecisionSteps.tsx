import { makeStyles, Typography } from '@material-ui/core';
import { AutoscalerScaling } from '@worldscale/backstage-plugin-scaling-common';
import { StateIcon } from '@worldscale/backstage-plugin-worlds-react';

const useStyles = makeStyles(theme => ({
  steps: {
    margin: theme.spacing(0, 0, 1),
    paddingLeft: theme.spacing(2.5),
    overflowWrap: 'anywhere',
  },
  differs: { display: 'flex', gap: theme.spacing(1) },
}));

/** How an autoscaler came to want what it wants, step by step. */
export function DecisionSteps(props: {
  caption: string;
  decision: NonNullable<AutoscalerScaling['decision']>;
}) {
  const classes = useStyles();
  const { caption } = props;
  const { steps, verdict } = props.decision;
  if (steps.length === 0) return null;
  return (
    <>
      <Typography variant="subtitle2" component="h5">
        {caption}
      </Typography>
      <ol className={classes.steps} aria-label={caption}>
        {steps.map((step, i) => (
          <li key={step}>
            {verdict === 'differs' && i === steps.length - 1 ? (
              <span className={classes.differs}>
                <StateIcon state="unknown" /> {step}
              </span>
            ) : (
              step
            )}
          </li>
        ))}
      </ol>
    </>
  );
}
