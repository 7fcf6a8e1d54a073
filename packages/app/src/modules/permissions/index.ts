import { createFrontendModule } from '@backstage/frontend-plugin-api';
import catalogImportPlugin from '@backstage/plugin-catalog-import/alpha';
import scaffolderPlugin from '@backstage/plugin-scaffolder/alpha';

/**
 * Pages that only write are part of the app for those who may write: for others
 * they have neither an item in the navigation nor an address. The backends decide
 * again on every request.
 */
export const scaffolderPermissionModule = createFrontendModule({
  pluginId: 'scaffolder',
  extensions: [
    scaffolderPlugin.getExtension('page:scaffolder').override({
      if: { permissions: { $contains: 'scaffolder.task.create#create' } },
    }),
  ],
});

export const catalogImportPermissionModule = createFrontendModule({
  pluginId: 'catalog-import',
  extensions: [
    catalogImportPlugin.getExtension('page:catalog-import').override({
      if: { permissions: { $contains: 'catalog.location.create#create' } },
    }),
  ],
});
