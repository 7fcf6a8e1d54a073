/**
 * What Worldscale's frontends share.
 *
 * @packageDocumentation
 */
export * from './state/stateLook';
export * from './state/StateIcon';
export * from './state/StateBadge';
export * from './time/formatAge';
export * from './time/useNow';
export * from './time/useFreshnessLimits';
export * from './time/ObservedAt';
export * from './time/usePolled';
export * from './notes/EmptyNote';
export * from './notes/ErrorNote';
export * from './page/PageBody';
export * from './filters/SearchField';
export * from './filters/FacetPicker';
export * from './filters/StateToggles';
export * from './range/RangeBar';
export * from './range/RangeLegend';
export * from './scroll/SidewaysScroll';
export * from './chart/TimeChart';
export type { ChartLine, ChartLook } from './chart/chartLines';
export type { ChartMark } from './chart/groupMarks';
export * from './heatmap/HeatMap';
export type { HeatCell } from './heatmap/HeatMapRow';
export * from './timeline/lane';
export * from './timeline/timelineApi';
export * from './timeline/TimelineLaneBlueprint';
export { defaultRange, readRange, writeRange } from './timeline/range';
export type { TimelineRange } from './timeline/range';
export type { LaneView } from './timeline/laneView';
export * from './timeline/view/Timeline';
export * from './timeline/live/EntitiesTimeline';
