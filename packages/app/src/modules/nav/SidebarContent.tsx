import {
  Sidebar,
  SidebarDivider,
  SidebarGroup,
  SidebarItem,
  SidebarScrollWrapper,
  SidebarSpace,
} from '@backstage/core-components';
import type { NavContentComponentProps } from '@backstage/plugin-app-react';
import { NotificationsSidebarItem } from '@backstage/plugin-notifications';
import { SidebarSearchModal } from '@backstage/plugin-search';
import { UserSettingsSignInAvatar } from '@backstage/plugin-user-settings';
import MenuIcon from '@material-ui/icons/Menu';
import SearchIcon from '@material-ui/icons/Search';
import { SidebarLogo } from './SidebarLogo';

/** Pages that are reached from others, or have an item of their own below. */
const notListed = [
  'page:search',
  'page:notifications',
  'page:catalog-import',
  'page:catalog-graph',
];

/**
 * Home, what the domains bring, then the portal's own pages. A page that the
 * signed-in person may not use is not part of the app, so it has no item.
 */
export function SidebarContent({ navItems }: NavContentComponentProps) {
  const nav = navItems.withComponent(item => (
    <SidebarItem icon={() => item.icon} to={item.href} text={item.title} />
  ));
  notListed.forEach(id => nav.take(id));
  const home = nav.take('page:home');
  const fleet = nav.take('page:worlds');
  const portal = [
    nav.take('page:catalog'),
    nav.take('page:api-docs'),
    nav.take('page:techdocs'),
    nav.take('page:scaffolder'),
  ];
  const settings = nav.take('page:user-settings');
  const domains = nav.rest({ sortBy: 'title' });

  return (
    <Sidebar>
      <SidebarLogo />
      <SidebarGroup label="Search" icon={<SearchIcon />} to="/search">
        <SidebarSearchModal />
      </SidebarGroup>
      <SidebarDivider />
      <SidebarGroup label="Menu" icon={<MenuIcon />}>
        {home}
        {fleet}
        {domains.length > 0 && (
          <SidebarScrollWrapper>{domains}</SidebarScrollWrapper>
        )}
        <SidebarDivider />
        {portal}
      </SidebarGroup>
      <SidebarSpace />
      <SidebarDivider />
      <NotificationsSidebarItem />
      <SidebarDivider />
      <SidebarGroup
        label="Settings"
        icon={<UserSettingsSignInAvatar />}
        to="/settings"
      >
        {settings}
      </SidebarGroup>
    </Sidebar>
  );
}
