import {
  appTreeApiRef,
  coreExtensionData,
  routeResolutionApiRef,
  useApi,
  type AppNode,
  type IconElement,
  type RouteResolutionApi,
} from '@backstage/frontend-plugin-api';

/** A page of the app that has a name and a picture, as the navigation shows it. */
export interface OpenPage {
  /** Id of its extension, for example `page:catalog`. */
  id: string;
  href: string;
  title: string;
  icon: IconElement;
}

/**
 * The pages that are part of the app for the signed-in person. A page that is
 * switched off, or that its permission leaves out, is not among them.
 */
export function useOpenPages(): OpenPage[] {
  const { tree } = useApi(appTreeApiRef).getTree();
  const routes = useApi(routeResolutionApiRef);
  const nodes = tree.nodes.get('app/routes')?.edges.attachments.get('routes');
  return (nodes ?? []).flatMap(node => openPage(node, routes) ?? []);
}

function openPage(
  { spec, instance }: AppNode,
  routes: RouteResolutionApi,
): OpenPage | undefined {
  const routeRef = instance?.getData(coreExtensionData.routeRef);
  const icon =
    instance?.getData(coreExtensionData.icon) ?? spec.plugin.icon ?? undefined;
  const title = instance?.getData(coreExtensionData.title) ?? spec.plugin.title;
  if (spec.disabled || !routeRef || !icon || !title) return undefined;
  const href = hrefOf(routes, routeRef);
  return href ? { id: spec.id, href, title, icon } : undefined;
}

/** A page with parameters in its path has no address of its own. */
function hrefOf(
  routes: RouteResolutionApi,
  routeRef: Parameters<RouteResolutionApi['resolve']>[0],
): string | undefined {
  try {
    return routes.resolve(routeRef)?.();
  } catch {
    return undefined;
  }
}
