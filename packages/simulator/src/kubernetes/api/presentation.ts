import { KubernetesObject, withResourceVersion } from '../KubernetesObject';
import { StoredObject } from '../store/EventHistory';
import {
  columnDefinitionsOf,
  IncludeObject,
  partialObjectMetadata,
  rowOf,
} from '../tables/Table';
import { convert } from './convert';
import { Shape } from './negotiation';
import { apiVersionOf, ResourceType } from './resourceTypes';

/** How one client wants to see the objects of one type. */
export interface Presentation {
  type: ResourceType;
  shape: Shape;
  /** For tables. */
  includeObject: IncludeObject;
  nowMs: number;
  /** Applied last, where objects are to be spoilt. */
  spoil?: (object: KubernetesObject) => KubernetesObject;
}

/** The object as the API shows it, in the version asked for. */
export function presented(
  { object, resourceVersion }: Pick<StoredObject, 'object' | 'resourceVersion'>,
  { type, spoil }: Pick<Presentation, 'type' | 'spoil'>,
): KubernetesObject {
  const converted = convert(object, type);
  const shown = type.watchable
    ? withResourceVersion(converted, resourceVersion)
    : converted;
  return spoil ? spoil(shown) : shown;
}

/** Body of a get, and the object of a watch event. */
export function objectBody(
  stored: Pick<StoredObject, 'object' | 'resourceVersion'>,
  presentation: Presentation,
  options: { withColumns: boolean } = { withColumns: true },
): object {
  const object = presented(stored, presentation);
  switch (presentation.shape) {
    case 'Table':
      return {
        kind: 'Table',
        apiVersion: 'meta.k8s.io/v1',
        metadata: { resourceVersion: object.metadata.resourceVersion },
        columnDefinitions: options.withColumns
          ? columnDefinitionsOf(apiVersionOf(presentation.type), object.kind)
          : null,
        rows: [rowOf(object, presentation)],
      };
    case 'PartialObjectMetadata':
      return partialObjectMetadata(object);
    default:
      return object;
  }
}

export interface ListMetadata {
  resourceVersion?: string;
  continue?: string;
  remainingItemCount?: number;
}

/** Items in one piece of a list's text: small enough to let others have a turn. */
const itemsPerChunk = 100;

/** Body of a list, in pieces. */
export function* listChunks(
  objects: readonly StoredObject[],
  metadata: ListMetadata,
  presentation: Presentation,
): Generator<string> {
  const { head, itemsKey, item } = listForm(presentation);
  const start = JSON.stringify({ ...head, metadata });
  let chunk = `${start.slice(0, -1)},"${itemsKey}":[`;
  for (let i = 0; i < objects.length; i += 1) {
    if (i > 0) chunk += ',';
    chunk += JSON.stringify(item(objects[i]));
    if ((i + 1) % itemsPerChunk === 0) {
      yield chunk;
      chunk = '';
    }
  }
  yield `${chunk}]}\n`;
}

function listForm(presentation: Presentation): {
  head: object;
  itemsKey: 'items' | 'rows';
  item(stored: StoredObject): unknown;
} {
  const { type } = presentation;
  switch (presentation.shape) {
    case 'Table':
      return {
        head: {
          kind: 'Table',
          apiVersion: 'meta.k8s.io/v1',
          columnDefinitions: columnDefinitionsOf(apiVersionOf(type), type.kind),
        },
        itemsKey: 'rows',
        item: stored => rowOf(presented(stored, presentation), presentation),
      };
    case 'PartialObjectMetadata':
      return {
        head: {
          kind: 'PartialObjectMetadataList',
          apiVersion: 'meta.k8s.io/v1',
        },
        itemsKey: 'items',
        item: stored => partialObjectMetadata(presented(stored, presentation)),
      };
    default:
      return {
        head: { kind: `${type.kind}List`, apiVersion: apiVersionOf(type) },
        itemsKey: 'items',
        item: stored => listItem(presented(stored, presentation), type),
      };
  }
}

/** Items of built-in lists name neither kind nor API version; custom ones do. */
function listItem(object: KubernetesObject, type: ResourceType) {
  if (type.custom) return object;
  const { kind, apiVersion, ...item } = object;
  return item;
}
