import { makeStyles, useTheme } from '@material-ui/core';
import {
  State,
  statesBySeverity,
} from '@worldscale/backstage-plugin-worlds-common';
import { useEffect, useRef } from 'react';
import { spellAge } from '../time/formatAge';
import { useFreshnessLimits } from '../time/useFreshnessLimits';
import { stateColours, stateWords } from '../state/stateLook';
import { layoutCells } from './layoutCells';
import { paintCells } from './paintCells';

const useStyles = makeStyles(theme => ({
  legend: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0.5, 2),
    padding: 0,
    margin: theme.spacing(0, 0, 2),
    listStyle: 'none',
    '& li': { display: 'flex', alignItems: 'center', gap: theme.spacing(0.75) },
  },
}));

const SIDE = 28;

function Sample(props: { state: State; isOld?: boolean }) {
  const { state, isOld = false } = props;
  const theme = useTheme();
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (!canvas.current) return;
    paintCells(canvas.current, {
      layout: layoutCells([1], SIDE, SIDE),
      columns: [[{ state, isOld }]],
      colours: stateColours(theme),
      ink: theme.palette.background.paper,
      mark: theme.palette.text.primary,
      width: SIDE,
      devicePixelRatio: window.devicePixelRatio || 1,
    });
  }, [state, isOld, theme]);
  return (
    <canvas ref={canvas} style={{ width: SIDE, height: SIDE }} aria-hidden />
  );
}

/** What the cells of a heat map mean. */
export function StateLegend() {
  const classes = useStyles();
  const { oldAfterMs } = useFreshnessLimits();
  return (
    <ul className={classes.legend} aria-label="Meaning of the cells">
      {statesBySeverity.map(state => (
        <li key={state}>
          <Sample state={state} />
          {stateWords[state]}
        </li>
      ))}
      <li>
        <Sample state="healthy" isOld />
        Old: not confirmed for more than {spellAge(oldAfterMs)}
      </li>
    </ul>
  );
}
