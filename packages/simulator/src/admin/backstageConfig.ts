import { stringify } from 'yaml';

export interface Surroundings {
  clusters: { cluster: string; title: string; url: string; token: string }[];
  prometheusUrl: string;
  forge?: {
    url: string;
    username: string;
    password: string;
    /** File that names everything in the catalog. */
    catalogUrl: string;
  };
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
  const { clusters, prometheusUrl, forge } = surroundings;
  return stringify({
    ...(forge && {
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
        locations: [
          {
            type: 'url',
            target: forge.catalogUrl,
            rules: [{ allow: allowedKinds }],
          },
        ],
      },
    }),
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
            skipTLSVerify: true,
            skipMetricsLookup: false,
          })),
        },
      ],
    },
    scaling: { prometheus: { url: prometheusUrl } },
  });
}
