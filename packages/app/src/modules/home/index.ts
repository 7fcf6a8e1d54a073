import { createFrontendModule } from '@backstage/frontend-plugin-api';
import homePlugin from '@backstage/plugin-home/alpha';
import {
  HomePageLayoutBlueprint,
  HomePageWidgetBlueprint,
} from '@backstage/plugin-home-react/alpha';

const layout = HomePageLayoutBlueprint.make({
  params: { loader: async () => (await import('./HomeLayout')).HomeLayout },
});

const quickLinks = HomePageWidgetBlueprint.make({
  name: 'quick-links',
  params: {
    name: 'QuickLinks',
    title: 'Where to go',
    description: 'The pages that you may open',
    components: async () => ({
      Content: (await import('./QuickLinks')).QuickLinks,
    }),
  },
});

const ownServices = HomePageWidgetBlueprint.make({
  name: 'own-services',
  params: {
    name: 'OwnServices',
    title: 'Your services',
    description: 'Services that you or your groups own',
    components: async () => ({
      Content: (await import('./OwnServices')).OwnServices,
    }),
  },
});

/** Replaces the widget of the same name, whose empty list readers of screens stumble over. */
const recentlyVisited = HomePageWidgetBlueprint.make({
  name: 'recently-visited',
  params: {
    name: 'HomePageRecentlyVisited',
    title: 'Recently visited',
    description: 'Pages that you were on last',
    components: async () => ({
      Content: (await import('./RecentVisits')).RecentVisits,
    }),
  },
});

/** Widgets of the plugin that the page does without; app-config can switch them on. */
const without = [
  homePlugin.getExtension('home-page-widget:home/most-visited'),
  homePlugin.getExtension('home-page-widget:home/random-joke'),
  homePlugin.getExtension('home-page-widget:home/toolkit'),
  homePlugin.getExtension('home-page-widget:home/world-clock'),
].map(widget => widget.override({ disabled: true }));

export const homeModule = createFrontendModule({
  pluginId: 'home',
  extensions: [layout, quickLinks, ownServices, recentlyVisited, ...without],
});
