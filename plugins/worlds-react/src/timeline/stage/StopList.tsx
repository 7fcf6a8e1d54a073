import { Button, makeStyles, Typography } from '@material-ui/core';
import { KeyboardEvent, useEffect, useRef } from 'react';
import { stateWords } from '../../state/stateLook';
import { TimeSpan } from '../lane';
import { TimelineItem } from '../layout/stops';
import { SHORTEST_SPAN_MS } from '../range';
import { spanText } from '../momentText';
import { circumstances, severalText, whenText } from './itemText';
import { ItemLink } from './ItemLink';
import { MarkShape } from './MarkShape';

/** More are found by looking closer, or in the table. */
const LISTED = 50;

const useStyles = makeStyles(theme => ({
  panel: {
    // Above the lines of instants, which lie over all lanes.
    position: 'relative',
    zIndex: 4,
    background: theme.palette.background.paper,
    margin: theme.spacing(1, 0),
    padding: theme.spacing(1, 1.5),
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
    cursor: 'default',
    userSelect: 'text',
    '&:focus': { outline: `2px solid ${theme.palette.text.primary}` },
  },
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1),
  },
  title: { flexGrow: 1 },
  list: {
    listStyle: 'none',
    margin: 0,
    padding: 0,
    maxHeight: 280,
    overflowY: 'auto',
  },
  item: {
    display: 'flex',
    gap: theme.spacing(1),
    padding: theme.spacing(0.5, 0),
    overflowWrap: 'anywhere',
    '& > svg': { marginTop: 3 },
  },
  faint: { color: theme.palette.text.secondary },
}));

export interface StopListProps {
  items: readonly TimelineItem[];
  /** From the first to the last. */
  span: TimeSpan;
  onClose: () => void;
  /** Looks closer at that span. */
  onZoom: () => void;
}

/** What lies so close together on the timeline that it is one stop. */
export function StopList(props: StopListProps) {
  const { items, span, onClose, onZoom } = props;
  const classes = useStyles();
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => panel.current?.focus(), []);
  const title = `${severalText(items)}, ${spanText(span)}`;
  const canZoom = span.toMs - span.fromMs > SHORTEST_SPAN_MS;
  return (
    // Escape closes it wherever within it the focus is.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      ref={panel}
      className={classes.panel}
      role="group"
      aria-label={title}
      tabIndex={-1}
      data-no-brush
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key === 'Escape') onClose();
      }}
    >
      <div className={classes.head}>
        <Typography
          variant="subtitle2"
          component="div"
          className={classes.title}
        >
          {title}
        </Typography>
        {canZoom && (
          <Button size="small" variant="outlined" onClick={onZoom}>
            Look closer
          </Button>
        )}
        <Button size="small" variant="outlined" onClick={onClose}>
          Close the list
        </Button>
      </div>
      {/* Scrolls where it is long; its links are stops of the Tab key. */}
      <ul className={classes.list}>
        {items.slice(0, LISTED).map(item => (
          <li key={item.id} className={classes.item}>
            <MarkShape {...item} />
            <div>
              <Typography variant="body2">
                <ItemLink item={item} />
                {item.state && ` · ${stateWords[item.state]}`}
              </Typography>
              <Typography variant="caption" className={classes.faint}>
                {[whenText(item), ...circumstances(item)].join(' · ')}
              </Typography>
              <Typography variant="body2">{item.sentence}</Typography>
            </div>
          </li>
        ))}
      </ul>
      {items.length > LISTED && (
        <Typography variant="body2" className={classes.faint}>
          {items.length - LISTED} more stand in the list below the timeline.
        </Typography>
      )}
    </div>
  );
}
