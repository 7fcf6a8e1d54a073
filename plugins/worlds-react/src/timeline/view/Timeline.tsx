import { makeStyles, Typography } from '@material-ui/core';
import { KeyboardEvent, useMemo, useRef, useState } from 'react';
import { asWideAsItsParent, useWidth } from '../../chart/useWidth';
import { EmptyNote } from '../../notes/EmptyNote';
import { TimeSpan } from '../lane';
import { LaneView } from '../laneView';
import { stageScale } from '../layout/scale';
import { layoutStops, Stop } from '../layout/stops';
import { clampSpan, spanOf, TimelineRange } from '../range';
import { readingOf } from '../stage/chartReading';
import { LaneBoundary } from '../stage/LaneBoundary';
import { LaneRow } from '../stage/LaneRow';
import { stopTo } from '../stage/moveFocus';
import { TimeAxis } from '../stage/TimeAxis';
import { useBrush } from '../stage/useBrush';
import { SpanControls } from './SpanControls';
import { TimelineLegend } from './TimelineLegend';
import { TimelineTable } from './TimelineTable';

const useStyles = makeStyles(theme => ({
  stage: {
    position: 'relative',
    touchAction: 'pan-y',
    userSelect: 'none',
    cursor: 'crosshair',
  },
  line: {
    position: 'absolute',
    top: 26,
    bottom: 0,
    pointerEvents: 'none',
    borderLeft: `1px solid ${theme.palette.text.primary}`,
  },
  now: { borderLeft: `2px dotted ${theme.palette.text.secondary}` },
  brush: {
    position: 'absolute',
    top: 26,
    bottom: 0,
    zIndex: 3,
    pointerEvents: 'none',
    opacity: 0.2,
    background: theme.palette.primary.main,
  },
  hint: { color: theme.palette.text.secondary },
}));

export interface TimelineProps {
  /** What the timeline is about, for people who do not see it. */
  title: string;
  range: TimelineRange;
  nowMs: number;
  /** In the order in which they are to stand. */
  lanes: readonly LaneView[];
  /** The latest instant that may be shown; default: the present. */
  latestMs?: number;
  onRange: (range: TimelineRange) => void;
}

/**
 * What happened to something, lane by lane on one time axis. The pointer reads an instant
 * across all lanes and chooses a stretch to look closer at; the arrow keys go from mark
 * to mark; a list holds the same. Nothing moves by itself but the present.
 */
export function Timeline(props: TimelineProps) {
  const { title, range, nowMs, lanes, latestMs = nowMs, onRange } = props;
  const classes = useStyles();
  const { ref, width } = useWidth();
  const { fromMs, toMs } = spanOf(range, nowMs);
  const scale = useMemo(
    () => stageScale({ fromMs, toMs }, width),
    [fromMs, toMs, width],
  );
  const stops = useMemo(
    () =>
      lanes.flatMap(
        ({ answer: { marks = [], periods = [] } = {} }) =>
          layoutStops({ marks, periods }, scale, nowMs).stops,
      ),
    [lanes, scale, nowMs],
  );
  const [instantMs, setInstant] = useState<number>();
  const [rovers, setRovers] = useState<Record<string, string>>({});
  const [focused, setFocused] = useState<[lane: string, stop: string]>();
  const [hovered, setHovered] = useState<[lane: string, stop: string]>();
  const [isTableOpen, setTableOpen] = useState(false);
  const stage = useRef<HTMLDivElement>(null);
  const choose = (next: TimelineRange) =>
    onRange('preset' in next ? next : clampSpan(next, latestMs));
  const { brush, handlers } = useBrush(scale, setInstant, choose);
  const shown = hovered ?? focused;

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      setFocused(undefined);
      setHovered(undefined);
      return;
    }
    const { target } = event;
    if (!(target instanceof HTMLElement) || !target.dataset.lane) return;
    const next = stage.current && stopTo(event.key, target, stage.current);
    if (!next) return;
    event.preventDefault();
    next.focus();
  };
  const onFocus = (laneId: string) => (stop: Stop) => {
    setRovers(last => ({ ...last, [laneId]: stop.id }));
    setFocused([laneId, stop.id]);
    setHovered(undefined);
    setInstant(stop.fromMs);
  };
  if (lanes.length === 0) {
    return (
      <EmptyNote title="No lanes">
        No part of the portal that is installed, and that you may see, has
        anything to tell of this over time.
      </EmptyNote>
    );
  }
  const reading = readingOf(lanes, instantMs ?? toMs);
  const inSpan = (atMs: number) => atMs > fromMs && atMs < toMs;
  return (
    <section aria-label={title}>
      <SpanControls
        span={scale}
        preset={'preset' in range ? range.preset : undefined}
        aroundMs={instantMs}
        {...{ latestMs }}
        onRange={choose}
      />
      <TimelineLegend stops={stops} />
      <div ref={ref} style={asWideAsItsParent}>
        {/* The axis and the stops take the keys; the stage moves the focus for them. */}
        {/* eslint-disable-next-line jsx-a11y/no-static-element-interactions */}
        <div
          ref={stage}
          className={classes.stage}
          onKeyDown={onKeyDown}
          onBlur={() => setFocused(undefined)}
          {...handlers}
        >
          <TimeAxis {...{ scale, instantMs, reading }} onInstant={setInstant} />
          {lanes.map(view => (
            <LaneBoundary key={view.id} title={view.title} answer={view.answer}>
              <LaneRow
                {...{ view, scale, nowMs, instantMs }}
                shown={shown?.[0] === view.id ? shown[1] : undefined}
                rover={rovers[view.id]}
                onFocus={onFocus(view.id)}
                onHover={stop => setHovered(stop && [view.id, stop.id])}
                onSpan={(span: TimeSpan) => choose(padded(span))}
              />
            </LaneBoundary>
          ))}
          {inSpan(nowMs) && (
            <div
              className={`${classes.line} ${classes.now}`}
              style={{ left: scale.x(nowMs) }}
              title="Now"
            />
          )}
          {instantMs !== undefined && inSpan(instantMs) && (
            <div
              className={classes.line}
              style={{ left: scale.x(instantMs) }}
            />
          )}
          {brush && (
            <div
              className={classes.brush}
              style={{
                left: Math.min(brush.from, brush.to),
                width: Math.abs(brush.to - brush.from),
              }}
            />
          )}
        </div>
      </div>
      <Typography variant="caption" component="p" className={classes.hint}>
        Draw across the timeline to look closer. The arrow keys go from mark to
        mark; on the axis they read an instant.
      </Typography>
      <details onToggle={event => setTableOpen(event.currentTarget.open)}>
        <summary>The same as a list</summary>
        {isTableOpen && (
          <TimelineTable views={lanes} span={scale} nowMs={nowMs} />
        )}
      </details>
    </section>
  );
}

/** A bit more than the span itself, so that its ends do not lie on the edge. */
function padded({ fromMs, toMs }: TimeSpan): TimeSpan {
  const by = (toMs - fromMs) * 0.1;
  return { fromMs: fromMs - by, toMs: toMs + by };
}
