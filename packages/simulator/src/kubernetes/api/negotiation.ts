import { ApiError } from '../ApiError';

/** Shape in which objects are answered. */
export type Shape = 'object' | 'Table' | 'PartialObjectMetadata';

interface MediaType {
  type: string;
  parameters: Record<string, string>;
}

/** `Accept` as a list of media types, the preferred first. */
export function parseAccept(header: string | undefined): MediaType[] {
  if (!header?.trim()) return [{ type: '*/*', parameters: {} }];
  return header
    .split(',')
    .map((part, index) => {
      const [type, ...rest] = part.split(';').map(piece => piece.trim());
      const parameters: Record<string, string> = {};
      for (const piece of rest) {
        const equals = piece.indexOf('=');
        if (equals > 0)
          parameters[piece.slice(0, equals)] = piece.slice(equals + 1);
      }
      const quality = Number(parameters.q ?? 1);
      return { type: type.toLowerCase(), parameters, quality, index };
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality || a.index - b.index);
}

export function acceptsJson({ type }: MediaType) {
  return ['application/json', 'application/*', '*/*'].includes(type);
}

/**
 * The first shape that the client accepts and that exists here. What is not JSON,
 * such as protobuf, is passed over.
 *
 * @throws ApiError 406 where the client accepts no JSON
 */
export function negotiateShape(header: string | undefined): Shape {
  for (const accepted of parseAccept(header)) {
    if (!acceptsJson(accepted)) continue;
    const { as, g, v } = accepted.parameters;
    if (as === undefined) return 'object';
    if (g === 'meta.k8s.io' && (v === 'v1' || v === 'v1beta1')) {
      if (as === 'Table') return 'Table';
      if (
        as === 'PartialObjectMetadata' ||
        as === 'PartialObjectMetadataList'
      ) {
        return 'PartialObjectMetadata';
      }
    }
  }
  throw ApiError.notAcceptable();
}

/**
 * Version of aggregated discovery that the client prefers; undefined: it wants the
 * documents from before.
 *
 * @throws ApiError 406 where the client accepts no JSON
 */
export function negotiateDiscovery(
  header: string | undefined,
): 'v2' | 'v2beta1' | undefined {
  for (const accepted of parseAccept(header)) {
    if (!acceptsJson(accepted)) continue;
    const { as, g, v } = accepted.parameters;
    if (as === undefined) return undefined;
    if (
      as === 'APIGroupDiscoveryList' &&
      g === 'apidiscovery.k8s.io' &&
      (v === 'v2' || v === 'v2beta1')
    ) {
      return v;
    }
  }
  throw ApiError.notAcceptable();
}
