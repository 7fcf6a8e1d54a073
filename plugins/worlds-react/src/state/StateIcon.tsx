import { useTheme } from '@material-ui/core';
import { State } from '@worldscale/backstage-plugin-worlds-common';
import { stateColours } from './stateLook';

/** Outlines that differ without colour: circle, triangle, octagon, dashed ring. */
const shapes: Record<State, JSX.Element> = {
  healthy: (
    <>
      <circle cx="8" cy="8" r="7" fill="currentColor" />
      <path
        d="M4.6 8.2 7 10.6l4.4-5"
        fill="none"
        stroke="var(--state-mark)"
        strokeWidth="1.8"
      />
    </>
  ),
  atRisk: (
    <>
      <path d="M8 1 15.4 14.6H.6Z" fill="currentColor" />
      <path
        d="M8 5.6v4.4M8 11.4v1.6"
        stroke="var(--state-mark)"
        strokeWidth="1.8"
      />
    </>
  ),
  breached: (
    <>
      <path d="M5 .8h6L15.2 5v6L11 15.2H5L.8 11V5Z" fill="currentColor" />
      <path
        d="m5.2 5.2 5.6 5.6m0-5.6-5.6 5.6"
        stroke="var(--state-mark)"
        strokeWidth="1.8"
      />
    </>
  ),
  unknown: (
    <>
      <circle
        cx="8"
        cy="8"
        r="6.6"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeDasharray="2.6 1.6"
      />
      <path
        d="M6.2 6.4c0-2.4 3.6-2.3 3.6 0 0 1.4-1.8 1.5-1.8 3M8 10.9v1.4"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.4"
      />
    </>
  ),
};

/** A state as a shape and a colour; decorative, so put its word beside it. */
export function StateIcon(props: { state: State; size?: number }) {
  const { state, size = 16 } = props;
  const theme = useTheme();
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      aria-hidden
      focusable="false"
      style={
        {
          color: stateColours(theme)[state],
          '--state-mark': theme.palette.background.paper,
          flexShrink: 0,
        } as React.CSSProperties
      }
    >
      {shapes[state]}
    </svg>
  );
}
