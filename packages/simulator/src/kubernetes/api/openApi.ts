import { apiVersionOf, ResourceType } from './resourceTypes';

/**
 * OpenAPI documents with as much as `kubectl explain` and schema-aware clients
 * need: that the kinds exist and how they are called, not every field of them.
 */
export function openApiV2(types: readonly ResourceType[], version: string) {
  return {
    swagger: '2.0',
    info: { title: 'Kubernetes', version },
    paths: {},
    definitions: Object.fromEntries(
      types.map(type => [schemaName(type), kindSchema(type)]),
    ),
  };
}

/** Index of the documents per group and version. */
export function openApiV3Index(types: readonly ResourceType[]) {
  const roots = new Set(types.map(rootOf));
  return {
    paths: Object.fromEntries(
      [...roots].map(root => [
        root,
        { serverRelativeURL: `/openapi/v3/${root}` },
      ]),
    ),
  };
}

/** The document of one root such as `apis/apps/v1`; undefined: there is none. */
export function openApiV3(
  types: readonly ResourceType[],
  root: string,
  version: string,
) {
  const own = types.filter(type => rootOf(type) === root);
  if (own.length === 0) return undefined;
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version },
    paths: Object.fromEntries(own.map(type => [pathOf(type), readPath(type)])),
    components: {
      schemas: Object.fromEntries(
        own.map(type => [schemaName(type), kindSchema(type)]),
      ),
    },
  };
}

function rootOf(type: ResourceType) {
  return `${type.group ? 'apis' : 'api'}/${apiVersionOf(type)}`;
}

function pathOf(type: ResourceType) {
  const scope = type.namespaced ? '/namespaces/{namespace}' : '';
  return `/${rootOf(type)}${scope}/${type.plural}/{name}`;
}

function groupVersionKind({ group, version, kind }: ResourceType) {
  return { group, version, kind };
}

function readPath(type: ResourceType) {
  return {
    get: {
      description: `read the specified ${type.kind}`,
      operationId: `read${type.version}${type.kind}`,
      responses: {
        '200': {
          description: 'OK',
          content: {
            'application/json': {
              schema: { $ref: `#/components/schemas/${schemaName(type)}` },
            },
          },
        },
      },
      'x-kubernetes-action': 'get',
      'x-kubernetes-group-version-kind': groupVersionKind(type),
    },
  };
}

/** Definitions are named by the reversed domain of the group. */
function schemaName({ group, version, kind }: ResourceType) {
  const reversed = (group || 'core').split('.').reverse().join('.');
  return `${reversed}.${version}.${kind}`;
}

function kindSchema(type: ResourceType) {
  const object = { type: 'object' };
  return {
    type: 'object',
    description: `${type.kind} of ${apiVersionOf(type)}`,
    properties: {
      apiVersion: { type: 'string' },
      kind: { type: 'string' },
      metadata: object,
      spec: object,
      status: object,
    },
    'x-kubernetes-group-version-kind': [groupVersionKind(type)],
  };
}
