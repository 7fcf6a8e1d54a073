import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { CapacityPlan } from '@worldscale/backstage-plugin-worlds-common';
import { SidewaysScroll } from '@worldscale/backstage-plugin-worlds-react';

const useStyles = makeStyles(theme => ({
  formula: {
    fontFamily: 'monospace',
    whiteSpace: 'nowrap',
    // On a phone the reasons stand below one another.
    [theme.breakpoints.down('xs')]: { whiteSpace: 'normal' },
  },
}));

/** How a size comes about, line by line. */
export function CapacityTable({ plan }: { plan: CapacityPlan }) {
  const classes = useStyles();
  return (
    <SidewaysScroll label="How the size comes about">
      <Table size="small" aria-label="How the size comes about">
        <TableHead>
          <TableRow>
            <TableCell>In each region</TableCell>
            <TableCell>Arithmetic</TableCell>
            <TableCell align="right">Result</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {plan.steps.map(({ name, title, formula, result, reason }) => (
            <TableRow key={name}>
              <TableCell component="th" scope="row">
                {title}
                <Typography variant="body2" color="textSecondary">
                  {reason}
                </Typography>
              </TableCell>
              <TableCell className={classes.formula}>{formula}</TableCell>
              <TableCell align="right">
                <strong>{result.toLocaleString('en-US')}</strong>
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </SidewaysScroll>
  );
}
