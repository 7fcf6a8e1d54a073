import { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { Clock } from '../Clock';
import { Faults } from '../serving/Faults';
import { answerJson, answerText } from './api/answer';
import { answerDocument, documentAt } from './api/documents';
import { readObjects } from './api/readObjects';
import { maxReviewBytes, reviewAccess } from './api/accessReview';
import { ReadPodLog } from './api/podLog';
import { decodeReview } from './api/protobufReview';
import { parseResourcePath } from './api/resourcePath';
import { resourceTypes } from './api/resourceTypes';
import { WatchStream } from './api/WatchStream';
import { ApiError } from './ApiError';
import { ResourceStore } from './store/ResourceStore';

export interface KubernetesFaceOptions {
  /** Name by which faults are set, e.g. `kubernetes/fra`. */
  name: string;
  store: ResourceStore;
  clock: Clock;
  /** Bearer token of a reader. */
  token: string;
  faults: Faults;
  readPodLog: ReadPodLog;
}

/** Paths that a real cluster, too, shows to everybody. */
const publicPaths = ['/healthz', '/livez', '/readyz', '/version'];

/** How clients written in Go may send what they have to say. */
const protobuf = 'application/vnd.kubernetes.protobuf';

/** What Go's HTTP server, and so the API server, says about paths it does not know. */
const pageNotFound = '404 page not found\n';

/**
 * The Kubernetes API of one cluster, for readers: discovery, get, list, watch, logs
 * and access reviews over the objects of a store. It writes nothing.
 */
export class KubernetesFace {
  /** Open watches with their paths. */
  private readonly streams = new Map<WatchStream, string>();

  constructor(private readonly options: KubernetesFaceOptions) {
    options.faults.onChange(face => {
      if (face === options.name) this.sufferNewFaults();
    });
  }

  readonly handle: RequestListener = (request, response) => {
    this.answer(request, response).catch(error =>
      this.answerError(request, response, error),
    );
  };

  /** Watches that are open now. */
  get openWatches() {
    return this.streams.size;
  }

  /** Sends a bookmark to every watch that allows it. */
  sendBookmarks() {
    for (const stream of this.streams.keys()) stream.bookmark();
  }

  private async answer(request: IncomingMessage, response: ServerResponse) {
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (!publicPaths.includes(url.pathname)) this.authorize(request);
    const types = this.servedTypes();
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    const document = documentAt(url.pathname, types);
    if (document) {
      if (!isRead) throw ApiError.methodNotAllowed();
      answerDocument(request, response, document);
      return;
    }
    const path = parseResourcePath(url.pathname);
    if (!path) {
      answerText(response, 404, pageNotFound);
      return;
    }
    if (request.method === 'POST') {
      const review = reviewAccess(types, path, () => readBody(request));
      if (review) {
        answerJson(request, response, 201, await review);
        return;
      }
    }
    const type = types.find(
      ({ group, version, plural }) =>
        group === path.group &&
        version === path.version &&
        plural === path.plural,
    );
    if (!type) {
      answerText(response, 404, pageNotFound);
      return;
    }
    if (!isRead) throw ApiError.methodNotAllowed();
    const { faults, name } = this.options;
    const target = request.url ?? '';
    const outcome = readObjects({
      ...this.options,
      request,
      response,
      type,
      path,
      query: url.searchParams,
      spoilObjects: faults.find(name, 'malformedObjects', target) !== undefined,
      watchDamage: {
        truncateAfterEvents: faults.find(name, 'truncateWatch', target)
          ?.afterEvents,
        dropAfterMs: faults.find(name, 'dropWatches', target)?.afterMs,
      },
    });
    if (outcome instanceof WatchStream) this.begun(outcome, target);
    else if (!outcome) answerText(response, 404, pageNotFound);
  }

  private authorize(request: IncomingMessage) {
    const [scheme, token] = (request.headers.authorization ?? '').split(' ');
    if (scheme.toLowerCase() !== 'bearer' || token !== this.options.token) {
      throw ApiError.unauthorized();
    }
  }

  private servedTypes() {
    const { faults, name } = this.options;
    const missing = faults
      .of(name)
      .flatMap(fault => (fault.kind === 'withoutGroup' ? [fault.group] : []));
    return missing.length === 0
      ? resourceTypes
      : resourceTypes.filter(({ group }) => !missing.includes(group));
  }

  private answerError(
    request: IncomingMessage,
    response: ServerResponse,
    error: unknown,
  ) {
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const apiError =
      error instanceof ApiError ? error : new ApiError(500, String(error));
    answerJson(request, response, apiError.code, apiError.body());
  }

  private begun(stream: WatchStream, target: string) {
    this.streams.set(stream, target);
    stream.onClose(() => this.streams.delete(stream));
  }

  /**
   * A connection that hung cannot be taken up again: events are lost, and a client
   * that noticed nothing would be wrong for ever. So it is cut when the hang ends.
   */
  private sufferNewFaults() {
    const { faults, name } = this.options;
    for (const [stream, target] of [...this.streams]) {
      const hang = faults.find(name, 'hang', target);
      // One that is limited in number is meant for the requests to come.
      const isHanging = hang !== undefined && hang.times === undefined;
      const isDropping = faults.find(name, 'dropWatches', target) !== undefined;
      if (isDropping || (stream.stalled && !isHanging)) stream.drop();
      else if (isHanging) stream.stall();
    }
  }
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxReviewBytes) {
      throw new ApiError(413, 'Request entity too large', {
        reason: 'RequestEntityTooLarge',
      });
    }
    chunks.push(chunk);
  }
  const contentType = request.headers['content-type'] ?? 'application/json';
  if (contentType.startsWith(protobuf)) {
    return decodeReview(Buffer.concat(chunks));
  }
  if (!contentType.startsWith('application/json')) {
    throw new ApiError(
      415,
      `the body of the request was in an unknown format - accepted media types include: application/json, ${protobuf}`,
    );
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw ApiError.badRequest('the object provided is not valid JSON');
  }
}
