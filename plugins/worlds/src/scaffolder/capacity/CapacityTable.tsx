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
  formula: { fontFamily: 'monospace', whiteSpace: 'nowrap' },
  // On a phone the arithmetic stands below what it is for, instead of beside it.
  beside: { [theme.breakpoints.down('xs')]: { display: 'none' } },
  below: {
    whiteSpace: 'normal',
    [theme.breakpoints.up('sm')]: { display: 'none' },
  },
  result: { whiteSpace: 'nowrap', wordBreak: 'normal' },
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
            <TableCell className={classes.beside}>Arithmetic</TableCell>
            <TableCell align="right" className={classes.result}>
              Result
            </TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {plan.steps.map(({ name, title, formula, result, reason }) => (
            <TableRow key={name}>
              <TableCell component="th" scope="row" role="rowheader">
                {title}
                <Typography
                  variant="body2"
                  className={`${classes.formula} ${classes.below}`}
                >
                  {formula}
                </Typography>
                <Typography variant="body2" color="textSecondary">
                  {reason}
                </Typography>
              </TableCell>
              <TableCell className={`${classes.formula} ${classes.beside}`}>
                {formula}
              </TableCell>
              <TableCell align="right" className={classes.result}>
                <strong>{result.toLocaleString('en-US')}</strong>
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </SidewaysScroll>
  );
}
