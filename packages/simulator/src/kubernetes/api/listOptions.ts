import { ApiError } from '../ApiError';
import { KubernetesObject } from '../KubernetesObject';
import { ContinuePoint, decodeContinueToken } from '../store/continueToken';
import { parseFieldSelector } from '../store/fieldSelector';
import { parseLabelSelector } from '../store/labelSelector';
import { ResourceType } from './resourceTypes';

/** The query of a list or a watch. */
export interface ListOptions {
  watch: boolean;
  limit?: number;
  continueFrom?: ContinuePoint;
  /** Undefined: the newest; 0: any. */
  resourceVersion?: number;
  match?: 'Exact' | 'NotOlderThan';
  allowWatchBookmarks: boolean;
  sendInitialEvents?: boolean;
  timeoutMs?: number;
  /** Selectors in one; undefined: everything is selected. */
  selects?: (object: KubernetesObject) => boolean;
}

const noLabels = {};

/** @throws ApiError 400 or 422 where the query is not valid */
export function parseListOptions(
  query: URLSearchParams,
  type: ResourceType,
  watchPrefix = false,
): ListOptions {
  const labels = parseLabelSelector(query.get('labelSelector') ?? '');
  const fields = parseFieldSelector(
    query.get('fieldSelector') ?? '',
    new Set([
      'metadata.name',
      'metadata.namespace',
      ...(type.selectableFields ?? []),
    ]),
  );
  const token = query.get('continue');
  const timeoutSeconds = wholeNumber(query, 'timeoutSeconds');
  const options: ListOptions = {
    watch: watchPrefix || flag(query, 'watch') === true,
    limit: wholeNumber(query, 'limit') || undefined,
    continueFrom: token ? decodeContinueToken(token) : undefined,
    resourceVersion: wholeNumber(query, 'resourceVersion'),
    match: resourceVersionMatch(query),
    allowWatchBookmarks: flag(query, 'allowWatchBookmarks') === true,
    sendInitialEvents: flag(query, 'sendInitialEvents'),
    timeoutMs: timeoutSeconds ? timeoutSeconds * 1000 : undefined,
    ...((labels || fields) && {
      selects: object =>
        (!labels || labels(object.metadata.labels ?? noLabels)) &&
        (!fields || fields(object)),
    }),
  };
  checkCombination(options);
  return options;
}

/** What k8s.io/apimachinery's validation of ListOptions forbids. */
function checkCombination(options: ListOptions) {
  const { watch, match, sendInitialEvents, continueFrom } = options;
  if (continueFrom && options.resourceVersion) {
    throw ApiError.badRequest(
      'specifying resource version is not allowed when using continue',
    );
  }
  if (sendInitialEvents !== undefined) {
    if (!watch) {
      throw forbidden('sendInitialEvents', 'is forbidden for list');
    }
    if (match !== 'NotOlderThan') {
      throw forbidden(
        'resourceVersionMatch',
        'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan',
      );
    }
  } else if (watch && match) {
    throw forbidden(
      'resourceVersionMatch',
      'resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided',
    );
  }
  if (match && !watch && options.resourceVersion === undefined) {
    throw forbidden(
      'resourceVersionMatch',
      'resourceVersionMatch is forbidden unless resourceVersion is provided',
    );
  }
  if (match === 'Exact' && !options.resourceVersion) {
    throw forbidden(
      'resourceVersionMatch',
      'resourceVersionMatch "Exact" is forbidden for resourceVersion "0"',
    );
  }
}

function forbidden(field: string, message: string) {
  return new ApiError(
    422,
    `ListOptions.meta.k8s.io "" is invalid: ${field}: Forbidden: ${message}`,
    {
      details: {
        group: 'meta.k8s.io',
        kind: 'ListOptions',
        causes: [{ reason: 'FieldValueForbidden', message, field }],
      },
    },
  );
}

function resourceVersionMatch(query: URLSearchParams) {
  const match = query.get('resourceVersionMatch');
  if (!match) return undefined;
  if (match !== 'Exact' && match !== 'NotOlderThan') {
    throw ApiError.badRequest(
      `resourceVersionMatch: Unsupported value: "${match}": supported values: "Exact", "NotOlderThan"`,
    );
  }
  return match;
}

function wholeNumber(query: URLSearchParams, name: string) {
  const text = query.get(name);
  if (!text) return undefined;
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (!Number.isSafeInteger(value)) {
    throw ApiError.badRequest(
      `${name}: Invalid value: "${text}": must be a whole number`,
    );
  }
  return value;
}

/** Only `false` and `0` are false; a name without value is true. */
function flag(query: URLSearchParams, name: string) {
  const text = query.get(name);
  if (text === null) return undefined;
  return text !== 'false' && text !== '0';
}
