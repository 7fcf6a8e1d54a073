import { makeStyles } from '@material-ui/core';
import { KeyboardEvent, useRef, useState } from 'react';
import { PLOT_MARGIN } from './chartLines';
import { ChartMark, groupMarks, MarkGroup } from './groupMarks';

const useStyles = makeStyles(theme => ({
  strip: { position: 'relative', height: 24 },
  unmarked: {
    position: 'absolute',
    top: 2,
    height: 20,
    boxSizing: 'border-box',
    paddingLeft: theme.spacing(0.75),
    overflow: 'hidden',
    border: `1px dashed ${theme.palette.text.secondary}`,
    borderRadius: theme.shape.borderRadius,
    color: theme.palette.text.secondary,
    fontSize: theme.typography.caption.fontSize,
    lineHeight: '18px',
    whiteSpace: 'nowrap',
  },
  mark: {
    position: 'absolute',
    top: 0,
    width: 24,
    height: 24,
    padding: 0,
    border: 0,
    background: 'none',
    color: theme.palette.text.primary,
    cursor: 'pointer',
    borderRadius: theme.shape.borderRadius,
    '&:hover': { background: theme.palette.action.selected },
    '&:focus-visible': { outline: `2px solid ${theme.palette.text.primary}` },
    '&[aria-current="true"]': { background: theme.palette.action.selected },
  },
}));

/** Pixels that a pointer needs for each. */
const MARK_PIXELS = 24;
/** Less would show a part of the words. */
const UNMARKED_TEXT_PIXELS = 90;

export interface ChartMarksProps {
  /** For people who do not see it. */
  label: string;
  marks: readonly ChartMark[];
  /** First and last instant of the plot (Unix milliseconds). */
  from: number;
  to: number;
  /** Pixels, margins included. */
  width: number;
  /** Id of the mark that is shown elsewhere. */
  current?: string;
  /** Before this instant (Unix milliseconds) nothing is marked, whatever happened. */
  unmarkedUntil?: number;
  onChoose: (marks: readonly ChartMark[]) => void;
}

function lookOf({ marks }: MarkGroup): ChartMark['look'] {
  const [{ look }] = marks;
  return marks.every(mark => mark.look === look) ? look : 'other';
}

/** The shape of a mark: up, down, or both; hollow where its reason is not known. */
export function MarkShape(props: {
  look: ChartMark['look'];
  isVague: boolean;
}) {
  const { look, isVague } = props;
  const points = {
    up: '8,3 14,13 2,13',
    down: '8,13 14,3 2,3',
    other: '8,2 14,8 8,14 2,8',
  };
  return (
    <svg width={16} height={16} aria-hidden focusable="false">
      <polygon
        points={points[look]}
        fill={isVague ? 'none' : 'currentColor'}
        stroke="currentColor"
        strokeWidth={1.5}
      />
    </svg>
  );
}

/** A strip of marks below a plot: one stop of the keyboard, its arrows go along. */
export function ChartMarks(props: ChartMarksProps) {
  const { label, marks, from, to, width, current, onChoose } = props;
  const { unmarkedUntil = from } = props;
  const classes = useStyles();
  const strip = useRef<HTMLDivElement>(null);
  const [stop, setStop] = useState<number>();
  const inner = Math.max(1, width - PLOT_MARGIN.left - PLOT_MARGIN.right);
  const x = (atMs: number) => ((atMs - from) / Math.max(1, to - from)) * inner;
  const groups = groupMarks(marks, x, { from, to }, MARK_PIXELS);
  const last = groups.length - 1;
  const focused = Math.min(stop ?? last, last);
  const onKeyDown = (event: KeyboardEvent) => {
    const targets: Record<string, number> = {
      ArrowLeft: focused - 1,
      ArrowRight: focused + 1,
      Home: 0,
      End: last,
    };
    const target = targets[event.key];
    if (target === undefined || target < 0 || target > last) return;
    event.preventDefault();
    setStop(target);
    strip.current?.querySelectorAll('button')[target]?.focus();
  };
  const unmarked = Math.min(inner, x(unmarkedUntil));
  if (groups.length === 0 && unmarked <= 0) return null;
  return (
    // Keys of the marks themselves arrive here.
    // eslint-disable-next-line jsx-a11y/interactive-supports-focus
    <div
      ref={strip}
      className={classes.strip}
      role="toolbar"
      aria-label={label}
      onKeyDown={onKeyDown}
    >
      {unmarked > 0 && (
        <span
          className={classes.unmarked}
          style={{ left: PLOT_MARGIN.left, width: unmarked }}
        >
          {unmarked > UNMARKED_TEXT_PIXELS && 'not marked'}
        </span>
      )}
      {groups.map((group, i) => {
        const [first] = group.marks;
        const rest = group.marks.length - 1;
        const text =
          rest > 0 ? `${first.label}; and ${rest} more` : first.label;
        return (
          <button
            key={first.id}
            type="button"
            className={classes.mark}
            style={{ left: PLOT_MARGIN.left + group.x - MARK_PIXELS / 2 }}
            tabIndex={i === focused ? 0 : -1}
            title={text}
            aria-label={text}
            aria-current={group.marks.some(({ id }) => id === current)}
            onFocus={() => setStop(i)}
            onClick={() => onChoose(group.marks)}
          >
            <MarkShape
              look={lookOf(group)}
              isVague={group.marks.every(({ isVague }) => isVague)}
            />
          </button>
        );
      })}
    </div>
  );
}
