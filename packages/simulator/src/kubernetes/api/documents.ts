import { IncomingMessage, ServerResponse } from 'node:http';
import { answerJson, answerText } from './answer';
import * as discovery from './discovery';
import { acceptsJson, negotiateDiscovery, parseAccept } from './negotiation';
import { ApiError } from '../ApiError';
import { openApiV2, openApiV3, openApiV3Index } from './openApi';
import { ResourceType } from './resourceTypes';

/** Version of Kubernetes whose API this is. */
const gitVersion = 'v1.35.2+simulated';

const versionInfo = {
  major: '1',
  minor: '35',
  gitVersion,
  gitCommit: '',
  gitTreeState: 'clean',
  buildDate: '1970-01-01T00:00:00Z',
  goVersion: '',
  compiler: '',
  platform: 'linux/amd64',
};

/** What the API says about itself. */
export type ApiDocument =
  | { text: string }
  | { json: object }
  /** Aggregated, where the client prefers that. */
  | { root: 'api' | 'apis'; types: readonly ResourceType[] };

/** The document at a path; undefined: there is none, ask for objects. */
export function documentAt(
  pathname: string,
  types: readonly ResourceType[],
): ApiDocument | undefined {
  const [first, ...rest] = pathname.split('/').filter(part => part !== '');
  switch (first) {
    case undefined:
      return { json: { paths: rootPaths(types) } };
    case 'healthz':
    case 'livez':
    case 'readyz':
      return { text: 'ok' };
    case 'version':
      return rest.length === 0 ? { json: versionInfo } : undefined;
    case 'openapi':
      return openApiAt(rest, types);
    case 'api':
    case 'apis':
      return discoveryAt(first, rest, types);
    default:
      return undefined;
  }
}

function discoveryAt(
  root: 'api' | 'apis',
  rest: string[],
  types: readonly ResourceType[],
): ApiDocument | undefined {
  if (rest.length === 0) return { root, types };
  const [group, version] = root === 'api' ? ['', rest[0]] : rest;
  if (rest.length > (root === 'api' ? 1 : 2)) return undefined;
  const json =
    version === undefined
      ? discovery.describeGroup(types, group)
      : discovery.apiResourceList(types, group, version);
  return json && { json };
}

function openApiAt(
  rest: string[],
  types: readonly ResourceType[],
): ApiDocument | undefined {
  const [version, ...root] = rest;
  if (version === 'v2' && root.length === 0) {
    return { json: openApiV2(types, gitVersion) };
  }
  if (version !== 'v3') return undefined;
  const json =
    root.length === 0
      ? openApiV3Index(types)
      : openApiV3(types, root.join('/'), gitVersion);
  return json && { json };
}

function rootPaths(types: readonly ResourceType[]) {
  return [
    '/api',
    '/api/v1',
    '/apis',
    ...[...discovery.groupVersions(types)].flatMap(([group, versions]) => [
      `/apis/${group}`,
      ...versions.map(version => `/apis/${group}/${version}`),
    ]),
    '/healthz',
    '/livez',
    '/openapi/v2',
    '/openapi/v3',
    '/readyz',
    '/version',
  ];
}

/** @throws ApiError 406 where the client accepts no JSON */
export function answerDocument(
  request: IncomingMessage,
  response: ServerResponse,
  document: ApiDocument,
) {
  if ('text' in document) {
    answerText(response, 200, document.text);
    return;
  }
  const { accept } = request.headers;
  if ('json' in document) {
    if (!parseAccept(accept).some(acceptsJson)) throw ApiError.notAcceptable();
    answerJson(request, response, 200, document.json);
    return;
  }
  const { root, types } = document;
  const aggregated = negotiateDiscovery(accept);
  if (aggregated) {
    answerJson(
      request,
      response,
      200,
      discovery.aggregatedDiscovery(types, root, aggregated),
      `application/json;g=apidiscovery.k8s.io;v=${aggregated};as=APIGroupDiscoveryList`,
    );
  } else {
    const old =
      root === 'api'
        ? discovery.apiVersions(request.headers.host ?? 'localhost')
        : discovery.apiGroupList(types);
    answerJson(request, response, 200, old);
  }
}
