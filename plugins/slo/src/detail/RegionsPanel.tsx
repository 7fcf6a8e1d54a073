import { EntityDisplayName } from '@backstage/plugin-catalog-react';
import {
  makeStyles,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
} from '@material-ui/core';
import {
  lastHourBurnOf,
  ObjectiveDetail,
} from '@worldscale/backstage-plugin-slo-common';
import { SidewaysScroll } from '@worldscale/backstage-plugin-worlds-react';
import { Figure } from '../face/Figure';
import { Panel } from '../face/Panel';
import { Standing } from '../face/Standing';
import {
  budgetText,
  burnText,
  exhaustionBasisText,
  exhaustionText,
  LAST_HOUR_BURN,
  sliText,
} from '../wording';

const useStyles = makeStyles(theme => ({
  table: {
    '& th, & td': {
      padding: theme.spacing(1, 0.75),
      verticalAlign: 'top',
      wordBreak: 'normal',
      overflowWrap: 'normal',
    },
  },
  state: { minWidth: 220 },
  number: {
    textAlign: 'right',
    whiteSpace: 'nowrap',
    fontVariantNumeric: 'tabular-nums',
  },
}));

/** The same objective region by region, the worst first. */
export function RegionsPanel({ objective }: { objective: ObjectiveDetail }) {
  const classes = useStyles();
  const { regions } = objective;
  if (regions.length === 0) return null;
  return (
    <Panel title="By region">
      <SidewaysScroll label="Regions">
        <Table size="small" className={classes.table}>
          <TableHead>
            <TableRow>
              <TableCell scope="col">Region</TableCell>
              <TableCell scope="col">State</TableCell>
              {['SLI', 'Budget left', LAST_HOUR_BURN, 'Budget gone'].map(
                title => (
                  <TableCell key={title} scope="col" className={classes.number}>
                    {title}
                  </TableCell>
                ),
              )}
            </TableRow>
          </TableHead>
          <TableBody>
            {regions.map(row => (
              <TableRow key={row.region}>
                <TableCell component="th" scope="row" role="rowheader">
                  <EntityDisplayName
                    entityRef={`resource:default/${row.region}`}
                    defaultKind="resource"
                    hideIcon
                    disableTooltip
                  />
                </TableCell>
                <TableCell className={classes.state}>
                  <Standing row={row} />
                </TableCell>
                {[
                  sliText(row.figures?.sli ?? null, row.target),
                  budgetText(row.figures?.remaining),
                  burnText(lastHourBurnOf(row)),
                ].map((text, i) => (
                  <TableCell key={i} className={classes.number}>
                    <Figure row={row} text={text} />
                  </TableCell>
                ))}
                <TableCell className={classes.number}>
                  <Figure
                    row={row}
                    text={[
                      exhaustionText(row.exhaustion, row.window.kind),
                      exhaustionBasisText(row) ?? [],
                    ]
                      .flat()
                      .join(' ')}
                    isAhead
                  />
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </SidewaysScroll>
    </Panel>
  );
}
