import { IncomingMessage, ServerResponse } from 'node:http';
import { Clock } from '../../Clock';
import { ApiError } from '../ApiError';
import { keyOf, KubernetesObject } from '../KubernetesObject';
import { ResourceStore } from '../store/ResourceStore';
import { IncludeObject } from '../tables/Table';
import { answerChunks, answerJson } from './answer';
import { listObjects } from './listObjects';
import { parseListOptions } from './listOptions';
import { negotiateShape } from './negotiation';
import { answerPodLog, ReadPodLog } from './podLog';
import {
  listChunks,
  objectBody,
  Presentation,
  presented,
} from './presentation';
import { ResourcePath } from './resourcePath';
import { ResourceType, storedGroupKind } from './resourceTypes';
import { scaleOf } from './scale';
import { watchObjects } from './watchObjects';
import { WatchDamage, WatchStream } from './WatchStream';

export interface ReadRequest {
  request: IncomingMessage;
  response: ServerResponse;
  store: ResourceStore;
  clock: Clock;
  readPodLog: ReadPodLog;
  type: ResourceType;
  path: ResourcePath;
  query: URLSearchParams;
  /** Every second object lacks what it must have. */
  spoilObjects: boolean;
  watchDamage: WatchDamage;
}

/**
 * Answers get, list, watch and the readable subresources.
 *
 * @returns the stream where it is a watch; false where there is no such path
 * @throws ApiError where the request is refused
 */
export function readObjects(read: ReadRequest): WatchStream | boolean {
  const { type, path } = read;
  if (!type.readable) {
    const verb = path.name === undefined ? 'list' : 'get';
    throw ApiError.forbidden(type, verb, path.namespace);
  }
  if (path.namespace !== undefined && !type.namespaced) return false;
  if (path.name === undefined) return readMany(read);
  if (type.namespaced && path.namespace === undefined) return false;
  return readOne(read, path.name);
}

function readOne(read: ReadRequest, name: string): boolean {
  const { type, path, store, request, response, query } = read;
  const { subresource } = path;
  if (
    subresource !== undefined &&
    !type.subresources?.some(each => each === subresource)
  ) {
    return false;
  }
  const stored = store.get(
    storedGroupKind(type),
    keyOf({ name, namespace: path.namespace }),
  );
  if (!stored) throw ApiError.notFound(type, name);
  if (subresource === 'log') {
    answerPodLog(
      stored.object,
      query,
      read.readPodLog,
      read.clock.now(),
      response,
    );
  } else if (subresource === 'scale') {
    answerJson(request, response, 200, scaleOf(presented(stored, { type })));
  } else {
    answerJson(
      request,
      response,
      200,
      objectBody(stored, presentationOf(read)),
    );
  }
  return true;
}

function readMany(read: ReadRequest): WatchStream | boolean {
  const { type, path, store, request, response, query } = read;
  const options = parseListOptions(query, type, path.watchPrefix);
  const presentation = presentationOf(read);
  if (options.watch) {
    if (!type.watchable) throw ApiError.methodNotAllowed();
    return watchObjects(
      store,
      path.namespace,
      options,
      () => ({ ...presentation, nowMs: read.clock.now() }),
      response,
      read.watchDamage,
    );
  }
  const { objects, metadata } = listObjects(
    store,
    type,
    path.namespace,
    options,
  );
  answerChunks(
    request,
    response,
    200,
    listChunks(objects, metadata, presentation),
  );
  return true;
}

function presentationOf(read: ReadRequest): Presentation {
  return {
    type: read.type,
    shape: negotiateShape(read.request.headers.accept),
    includeObject: includeObjectOf(read.query),
    nowMs: read.clock.now(),
    ...(read.spoilObjects && { spoil: everySecond() }),
  };
}

function includeObjectOf(query: URLSearchParams): IncludeObject {
  const wanted = query.get('includeObject') || 'Metadata';
  if (wanted !== 'None' && wanted !== 'Metadata' && wanted !== 'Object') {
    throw ApiError.badRequest(
      `includeObject: Unsupported value: "${wanted}": supported values: "Metadata", "None", "Object"`,
    );
  }
  return wanted;
}

/** Takes name, specification and status from every second object. */
function everySecond() {
  let seen = 0;
  return (object: KubernetesObject): KubernetesObject => {
    seen += 1;
    if (seen % 2 === 0) return object;
    const { name, namespace, ...metadata } = object.metadata;
    const broken: Record<string, unknown> = {
      ...object,
      metadata,
      spec: 'unreadable',
      status: null,
    };
    return broken as KubernetesObject;
  };
}
