import { type ReactNode, useMemo, useState } from 'react';
import { ApiProvider } from '@backstage/core-app-api';
import { type AnyApiRef, useApi } from '@backstage/core-plugin-api';
import { type Entity } from '@backstage/catalog-model';
import { useEntity } from '@backstage/plugin-catalog-react';
import {
  ErrorPanel,
  type KubernetesApi,
  kubernetesApiRef,
} from '@backstage/plugin-kubernetes-react';
import { type ClusterObjects } from '@backstage/plugin-kubernetes-common';
import { ErrorNote } from '@worldscale/backstage-plugin-worlds-react';
import { hasUnknownPods, isUnread, ReadClustersApi } from './ReadClustersApi';

/** `Cluster gru: everything is missing: no answer` says twice what the title says. */
const PREFIX = /^Cluster \S+: everything is missing: /;
/** What the backend adds for those who see the tab without this. */
const SUFFIX = /: pods unknown$/;

function withPlainTitle(item: ClusterObjects): ClusterObjects {
  const { cluster } = item;
  const title = (cluster.title ?? cluster.name).replace(SUFFIX, '');
  return { ...item, cluster: { ...cluster, title } };
}

function reasonOf({ errors: [first, ...others] }: ClusterObjects): string {
  const reason =
    first.errorType === 'FETCH_ERROR'
      ? first.message.replace(PREFIX, '')
      : `${first.resourcePath ?? 'the API server'} answered ${
          first.statusCode ?? first.errorType
        }`;
  return others.length > 0
    ? `${reason}, and ${others.length} more like it`
    : reason;
}

/**
 * The tab draws two green ticks and "0 pods" for a cluster that did not answer. This
 * takes such clusters out of the answer that the tab gets, and names them above it. One
 * of which only the pods are unknown stays, with a word about its ticks. The tab asks as often as before; nothing else does.
 */
export function UnreadClusters({ children }: { children: ReactNode }) {
  const { entity } = useEntity();
  const api = useApi(kubernetesApiRef);
  const [told, setTold] = useState<{ of: Entity; items: ClusterObjects[] }>();
  const apis = useMemo(() => {
    const readClusters: KubernetesApi = new ReadClustersApi(
      api,
      (of, { items }) => setTold({ of, items }),
    );
    return {
      get: <T,>(ref: AnyApiRef): T | undefined =>
        ref.id === kubernetesApiRef.id ? (readClusters as T) : undefined,
    };
  }, [api]);

  const items = told?.of === entity ? told.items : [];
  const unread = items.filter(isUnread).map(withPlainTitle);
  const nothingRead = unread.length > 0 && unread.length === items.length;
  const withoutPods = items
    .filter(item => hasUnknownPods(item) && !isUnread(item))
    .map(withPlainTitle);
  return (
    <>
      {unread.map(item => (
        <ErrorNote
          key={item.cluster.name}
          title={`${item.cluster.title} cannot be read`}
          error={
            new Error(
              `${reasonOf(
                item,
              )}. What runs there is unknown, and not counted below.`,
            )
          }
        />
      ))}
      {withoutPods.map(item => (
        <ErrorNote
          key={item.cluster.name}
          title={`The pods of ${item.cluster.title} cannot be read`}
          error={
            new Error(
              `${reasonOf(
                item,
              )}. Its ticks and its "0 pods" below do not count.`,
            )
          }
        />
      ))}
      {unread.length > 0 && (
        <ErrorPanel
          entityName={entity.metadata.name}
          clustersWithErrors={unread}
        />
      )}
      {/* It goes on asking; but "no resources" would be wrong. */}
      <div hidden={nothingRead}>
        <ApiProvider apis={apis}>{children}</ApiProvider>
      </div>
    </>
  );
}
