import { stringify } from 'yaml';

export interface Surroundings {
  clusters: { cluster: string; title: string; url: string; token: string }[];
  forge: {
    url: string;
    username: string;
    password: string;
    /** Files that name everything in the catalog. */
    catalogUrls: string[];
  };
  prometheus: { url: string };
}

/** Kinds that LifeVerse's repository may bring, its people included. */
const allowedKinds = [
  'Component',
  'API',
  'Resource',
  'System',
  'Domain',
  'Location',
  'Template',
  'User',
  'Group',
];

/**
 * An app-config that says where everything is; to be loaded after the one of the
 * portal. Lists replace those of earlier files, so they are complete here.
 */
export function backstageConfig(surroundings: Surroundings): string {
  const { clusters, forge, prometheus } = surroundings;
  return stringify({
    worldscale: { prometheus: { baseUrl: prometheus.url } },
    integrations: {
      gitea: [
        {
          host: new URL(forge.url).host,
          baseUrl: forge.url,
          username: forge.username,
          password: forge.password,
        },
      ],
    },
    catalog: {
      locations: forge.catalogUrls.map(target => ({
        type: 'url',
        target,
        rules: [{ allow: allowedKinds }],
      })),
    },
    kubernetes: {
      clusterLocatorMethods: [
        {
          type: 'config',
          clusters: clusters.map(({ cluster, title, url, token }) => ({
            name: cluster,
            title,
            url,
            authProvider: 'serviceAccount',
            serviceAccountToken: token,
            // Faces with a certificate of their own making; plain HTTP has none.
            ...(url.startsWith('https:') ? { skipTLSVerify: true } : {}),
            skipMetricsLookup: false,
          })),
        },
      ],
    },
  });
}
