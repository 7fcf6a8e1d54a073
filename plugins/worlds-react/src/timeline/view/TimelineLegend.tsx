import { makeStyles } from '@material-ui/core';
import { statesBySeverity } from '@worldscale/backstage-plugin-worlds-common';
import { stateWords } from '../../state/stateLook';
import { LaneItem } from '../lane';
import { INFERRED_TEXT } from '../stage/itemText';
import { MarkShape } from '../stage/MarkShape';
import { StopBars } from '../stage/StopBars';
import { Stop } from '../layout/stops';
import { mostEachWay, mostOneWay, Tally } from '../layout/tally';

const useStyles = makeStyles(theme => ({
  legend: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0.5, 2),
    padding: 0,
    margin: theme.spacing(0.5, 0),
    listStyle: 'none',
    fontSize: theme.typography.caption.fontSize,
    '& li': { display: 'inline-flex', alignItems: 'center', gap: 6 },
  },
  unknown: {
    width: 24,
    height: 12,
    border: `1px solid ${theme.palette.text.disabled}`,
    backgroundColor: theme.palette.action.hover,
    backgroundImage: `repeating-linear-gradient(-45deg, ${theme.palette.text.disabled} 0 1px, transparent 1px 6px)`,
  },
}));

const shapeWords: [NonNullable<LaneItem['shape']>, string][] = [
  ['up', 'up'],
  ['down', 'down'],
  ['event', 'event'],
];

/** Stands for any place in which several went up, and some down. */
const SAMPLE_MOST = 3;
const sample: Tally = { up: SAMPLE_MOST, down: 1, isInferred: false };

/** What the shapes mean that are shown; those that are not are left out. */
export function TimelineLegend({
  stops,
}: {
  /** Of all lanes, as they are laid out. */
  stops: readonly Stop[];
}) {
  const classes = useStyles();
  const items: LaneItem[] = stops.flatMap(stop => [...stop.items]);
  const plain = items.filter(({ state }) => !state);
  return (
    <ul className={classes.legend} aria-label="Meaning of the shapes">
      {statesBySeverity
        .filter(state => items.some(item => item.state === state))
        .map(state => (
          <li key={state}>
            <MarkShape state={state} size={14} />
            {stateWords[state]}
          </li>
        ))}
      {shapeWords
        .filter(([shape]) =>
          plain.some(item => (item.shape ?? 'event') === shape),
        )
        .map(([shape, word]) => (
          <li key={shape}>
            <MarkShape shape={shape} size={14} />
            {word}
          </li>
        ))}
      {plain.some(({ isInferred }) => isInferred) && (
        <li>
          <MarkShape shape="event" isInferred size={14} />
          {INFERRED_TEXT}
        </li>
      )}
      {mostOneWay(mostEachWay(stops)) > 0 && (
        <li>
          <StopBars tally={sample} most={SAMPLE_MOST} height={28} />
          several close together: how many went up, and down
        </li>
      )}
      <li>
        <span className={classes.unknown} aria-hidden />
        not known
      </li>
    </ul>
  );
}
