import {
  createFrontendModule,
  NotFoundErrorPage,
  type PageLayoutProps,
} from '@backstage/frontend-plugin-api';
import appPlugin from '@backstage/plugin-app';
import { SwappableComponentBlueprint } from '@backstage/plugin-app-react';
import { NotFound } from './NotFound';
import { TabPanel } from './TabPanel';

const { component: componentRef } = SwappableComponentBlueprint.dataRefs;

const notFound = SwappableComponentBlueprint.make({
  name: 'core-not-found-error-page',
  params: define =>
    define({ component: NotFoundErrorPage, loader: () => NotFound }),
});

/** The layout that the app comes with, its content made the panel of its tabs. */
const pageLayout = appPlugin
  .getExtension('component:app/core-page-layout')
  .override({
    factory: originalFactory => {
      const { ref, loader } = originalFactory().get(componentRef);
      return [
        componentRef({
          ref,
          loader: async () => {
            const Layout = (await loader()) as (
              props: PageLayoutProps,
            ) => JSX.Element | null;
            return (props: PageLayoutProps) => (
              <Layout {...props}>
                {props.tabs ? (
                  <TabPanel>{props.children}</TabPanel>
                ) : (
                  props.children
                )}
              </Layout>
            );
          },
        }),
      ];
    },
  });

export const pagesModule = createFrontendModule({
  pluginId: 'app',
  extensions: [notFound, pageLayout],
});
