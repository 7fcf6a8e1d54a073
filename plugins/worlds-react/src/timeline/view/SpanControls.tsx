import {
  Button,
  ButtonGroup,
  makeStyles,
  Typography,
  useMediaQuery,
  useTheme,
} from '@material-ui/core';
import { TimeSpan } from '../lane';
import { spanText, timeZone } from '../momentText';
import {
  shifted,
  TimelinePresetId,
  timelinePresets,
  TimelineRange,
  zoomed,
} from '../range';

const useStyles = makeStyles(theme => ({
  bar: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1, 2),
    marginBottom: theme.spacing(1),
  },
  group: { flexWrap: 'wrap' },
  text: {
    color: theme.palette.text.secondary,
    fontVariantNumeric: 'tabular-nums',
  },
}));

/** So that something of what was seen stays in sight. */
const SHIFT_SHARE = 0.5;

export interface SpanControlsProps {
  span: TimeSpan;
  /** Range that is shown, where it is one of the presets. */
  preset: TimelinePresetId | undefined;
  /** Instant that stays where it is while one looks closer. */
  aroundMs: number | undefined;
  /** The latest instant that may be shown. */
  latestMs: number;
  onRange: (range: TimelineRange) => void;
}

/** What time is shown, by button; the pointer may also draw across the timeline. */
export function SpanControls(props: SpanControlsProps) {
  const { span, preset, aroundMs, latestMs, onRange } = props;
  const classes = useStyles();
  const theme = useTheme();
  const isNarrow = useMediaQuery(theme.breakpoints.down('xs'));
  return (
    <div className={classes.bar}>
      <ButtonGroup size="small" aria-label="The last" className={classes.group}>
        {timelinePresets.map(({ id, title, short }) => (
          <Button
            key={id}
            aria-pressed={id === preset}
            variant={id === preset ? 'contained' : 'outlined'}
            color={id === preset ? 'primary' : 'default'}
            onClick={() => onRange({ preset: id })}
          >
            {isNarrow ? short : title}
          </Button>
        ))}
      </ButtonGroup>
      <ButtonGroup size="small" aria-label="Move" className={classes.group}>
        <Button onClick={() => onRange(shifted(span, -SHIFT_SHARE))}>
          Earlier
        </Button>
        <Button
          disabled={span.toMs >= latestMs}
          onClick={() => onRange(shifted(span, SHIFT_SHARE))}
        >
          Later
        </Button>
        <Button onClick={() => onRange(zoomed(span, 0.5, aroundMs))}>
          Zoom in
        </Button>
        <Button onClick={() => onRange(zoomed(span, 2, aroundMs))}>
          Zoom out
        </Button>
      </ButtonGroup>
      <Typography variant="body2" className={classes.text}>
        {spanText(span)} ({timeZone()})
      </Typography>
    </div>
  );
}
