import { makeStyles, Typography } from '@material-ui/core';
import { DefinitionFile } from '@worldscale/backstage-plugin-slo-common';
import { StateIcon } from '@worldscale/backstage-plugin-worlds-react';

const useStyles = makeStyles(theme => ({
  list: { listStyle: 'none', margin: 0, padding: 0 },
  problem: {
    display: 'flex',
    gap: theme.spacing(1),
    padding: theme.spacing(0.5, 0),
    overflowWrap: 'anywhere',
  },
  place: { fontFamily: 'ui-monospace, Menlo, Consolas, monospace' },
}));

/** Nobody writes more at once; the command line names all. */
const SHOWN = 50;

/** What is wrong in a file: where, in which field, and what was expected. */
export function ProblemList(props: { problems: DefinitionFile['problems'] }) {
  const { problems } = props;
  const classes = useStyles();
  const sorted = [...problems].sort(
    (a, b) =>
      Number(a.severity === 'warning') - Number(b.severity === 'warning'),
  );
  return (
    <>
      <ul className={classes.list} aria-label="Problems of the definition">
        {sorted
          .slice(0, SHOWN)
          .map(({ severity, file, line, column, field, message }, i) => (
            <li key={i} className={classes.problem}>
              <StateIcon state={severity === 'error' ? 'breached' : 'atRisk'} />
              <Typography variant="body2" component="div">
                {severity === 'error' ? 'Error' : 'Warning'} in{' '}
                <span className={classes.place}>
                  {file}:{line}:{column}
                </span>
                {field && (
                  <>
                    {' at '}
                    <span className={classes.place}>{field}</span>
                  </>
                )}
                : {message}
              </Typography>
            </li>
          ))}
      </ul>
      {sorted.length > SHOWN && (
        <Typography variant="body2" color="textSecondary">
          And {sorted.length - SHOWN} more.
        </Typography>
      )}
    </>
  );
}
