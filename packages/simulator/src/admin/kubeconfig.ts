import { stringify } from 'yaml';

export interface ClusterAccess {
  cluster: string;
  url: string;
  token: string;
  /** Certificate of the server (PEM). */
  certificate: string;
}

/**
 * A kubeconfig with one context per cluster. kubectl sends no token over plain
 * HTTP, so the servers are addressed by HTTPS; both are spoken on the same port.
 */
export function kubeconfig(clusters: ClusterAccess[]): string {
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: clusters.map(({ cluster, url, certificate }) => ({
      name: cluster,
      cluster: {
        server: url.replace(/^http:/, 'https:'),
        'certificate-authority-data':
          Buffer.from(certificate).toString('base64'),
      },
    })),
    users: clusters.map(({ cluster, token }) => ({
      name: cluster,
      user: { token },
    })),
    contexts: clusters.map(({ cluster }) => ({
      name: cluster,
      context: { cluster, user: cluster },
    })),
    'current-context': clusters[0]?.cluster ?? '',
  });
}
