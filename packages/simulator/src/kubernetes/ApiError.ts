/** `Status` as the Kubernetes API answers where a request fails. */
export interface StatusBody {
  kind: 'Status';
  apiVersion: 'v1';
  metadata: { continue?: string };
  status: 'Failure';
  message: string;
  reason: string;
  details?: Record<string, unknown>;
  code: number;
}

/** Reasons of k8s.io/apimachinery by the HTTP status that they travel with. */
export const reasonByCode: Record<number, string> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  405: 'MethodNotAllowed',
  406: 'NotAcceptable',
  409: 'Conflict',
  410: 'Expired',
  415: 'UnsupportedMediaType',
  422: 'Invalid',
  429: 'TooManyRequests',
  500: 'InternalError',
  503: 'ServiceUnavailable',
  504: 'Timeout',
};

/** Whoever holds the simulator's token. */
export const simulatedUser = 'system:serviceaccount:simulated:portal';

interface ResourceName {
  group: string;
  plural: string;
}

/** A request that the API refuses, with the `Status` that says why. */
export class ApiError extends Error {
  readonly name = 'ApiError';

  constructor(
    readonly code: number,
    message: string,
    private readonly extra: {
      reason?: string;
      details?: Record<string, unknown>;
      /** Token with which a list may go on although it is inconsistent. */
      continueToken?: string;
    } = {},
  ) {
    super(message);
  }

  body(): StatusBody {
    return {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: this.extra.continueToken
        ? { continue: this.extra.continueToken }
        : {},
      status: 'Failure',
      message: this.message,
      reason: this.extra.reason ?? reasonByCode[this.code] ?? 'Unknown',
      ...(this.extra.details && { details: this.extra.details }),
      code: this.code,
    };
  }

  static badRequest(message: string) {
    return new ApiError(400, message);
  }

  static unauthorized() {
    return new ApiError(401, 'Unauthorized');
  }

  static notFound(type: ResourceName, name: string) {
    return new ApiError(404, `${qualified(type)} "${name}" not found`, {
      details: {
        name,
        ...(type.group && { group: type.group }),
        kind: type.plural,
      },
    });
  }

  static forbidden(type: ResourceName, verb: string, namespace?: string) {
    const where = namespace
      ? `in the namespace "${namespace}"`
      : 'at the cluster scope';
    return new ApiError(
      403,
      `${qualified(
        type,
      )} is forbidden: User "${simulatedUser}" cannot ${verb} resource "${
        type.plural
      }" in API group "${type.group}" ${where}`,
      {
        details: {
          ...(type.group && { group: type.group }),
          kind: type.plural,
        },
      },
    );
  }

  static methodNotAllowed() {
    return new ApiError(
      405,
      'the server does not allow this method on the requested resource',
      { details: {} },
    );
  }

  static notAcceptable() {
    return new ApiError(
      406,
      'only the following media types are accepted: application/json',
    );
  }

  static expired(message: string, continueToken?: string) {
    return new ApiError(410, message, { continueToken });
  }

  /** A client asks for a version that this server has not reached yet. */
  static tooLargeResourceVersion(wanted: number, current: number) {
    return new ApiError(
      504,
      `Too large resource version: ${wanted}, current: ${current}`,
      {
        details: {
          causes: [
            {
              reason: 'ResourceVersionTooLarge',
              message: 'Too large resource version',
            },
          ],
          retryAfterSeconds: 1,
        },
      },
    );
  }
}

function qualified(type: ResourceName) {
  return type.group ? `${type.plural}.${type.group}` : type.plural;
}
