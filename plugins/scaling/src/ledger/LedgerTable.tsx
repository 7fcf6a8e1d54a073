import {
  ButtonBase,
  makeStyles,
  useMediaQuery,
  useTheme,
} from '@material-ui/core';
import ExpandMoreIcon from '@material-ui/icons/ExpandMore';
import { ScalingChange } from '@worldscale/backstage-plugin-scaling-common';
import {
  RowCards,
  SidewaysScroll,
  timeZone,
} from '@worldscale/backstage-plugin-worlds-react';
import { Fragment, useState } from 'react';
import { ChangeDetail } from './ChangeDetail';
import {
  changeTitle,
  directionOf,
  instantText,
  readinessText,
  reasonText,
  sizesText,
  whoText,
} from './changeWords';

const useStyles = makeStyles(theme => ({
  table: {
    borderCollapse: 'collapse',
    width: '100%',
    minWidth: 760,
    '& th, & td': {
      textAlign: 'left',
      verticalAlign: 'top',
      padding: theme.spacing(0.75, 1.5, 0.75, 0),
      borderTop: `1px solid ${theme.palette.divider}`,
    },
    '& thead th': {
      borderTop: 0,
      fontWeight: 'inherit',
      color: theme.palette.text.secondary,
      fontSize: theme.typography.caption.fontSize,
    },
  },
  time: { whiteSpace: 'nowrap', fontVariantNumeric: 'tabular-nums' },
  size: { whiteSpace: 'nowrap', fontVariantNumeric: 'tabular-nums' },
  // The longest of all; the others take what their words need.
  why: { overflowWrap: 'anywhere', 'td&': { width: '40%', minWidth: 260 } },
  toggle: {
    font: 'inherit',
    textAlign: 'left',
    borderRadius: theme.shape.borderRadius,
    '&:focus-visible': { outline: `2px solid ${theme.palette.text.primary}` },
  },
  opened: { transform: 'rotate(180deg)' },
  detail: { background: theme.palette.background.default },
  inside: { padding: theme.spacing(1, 1.5) },
}));

const arrows = { up: '▲', down: '▼', other: '◆' };
const directions = { up: 'up', down: 'down', other: 'to' };

/**
 * Changes of size, newest first; each opens to all that is known of it. Cards where the
 * screen is too narrow for reasons in a column.
 */
export function LedgerTable(props: {
  label: string;
  changes: readonly ScalingChange[];
  /** Several workloads change: their names tell them apart. */
  hasWorkloads: boolean;
  /** Entries that are open from the start. */
  initiallyOpen?: readonly string[];
}) {
  const classes = useStyles();
  const { label, changes, hasWorkloads, initiallyOpen = [] } = props;
  const [open, setOpen] = useState<ReadonlySet<string>>(
    () => new Set(initiallyOpen),
  );
  const toggle = (id: string) => {
    const next = new Set(open);
    if (!next.delete(id)) next.add(id);
    setOpen(next);
  };
  const columns = hasWorkloads ? 7 : 6;
  const isNarrow = useMediaQuery(useTheme().breakpoints.down('xs'));
  const when = (change: ScalingChange) => (
    <ButtonBase
      className={classes.toggle}
      onClick={() => toggle(change.id)}
      aria-expanded={open.has(change.id)}
      aria-label={changeTitle(change)}
    >
      <time dateTime={change.at}>{instantText(change.at)}</time>
      <ExpandMoreIcon
        fontSize="small"
        className={open.has(change.id) ? classes.opened : undefined}
        aria-hidden
      />
    </ButtonBase>
  );
  const size = (change: ScalingChange) => (
    <>
      <span aria-hidden>{arrows[directionOf(change)]} </span>
      <span title={directions[directionOf(change)]}>{sizesText(change)}</span>
    </>
  );
  if (isNarrow) {
    return (
      <RowCards
        label={label}
        heading="h4"
        cards={changes.map(change => ({
          key: change.id,
          title: when(change),
          place: [
            change.regionTitle ?? change.region,
            ...(hasWorkloads ? [change.name] : []),
          ].join(' · '),
          standing: (
            <>
              <div className={classes.size}>{size(change)}</div>
              <div className={classes.why}>{reasonText(change)}</div>
              {open.has(change.id) && <ChangeDetail change={change} />}
            </>
          ),
          facts: [
            ['Who', whoText(change)],
            ['Ready', readinessText(change)],
          ],
        }))}
      />
    );
  }
  return (
    <SidewaysScroll label={label}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">When ({timeZone()})</th>
            <th scope="col">Region</th>
            {hasWorkloads && <th scope="col">Workload</th>}
            <th scope="col">Size</th>
            <th scope="col">Who</th>
            <th scope="col">Why</th>
            <th scope="col">Ready</th>
          </tr>
        </thead>
        <tbody>
          {changes.map(change => {
            const { id } = change;
            const isOpen = open.has(id);
            return (
              <Fragment key={id}>
                <tr>
                  <td className={classes.time}>{when(change)}</td>
                  <td>{change.regionTitle ?? change.region}</td>
                  {hasWorkloads && <td>{change.name}</td>}
                  <td className={classes.size}>{size(change)}</td>
                  <td>{whoText(change)}</td>
                  <td className={classes.why}>{reasonText(change)}</td>
                  <td>{readinessText(change)}</td>
                </tr>
                {isOpen && (
                  <tr>
                    <td colSpan={columns} className={classes.detail}>
                      <div className={classes.inside}>
                        <ChangeDetail change={change} />
                      </div>
                    </td>
                  </tr>
                )}
              </Fragment>
            );
          })}
        </tbody>
      </table>
    </SidewaysScroll>
  );
}
