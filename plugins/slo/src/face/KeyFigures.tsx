import { makeStyles } from '@material-ui/core';
import {
  lastHourBurnOf,
  SloRow,
} from '@worldscale/backstage-plugin-slo-common';
import { unbroken } from '@worldscale/backstage-plugin-worlds-react';
import {
  budgetText,
  burnText,
  exhaustionBasisText,
  exhaustionText,
  isLastKnown,
  LAST_HOUR_BURN,
  sliText,
  targetText,
  UNKNOWN,
} from '../wording';

const useStyles = makeStyles(theme => ({
  figures: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(110px, 1fr))',
    gap: theme.spacing(0.5, 2),
    margin: theme.spacing(1, 0, 0),
    '& dt': {
      color: theme.palette.text.secondary,
      fontSize: theme.typography.caption.fontSize,
    },
    '& dd': { margin: 0, fontVariantNumeric: 'tabular-nums' },
  },
  more: {
    color: theme.palette.text.secondary,
    fontSize: theme.typography.caption.fontSize,
  },
  unknown: { color: theme.palette.text.secondary, fontStyle: 'italic' },
}));

/** The four figures of an objective that everybody asks for. */
export function KeyFigures({ row }: { row: SloRow }) {
  const classes = useStyles();
  const { figures, target } = row;
  const isOld = isLastKnown(row);
  const facts = [
    [
      `SLI (target ${targetText(target)})`,
      sliText(figures?.sli ?? null, target),
    ],
    ['Budget left', budgetText(figures?.remaining)],
    [LAST_HOUR_BURN, burnText(lastHourBurnOf(row))],
    [
      'Budget gone',
      exhaustionText(row.exhaustion, row.window.kind),
      exhaustionBasisText(row),
    ],
  ];
  return (
    <dl className={classes.figures}>
      {facts.map(([title, text, more]) => (
        <div key={title}>
          <dt>{isOld ? `${title}, last known` : title}</dt>
          <dd className={text === UNKNOWN ? classes.unknown : undefined}>
            {text}
          </dd>
          {more && <dd className={classes.more}>{unbroken(more)}</dd>}
        </div>
      ))}
    </dl>
  );
}
