import { CatalogPicture } from '../sources/catalog/CatalogPicture';
import { ClusterPicture } from '../sources/kubernetes/picture/ClusterPicture';
import { ServicePart } from '../sources/kubernetes/picture/ServicePart';
import { collections } from '../sources/kubernetes/collections';

/** Reads a cluster as nothing but lists, past everything that watches or remembers. */
async function listBare(url: string, path: string): Promise<unknown[]> {
  const response = await fetch(`${url}${path}`, {
    headers: { Authorization: 'Bearer simulated' },
  });
  if (response.status === 404) return [];
  if (!response.ok) throw new Error(`${path} answers ${response.status}`);
  const { items } = (await response.json()) as { items: unknown[] };
  return items;
}

/** What a fresh list of a cluster yields, by service; without those that it lacks. */
export async function freshPicture(
  cluster: string,
  url: string,
  catalog: CatalogPicture,
): Promise<Map<string, ServicePart>> {
  const picture = new ClusterPicture(
    { name: cluster, title: cluster },
    catalog,
  );
  for (const collection of collections) {
    const { group, version, id } = collection;
    const list = picture.beginList(collection);
    list.add(await listBare(url, `/apis/${group}/${version}/${id}`));
    list.complete();
  }
  const parts = new Map<string, ServicePart>();
  for (const entityRef of catalog.services.keys()) {
    const part = picture.compute(entityRef, Date.now());
    if (part) parts.set(entityRef, part);
  }
  return parts;
}

/** Names of the services whose workloads a cluster labels. */
export async function servicesIn(url: string): Promise<string[]> {
  const paths = collections
    .filter(({ role }) => role === 'workload')
    .map(({ group, version, id }) => `/apis/${group}/${version}/${id}`);
  const objects = await Promise.all(paths.map(path => listBare(url, path)));
  return objects.flat().flatMap(object => {
    const { metadata } = object as {
      metadata: { labels?: Record<string, string> };
    };
    return metadata.labels?.['backstage.io/kubernetes-id'] ?? [];
  });
}
