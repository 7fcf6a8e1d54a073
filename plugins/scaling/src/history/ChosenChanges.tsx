import { Button, makeStyles, Typography } from '@material-ui/core';
import { ScalingChange } from '@worldscale/backstage-plugin-scaling-common';
import { useEffect, useRef } from 'react';
import { LedgerTable } from '../ledger/LedgerTable';

const useStyles = makeStyles(theme => ({
  chosen: {
    margin: theme.spacing(1, 0),
    padding: theme.spacing(1, 1.5),
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
    '&:focus-visible': { outline: `2px solid ${theme.palette.text.primary}` },
  },
  head: {
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: theme.spacing(1),
  },
}));

/** Entries of the ledger that belong to a mark of the chart; they take the focus. */
export function ChosenChanges(props: {
  changes: readonly ScalingChange[];
  onClose: () => void;
}) {
  const classes = useStyles();
  const { changes, onClose } = props;
  const section = useRef<HTMLElement>(null);
  useEffect(() => section.current?.focus(), []);
  return (
    <section
      ref={section}
      className={classes.chosen}
      tabIndex={-1}
      aria-label="Changes chosen on the chart"
    >
      <div className={classes.head}>
        <Typography variant="subtitle2" component="h4">
          Chosen on the chart
        </Typography>
        <Button size="small" onClick={onClose}>
          Close
        </Button>
      </div>
      <LedgerTable
        label="Entries of the chosen changes"
        changes={changes}
        hasWorkloads={new Set(changes.map(({ name }) => name)).size > 1}
        initiallyOpen={changes.length === 1 ? [changes[0].id] : []}
      />
    </section>
  );
}
