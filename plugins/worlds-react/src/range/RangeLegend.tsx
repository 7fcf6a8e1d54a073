import { makeStyles } from '@material-ui/core';

const useStyles = makeStyles(theme => ({
  legend: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0.5, 2),
    padding: 0,
    margin: theme.spacing(0, 0, 1),
    listStyle: 'none',
    fontSize: theme.typography.caption.fontSize,
  },
  entry: { display: 'inline-flex', alignItems: 'center', gap: 6 },
  filled: { fill: theme.palette.text.secondary },
  outline: { fill: 'none', stroke: theme.palette.text.secondary },
  desired: { stroke: theme.palette.text.primary, strokeWidth: 2 },
  ready: { fill: theme.palette.text.primary },
}));

/** What the parts of a RangeBar stand for. */
export function RangeLegend(props: {
  /** For people who do not see it. */
  label: string;
  /** What is counted, for example `replicas`. */
  unit: string;
}) {
  const { label, unit } = props;
  const classes = useStyles();
  const entries = [
    {
      title: `${unit} that exist, in the colour of the state`,
      shape: <rect className={classes.filled} y={3} width={24} height={8} />,
    },
    {
      title: 'ready',
      shape: <circle className={classes.ready} cx={12} cy={7} r={3} />,
    },
    {
      title: 'desired',
      shape: <line className={classes.desired} x1={12} x2={12} y2={14} />,
    },
    {
      title: 'from minimum to maximum',
      shape: (
        <rect className={classes.outline} x={1} y={2} width={22} height={10} />
      ),
    },
  ];
  return (
    <ul className={classes.legend} aria-label={label}>
      {entries.map(({ title, shape }) => (
        <li key={title} className={classes.entry}>
          <svg width={24} height={14} aria-hidden focusable="false">
            {shape}
          </svg>
          {title}
        </li>
      ))}
    </ul>
  );
}
