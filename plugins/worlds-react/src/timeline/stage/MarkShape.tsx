import { useTheme } from '@material-ui/core';
import { StateIcon } from '../../state/StateIcon';
import { readable, SHAPE_CONTRAST } from '../../state/stateLook';
import { LaneItem } from '../lane';

/** Shapes that differ without colour, and from those of states. */
const paths: Record<NonNullable<LaneItem['shape']>, JSX.Element> = {
  up: <path d="M8 3.6v9M4.4 7.2 8 3.6l3.6 3.6" />,
  down: <path d="M8 3.4v9M4.4 8.8 8 12.4l3.6-3.6" />,
  event: <path d="M8 4.6 11.4 8 8 11.4 4.6 8Z" />,
};

/**
 * What happened, as a shape: of something with a state the state's, else an arrow or a
 * diamond on a disc. What was put together afterwards is hollow and dashed.
 */
export function MarkShape(
  props: Pick<LaneItem, 'state' | 'shape' | 'isInferred'> & { size?: number },
) {
  const { state, shape = 'event', isInferred = false, size = 16 } = props;
  const { palette } = useTheme();
  if (state) return <StateIcon state={state} size={size} />;
  const colour = readable(
    palette.primary.main,
    palette.background.paper,
    SHAPE_CONTRAST,
  );
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      aria-hidden
      focusable="false"
      style={{ flexShrink: 0 }}
    >
      <circle
        cx="8"
        cy="8"
        r="7.2"
        fill={isInferred ? palette.background.paper : colour}
        stroke={colour}
        strokeWidth="1.4"
        strokeDasharray={isInferred ? '2.6 1.8' : undefined}
      />
      <g
        fill="none"
        stroke={isInferred ? colour : palette.background.paper}
        strokeWidth="1.7"
      >
        {paths[shape]}
      </g>
    </svg>
  );
}
