import { z } from 'zod';
import {
  ClusterFailure,
  ClusterReadError,
  TIMED_OUT,
} from './ClusterReadError';

/** Kubernetes' own way to say that something went wrong. */
export const statusSchema = z.object({
  kind: z.literal('Status'),
  message: z.string().catch(''),
  reason: z.string().catch(''),
  code: z.number().optional().catch(undefined),
});

/** Backstage's way, which its Kubernetes backend uses for failures of its own. */
const backstageErrorSchema = z.object({
  error: z.object({ name: z.string(), message: z.string() }),
});

const REFUSALS: Readonly<Record<number, string>> = {
  401: 'the cluster does not accept the credentials (401 Unauthorized)',
  403: 'the credentials may not do this (403 Forbidden)',
  404: 'there is no such resource (404 Not Found)',
  410: 'the version to continue from is gone (410 Gone)',
  429: 'the cluster is asked too often (429 Too Many Requests)',
};

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Longer texts are pages of some proxy in between, and of no use to a reader. */
const DETAIL_LIMIT_CHARS = 300;

/** `ECONNREFUSED`, `CERT_HAS_EXPIRED` and the like, from a text. */
function systemCodeIn(message: string): string | undefined {
  if (message.includes('socket hang up')) return 'ECONNRESET';
  return /\b(E[A-Z]{3,}[A-Z_]*|[A-Z]+_CERT[A-Z_]*|CERT_[A-Z_]+)\b/.exec(
    message,
  )?.[1];
}

/** What a response that is not 2xx means. */
export function failureOfResponse(
  what: string,
  status: number,
  body: string,
): ClusterReadError {
  const json = parseJson(body);
  const backstage = backstageErrorSchema.safeParse(json);
  if (backstage.success) {
    const { message } = backstage.data.error;
    return new ClusterReadError(`${what}: ${message}`, {
      failure: 'failed',
      // A 500 is the Kubernetes backend's own word for it, not the cluster's.
      code:
        systemCodeIn(message) ?? (status === 500 ? undefined : String(status)),
    });
  }
  const kubernetes = statusSchema.safeParse(json);
  const detail = kubernetes.success
    ? kubernetes.data.message
    : body.replace(/\s+/g, ' ').trim().slice(0, DETAIL_LIMIT_CHARS);
  let failure: ClusterFailure = 'failed';
  if (status === 404) failure = 'absent';
  if (status === 410) failure = 'expired';
  const summary = REFUSALS[status] ?? `the cluster answered ${status}`;
  // "Unauthorized" and the like are in the summary already.
  const adds = !summary.toLowerCase().includes(`${detail.toLowerCase()})`);
  return new ClusterReadError(
    detail && adds && !/^<(!doctype|html)/i.test(detail)
      ? `${what}: ${summary}: ${detail}`
      : `${what}: ${summary}`,
    { failure, code: String(status) },
  );
}

function field(error: unknown, name: string): unknown {
  return typeof error === 'object' && error !== null
    ? (error as Record<string, unknown>)[name]
    : undefined;
}

/** The innermost error says what really happened. */
function rootOf(error: unknown): unknown {
  let root = error;
  for (let depth = 0; depth < 5 && field(root, 'cause'); depth += 1) {
    root = field(root, 'cause');
  }
  return root;
}

/** What an exception while asking or reading means. */
export function failureOfException(
  what: string,
  error: unknown,
): ClusterReadError {
  if (error instanceof ClusterReadError) return error;
  const root = rootOf(error);
  if (field(error, 'name') === 'TimeoutError') {
    return new ClusterReadError(`${what}: no answer in time`, {
      failure: 'failed',
      code: TIMED_OUT,
    });
  }
  const code = field(root, 'code');
  const message = field(root, 'message');
  return new ClusterReadError(
    `${what}: ${
      typeof message === 'string' && message ? message : String(root)
    }`,
    {
      failure: 'failed',
      code: typeof code === 'string' ? code : undefined,
    },
  );
}
