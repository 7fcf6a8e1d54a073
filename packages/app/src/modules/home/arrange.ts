import type {
  HomePageDefaultConfigItem,
  HomePageLayoutProps,
} from '@backstage/plugin-home-react/alpha';

type Widget = HomePageLayoutProps['widgets'][number];
type Place = Pick<
  HomePageDefaultConfigItem,
  'component' | 'row' | 'column' | 'width'
>;

/** A widget and how many of the page's twelve columns it takes. */
export interface PlacedWidget {
  widget: Widget;
  columns: number;
}

/** A third of the page: three cards in a row. */
const DEFAULT_COLUMNS = 4;

/** What everybody looks for first. */
const opening: Place[] = [
  { component: 'HomePageSearchBar', row: 0, column: 0, width: 12 },
  { component: 'QuickLinks', row: 1, column: 0, width: 8 },
  { component: 'OwnServices', row: 1, column: 8, width: 4 },
];

/** Of the domains: what is wrong now, the most severe first, then what lies ahead. */
const bySeverity = ['ServicesAtRisk', 'BurningObjectives', 'ScalingRisks'];

/** What each person's use of the portal brings together. */
const closing: Place[] = [
  { component: 'HomePageStarredEntities', row: 0, column: 0, width: 4 },
  { component: 'HomePageRecentlyVisited', row: 0, column: 4, width: 4 },
  { component: 'UnreadNotifications', row: 0, column: 8, width: 4 },
];

/**
 * Puts the widgets in the order of `defaultConfig` (row, then column), each as
 * wide as it says; those that it does not name follow. Without `defaultConfig`
 * the widgets of the domains stand between the two groups above, so that one of
 * a plugin that was just installed is seen without further ado.
 */
export function arrange({
  widgets,
  defaultConfig,
}: HomePageLayoutProps): PlacedWidget[] {
  const first = place(widgets, defaultConfig ?? opening);
  const last = place(widgets, defaultConfig ? [] : closing);
  const placed = new Set([...first, ...last].map(({ widget }) => widget));
  const others = widgets
    .filter(widget => !placed.has(widget))
    .sort((a, b) => rankOf(a) - rankOf(b))
    .map(widget => ({
      widget,
      columns: clamp(widget.layout?.width?.defaultColumns ?? DEFAULT_COLUMNS),
    }));
  return [...first, ...others, ...last];
}

function rankOf({ name }: Widget): number {
  const rank = bySeverity.indexOf(name ?? '');
  return rank === -1 ? bySeverity.length : rank;
}

function place(widgets: Widget[], places: Place[]): PlacedWidget[] {
  return [...places]
    .sort((a, b) => a.row - b.row || a.column - b.column)
    .flatMap(({ component, width }) => {
      const widget = widgets.find(({ name }) => name === component);
      return widget ? [{ widget, columns: clamp(width) }] : [];
    });
}

function clamp(columns: number): number {
  return Math.min(Math.max(Math.round(columns), 1), 12);
}
