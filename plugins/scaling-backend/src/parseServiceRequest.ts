import { InputError, NotFoundError } from '@backstage/errors';
import {
  ServiceRequest,
  serviceRequestSchema,
} from '@worldscale/backstage-plugin-scaling-common';
import { parseRequest } from '@worldscale/backstage-plugin-worlds-node';
import { Request } from 'express';
import { z } from 'zod';

/** Path and query of a question about one service, as one. */
type Asked = Pick<Request<Record<string, string>>, 'params' | 'query'>;

/**
 * @param defaults what the query may leave out
 * @throws InputError that names each parameter that is wrong or not known
 * @throws NotFoundError where the path names what is no component
 */
export function parseServiceRequest<T extends z.ZodType>(
  schema: T,
  { params, query }: Asked,
  defaults: Record<string, string> = {},
): z.output<T> {
  const twice = Object.keys(query).filter(name => name in params);
  if (twice.length > 0) {
    throw new InputError(
      `Invalid query: '${twice.join("', '")}' belongs into the path`,
    );
  }
  const request = parseRequest(schema, { ...defaults, ...query, ...params });
  mustBeComponent(parseRequest(serviceRequestSchema, params, 'path'));
  return request;
}

/** Scaling is known of components; of anything else an empty answer would mislead. */
function mustBeComponent({ kind, namespace, name }: ServiceRequest): void {
  if (kind.toLocaleLowerCase('en-US') === 'component') return;
  throw new NotFoundError(
    `'${kind}:${namespace}/${name}' is no component: only components are scaled`,
  );
}
