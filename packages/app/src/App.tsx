import { createApp } from '@backstage/frontend-defaults';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import worldsScaffolderModule from '@worldscale/backstage-plugin-worlds/scaffolder';
import { homeModule } from './modules/home';
import { kubernetesModule } from './modules/kubernetes';
import { navModule } from './modules/nav';
import { pagesModule } from './modules/pages';
import {
  catalogImportPermissionModule,
  scaffolderPermissionModule,
} from './modules/permissions';
import { searchModule } from './modules/search';
import { signInModule } from './modules/signIn';
import { themeModule } from './modules/theme';

/** The plugins come from the dependencies of this package (`app.packages: all`). */
export default createApp({
  features: [
    catalogPlugin,
    themeModule,
    signInModule,
    navModule,
    pagesModule,
    homeModule,
    searchModule,
    kubernetesModule,
    scaffolderPermissionModule,
    worldsScaffolderModule,
    catalogImportPermissionModule,
  ],
});
