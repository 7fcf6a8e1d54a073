import { makeStyles, useTheme } from '@material-ui/core';
import { MarkShape } from './ChartMarks';
import { ChartMark } from './groupMarks';
import { ChartLine, lineColours, strokes } from './chartLines';

const useStyles = makeStyles(theme => ({
  legend: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0.5, 2),
    padding: 0,
    margin: theme.spacing(0.5, 0),
    listStyle: 'none',
    fontSize: theme.typography.caption.fontSize,
  },
  entry: { display: 'inline-flex', alignItems: 'center', gap: 6 },
  gap: {
    width: 24,
    height: 10,
    background: theme.palette.action.hover,
    border: `1px solid ${theme.palette.divider}`,
  },
}));

export interface MarkLegendEntry {
  title: string;
  look: ChartMark['look'];
  isVague?: boolean;
}

export interface LineLegendProps {
  /** For people who do not see it. */
  label: string;
  lines: readonly Pick<ChartLine, 'id' | 'title' | 'look'>[];
  level?: { title: string };
  /** The chart leaves gaps. */
  hasGaps: boolean;
  marks?: readonly MarkLegendEntry[];
}

/** What the lines of a chart stand for. */
export function LineLegend(props: LineLegendProps) {
  const { label, lines, level, hasGaps, marks = [] } = props;
  const classes = useStyles();
  const colours = lineColours(useTheme());
  return (
    <ul className={classes.legend} aria-label={label}>
      {lines.map(({ id, title: name, look }) => (
        <li key={id} className={classes.entry}>
          <svg width={24} height={10} aria-hidden focusable="false">
            {strokes[look].fill !== undefined && (
              <rect
                y={5}
                width={24}
                height={5}
                fill={colours[look]}
                fillOpacity={strokes[look].fill}
              />
            )}
            <line
              x2={24}
              y1={5}
              y2={5}
              stroke={colours[look]}
              strokeWidth={strokes[look].width}
              strokeDasharray={strokes[look].dashes}
            />
          </svg>
          {name}
        </li>
      ))}
      {level && (
        <li className={classes.entry}>
          <svg width={24} height={10} aria-hidden focusable="false">
            <line
              x2={24}
              y1={5}
              y2={5}
              stroke="currentColor"
              strokeDasharray="8 3"
            />
          </svg>
          {level.title}
        </li>
      )}
      {marks.map(({ title, look, isVague = false }) => (
        <li key={title} className={classes.entry}>
          <MarkShape look={look} isVague={isVague} />
          {title}
        </li>
      ))}
      {hasGaps && (
        <li className={classes.entry}>
          <span className={classes.gap} aria-hidden />
          not known
        </li>
      )}
    </ul>
  );
}
