import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { NotFoundError, serializeError } from '@backstage/errors';
import express from 'express';
import PromiseRouter from 'express-promise-router';
import { createProxyMiddleware } from 'http-proxy-middleware';

export interface NamedCluster {
  name: string;
  url: string;
  authProvider?: string;
  /** Shown to the cluster in place of the caller's own. */
  token?: string;
  title?: string;
}

/**
 * Stands for Backstage's Kubernetes backend, whose client library cannot be loaded
 * by the test runner: the same two routes, the same proxy middleware with its
 * quirks, the same way to report failures (KubernetesProxy of version 0.21).
 */
export function fakeKubernetesBackend(clusters: NamedCluster[]) {
  return createBackendPlugin({
    pluginId: 'kubernetes',
    register(env) {
      env.registerInit({
        deps: {
          httpAuth: coreServices.httpAuth,
          httpRouter: coreServices.httpRouter,
        },
        async init({ httpAuth, httpRouter }) {
          const router = PromiseRouter();
          router.use(async (req, _res, next) => {
            await httpAuth.credentials(req, { allow: ['service'] });
            next();
          });
          router.get('/clusters', (_req, res) => {
            res.json({
              items: clusters.map(({ name, title, authProvider }) => ({
                name,
                title,
                authProvider: authProvider ?? 'serviceAccount',
              })),
            });
          });
          router.use('/proxy', proxyTo(clusters));
          httpRouter.use(router);
        },
      });
    },
  });
}

function proxyTo(clusters: NamedCluster[]): express.RequestHandler {
  const find = (req: express.Request) =>
    clusters.find(c => c.name === req.header('Backstage-Kubernetes-Cluster'));
  const middleware = createProxyMiddleware({
    target: 'http://127.0.0.1:1',
    changeOrigin: true,
    ws: false,
    logLevel: 'silent',
    router: req => find(req)?.url,
    pathRewrite: (_path, req) =>
      req.originalUrl.slice(req.baseUrl.length) || '/',
    onProxyReq: (proxied, req) => {
      const token = find(req)?.token;
      if (token) proxied.setHeader('Authorization', `Bearer ${token}`);
    },
    onError: (error, req, res) => {
      const name = `Cluster '${find(req)?.name}' request error`;
      res.status(500).json({
        error: serializeError(new Error(`${name}; caused by ${error}`)),
        request: { method: req.method, url: req.originalUrl },
        response: { statusCode: 500 },
      });
    },
  });
  return (req, res, next) => {
    if (!find(req)) {
      throw new NotFoundError(
        `Cluster '${req.header('Backstage-Kubernetes-Cluster')}' not found`,
      );
    }
    return middleware(req, res, next);
  };
}
