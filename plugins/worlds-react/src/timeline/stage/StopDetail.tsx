import { makeStyles, Typography } from '@material-ui/core';
import { StateBadge } from '../../state/StateBadge';
import { StageScale } from '../layout/scale';
import { Stop } from '../layout/stops';
import { spanText } from '../momentText';
import { circumstances, severalText, whenText } from './itemText';
import { MarkShape } from './MarkShape';

const WIDTH = 300;

/** As many of several as are named before they are listed. */
const NAMED = 4;

const useStyles = makeStyles(theme => ({
  detail: {
    position: 'absolute',
    zIndex: 5,
    top: '100%',
    boxSizing: 'border-box',
    padding: theme.spacing(1, 1.5),
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
    background: theme.palette.background.paper,
    boxShadow: theme.shadows[4],
    textAlign: 'left',
    whiteSpace: 'normal',
    overflowWrap: 'anywhere',
    cursor: 'default',
  },
  line: { display: 'flex', alignItems: 'center', gap: theme.spacing(0.75) },
  faint: { color: theme.palette.text.secondary },
}));

export interface StopDetailProps {
  stop: Stop;
  scale: StageScale;
  /** Left edge of what it belongs to, on the stage. */
  left: number;
}

/** What a stop is about, beside it; its name says the same to people who do not see it. */
export function StopDetail(props: StopDetailProps) {
  const { stop, scale, left } = props;
  const classes = useStyles();
  const width = Math.min(WIDTH, scale.width);
  const shown = Math.min(
    Math.max(0, left - width / 2),
    Math.max(0, scale.width - width),
  );
  const [item] = stop.items;
  const isOne = stop.items.length === 1;
  return (
    <div
      className={classes.detail}
      style={{ width, left: shown - left }}
      aria-hidden
    >
      <Typography variant="caption" display="block" className={classes.faint}>
        {isOne ? whenText(item) : spanText(stop)}
      </Typography>
      {isOne ? (
        <>
          <Typography variant="subtitle2" component="div">
            {item.title}
          </Typography>
          {item.state && <StateBadge state={item.state} />}
          {circumstances(item).length > 0 && (
            <Typography variant="body2" className={classes.faint}>
              {circumstances(item).join(' · ')}
            </Typography>
          )}
          <Typography variant="body2">{item.sentence}</Typography>
        </>
      ) : (
        <>
          <Typography variant="subtitle2" component="div">
            {severalText(stop.items)}
          </Typography>
          {stop.items.slice(0, NAMED).map(each => (
            <div key={each.id} className={classes.line}>
              <MarkShape {...each} size={14} />
              <Typography variant="body2">
                {[each.title, each.where ?? []].flat().join(' · ')}
              </Typography>
            </div>
          ))}
          <Typography variant="caption" className={classes.faint}>
            Press to list them all.
          </Typography>
        </>
      )}
    </div>
  );
}
