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
export { datedMinuteText, minuteText, timeZone } from './timeline/momentText';
export { PageTitle } from './page/PageTitle';
export * from './page/PageTabs';
export * from './page/useEntityPath';
export * from './filters/FacetPicker';
export * from './filters/FilterBar';
export * from './list/listAddress';
export * from './list/useListAddress';
export * from './list/usePolledQuery';
export * from './list/DataTable';
export * from './list/RowCards';
export * from './list/RowLinks';
export * from './list/PagedRows';
export * from './list/ListAnswer';
export * from './list/UnreadAddress';
export * from './text/unbroken';
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
