import { Entity } from '@backstage/catalog-model';
import { AnyApiRef, ApiRef } from '@backstage/core-plugin-api';
import { Permission } from '@backstage/plugin-permission-common';
import { State } from '@worldscale/backstage-plugin-worlds-common';
import { ChartLine } from '../chart/chartLines';

/*
 * What a domain brings to the timeline: a lane. A lane is asked what it knows of some
 * entities within a span of time, and answers with marks (instants), periods (from, to)
 * and charts (values over time), all on the timeline's one axis. What it does not know
 * of the span it says as gaps with their reason: an empty stretch of a lane means that
 * nothing happened, and nothing else. A lane that fails fails alone.
 */

/** A stretch of time, Unix milliseconds, `fromMs` before `toMs`. */
export interface TimeSpan {
  fromMs: number;
  toMs: number;
}

/** What marks and periods have in common. */
export interface LaneItem {
  /** Unique in the lane, and the same each time that the lane is asked. */
  id: string;
  /** A few words: `12 → 14 replicas`; of several entities with the name of the one. */
  title: string;
  /** What happened and why, as one sentence for people. */
  sentence: string;
  /** How things stood; leave it out where an event is neither good nor bad. */
  state?: State;
  /** Shape of an event without a state; default `event`. */
  shape?: 'up' | 'down' | 'event';
  /** It took place, but was put together afterwards, so that its reason is not known. */
  isInferred?: boolean;
  /** What other pages mark, too: a new version that went out, or an incident. */
  topic?: 'deployment' | 'incident';
  /** Region or cluster, as people call it. */
  where?: string;
  /** Who or what did it, as people call them. */
  actor?: string;
  /** Where more of it stands: a path of the app, or a whole address. */
  href?: string;
}

/** Something that happened at an instant. */
export interface LaneMark extends LaneItem {
  atMs: number;
}

/** Something that lasted; `toMs` null: it goes on. */
export interface LanePeriod extends LaneItem {
  fromMs: number;
  toMs: number | null;
}

/** Values over time with a scale of their own, from nought upwards. */
export interface LaneChart {
  /** Unique in the lane. */
  id: string;
  title: string;
  /** Unix milliseconds, rising, evenly apart; null values are unknown. */
  times: readonly number[];
  /** The first is the subject. */
  lines: readonly ChartLine[];
  /** A value for people, with its unit where it is not plain from the title. */
  format: (value: number) => string;
  /** A value to compare with. */
  level?: { title: string; value: number };
  /** Values hold until the next one, as sizes do. */
  steps?: boolean;
}

/** A part of the span of which the lane knows nothing, or not all. */
export interface LaneGap extends TimeSpan {
  /** Why, as one sentence. */
  reason: string;
}

/** What a lane knows of a span. Parts outside of the span are cut off. */
export interface LaneAnswer {
  marks?: readonly LaneMark[];
  periods?: readonly LanePeriod[];
  charts?: readonly LaneChart[];
  /** What is not known, and why; may overlap. */
  gaps?: readonly LaneGap[];
  /** What else a reader must know, for example that only the newest 500 are shown. */
  notes?: readonly string[];
}

export interface LaneQuery extends TimeSpan {
  /** Those of the timeline's entities that the lane is for; at least one. */
  entities: readonly Entity[];
  /** Ends a load whose answer nobody waits for any more. */
  signal: AbortSignal;
}

/** Utility APIs by the name that a lane gives them. */
export type LaneDeps = Record<string, unknown>;

/** Answers for a lane; whatever it throws is shown in the lane, and there alone. */
export type LaneLoader<TDeps extends LaneDeps = LaneDeps> = (
  query: LaneQuery,
  deps: TDeps,
) => Promise<LaneAnswer>;

/** A lane as the timeline has it. */
export interface TimelineLane {
  /** Id of the extension: `timeline-lane:scaling/sizes`. */
  id: string;
  title: string;
  /** Lanes stand by rising order, then by title. */
  order: number;
  /** Whoever lacks it does not see the lane; the backend decides again. */
  permission?: Permission;
  /** Whether the lane has something to say of an entity. */
  isFor: (entity: Entity) => boolean;
  /** Utility APIs that the lane needs. */
  deps: Record<string, AnyApiRef>;
  /** Brings the lane's code when it is first shown. */
  loader: () => Promise<LaneLoader>;
  /** Signal channels that say "changed" of an entity. */
  signalChannels: (entityRef: string) => readonly string[];
  /** The lane knows of plans, so that the timeline may be moved beyond the present. */
  looksAhead: boolean;
}

/** References of the utility APIs that a lane needs. */
export type LaneDepRefs<TDeps extends LaneDeps> = {
  [K in keyof TDeps]: ApiRef<TDeps[K]>;
};
