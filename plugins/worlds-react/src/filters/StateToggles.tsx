import { makeStyles } from '@material-ui/core';
import {
  FleetFacet,
  State,
  statesBySeverity,
} from '@worldscale/backstage-plugin-worlds-common';
import { StateIcon } from '../state/StateIcon';
import { stateWords } from '../state/stateLook';

const useStyles = makeStyles(theme => ({
  group: { display: 'flex', flexWrap: 'wrap', gap: theme.spacing(0.5) },
  toggle: {
    ...theme.typography.body2,
    display: 'inline-flex',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    // Large enough to be hit with a thumb.
    minHeight: 36,
    padding: theme.spacing(0.5, 0.75),
    whiteSpace: 'nowrap',
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: 18,
    background: theme.palette.background.paper,
    color: theme.palette.text.primary,
    cursor: 'pointer',
    '&[aria-pressed="true"]': {
      borderColor: theme.palette.text.primary,
      boxShadow: `inset 0 0 0 1px ${theme.palette.text.primary}`,
      fontWeight: 600,
    },
    '&:focus-visible': {
      outline: `2px solid ${theme.palette.primary.main}`,
      outlineOffset: 1,
    },
  },
}));

export interface StateTogglesProps {
  chosen: State[];
  facets: FleetFacet[] | undefined;
  onChange: (chosen: State[]) => void;
}

/** One switch per state, with how many rows are in it. */
export function StateToggles({ chosen, facets, onChange }: StateTogglesProps) {
  const classes = useStyles();
  return (
    <div className={classes.group} role="group" aria-label="State">
      {statesBySeverity.map(state => {
        const isOn = chosen.includes(state);
        const count = facets?.find(f => f.value === state)?.count ?? 0;
        return (
          <button
            key={state}
            type="button"
            className={classes.toggle}
            aria-pressed={isOn}
            onClick={() =>
              onChange(
                isOn ? chosen.filter(s => s !== state) : [...chosen, state],
              )
            }
          >
            <StateIcon state={state} />
            {stateWords[state]}
            {facets && ` (${count})`}
          </button>
        );
      })}
    </div>
  );
}
