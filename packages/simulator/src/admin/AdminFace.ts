import { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { z, ZodError } from 'zod';
import { faultSchema } from '../serving/Faults';
import { AdminError } from './AdminError';
import { FaceSummary, SimulatorControl } from './SimulatorControl';

/** Largest body that is read; a list of faults is a few hundred bytes. */
const maxBodyBytes = 64 * 1024;

const faultsBody = z.array(faultSchema);

const clockBody = z.union([
  z.strictObject({ at: z.iso.datetime({ offset: true }) }),
  z.strictObject({ advanceMs: z.number().int().positive() }),
]);

const kubernetesOnly: string[] = [
  'malformedObjects',
  'truncateWatch',
  'dropWatches',
  'withoutGroup',
];

type Route = (
  control: SimulatorControl,
  body: () => Promise<unknown>,
  name: string,
) => unknown;

/**
 * The routes; a path that ends in `/` goes on with the name of a face, which may
 * contain a slash itself (`kubernetes/fra`).
 */
const routes: Record<string, Route> = {
  'GET /': control => ({
    ...state(control),
    faults: faultsByFace(control),
  }),
  'GET /healthz': () => 'ok',
  'GET /gitops': control => control.gitOps(),
  'GET /kubeconfig': control => control.kubeconfig(),
  'GET /config': control => control.backstageConfig(),
  'PUT /clock': async (control, body) => {
    const wanted = clockBody.parse(await body());
    control.moveClock(
      'at' in wanted
        ? Date.parse(wanted.at)
        : control.nowMs() + wanted.advanceMs,
    );
    return state(control);
  },
  'POST /tick': control => {
    control.sync();
    return state(control);
  },
  'GET /faults': faultsByFace,
  'DELETE /faults': control => {
    control.faults.clear();
    return faultsByFace(control);
  },
  'GET /faults/': (control, _body, name) =>
    control.faults.of(known(control, name).name),
  'PUT /faults/': async (control, body, name) => {
    const face = known(control, name);
    const faults = faultsBody.parse(await body());
    const alien = faults.find(
      ({ kind }) => kubernetesOnly.includes(kind) && face.kind !== 'kubernetes',
    );
    if (alien) {
      throw new AdminError(
        400,
        `${face.name} cannot have the fault ${alien.kind}`,
      );
    }
    control.faults.set(face.name, faults);
    return control.faults.of(face.name);
  },
  'DELETE /faults/': (control, _body, name) => {
    control.faults.set(known(control, name).name, []);
    return [];
  },
};

/**
 * The controls of the simulator as JSON over HTTP, on the loopback interface only.
 * A web page that the user has open must not reach it either: so a foreign `Host`
 * is refused (it would be a rebound name), and what changes something must say that
 * its body is JSON, which a page cannot do without asking first.
 */
export function adminHandler(control: SimulatorControl): RequestListener {
  return (request, response) => {
    answer(control, request, response).catch(error =>
      answerError(response, error),
    );
  };
}

async function answer(
  control: SimulatorControl,
  request: IncomingMessage,
  response: ServerResponse,
) {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const host = (request.headers.host ?? '').replace(/:\d+$/, '');
  if (!['localhost', '127.0.0.1', '[::1]'].includes(host)) {
    throw new AdminError(403, `The host ${host} is not this machine`);
  }
  if (request.headers.origin !== undefined && request.method !== 'GET') {
    throw new AdminError(403, 'Web pages may not change the simulated world');
  }
  const path = decodeURIComponent(url.pathname);
  const parent = /^\/faults\/(?=.)/.exec(path)?.[0];
  const route = routes[`${request.method} ${parent ?? path}`];
  if (!route) {
    const isKnown = Object.keys(routes).some(each =>
      each.endsWith(` ${parent ?? path}`),
    );
    throw isKnown
      ? new AdminError(405, `${request.method} is not possible on ${path}`)
      : new AdminError(404, `There is no ${path}`);
  }
  const result = await route(
    control,
    () => readJson(request),
    parent ? path.slice(parent.length) : '',
  );
  if (typeof result === 'string') {
    response.writeHead(200, { 'Content-Type': 'text/plain; charset=utf-8' });
    response.end(result);
  } else {
    answerJson(response, 200, result);
  }
}

function answerError(response: ServerResponse, error: unknown) {
  if (error instanceof ZodError) {
    answerJson(response, 400, {
      error: { name: 'InputError', message: z.prettifyError(error) },
    });
    return;
  }
  const { name, message } = error as Error;
  answerJson(response, error instanceof AdminError ? error.code : 500, {
    error: { name, message },
  });
}

function answerJson(response: ServerResponse, code: number, body: unknown) {
  response.writeHead(code, { 'Content-Type': 'application/json' });
  response.end(`${JSON.stringify(body, null, 2)}\n`);
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const type = request.headers['content-type'] ?? '';
  if (!type.startsWith('application/json')) {
    throw new AdminError(415, 'The body must be of type application/json');
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBodyBytes) {
      throw new AdminError(
        413,
        `The body is larger than ${maxBodyBytes} bytes`,
      );
    }
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch (error) {
    throw new AdminError(
      400,
      `The body is not JSON: ${(error as Error).message}`,
    );
  }
}

function state(control: SimulatorControl) {
  return {
    scenario: control.scenario,
    seed: control.seed,
    clock: {
      now: new Date(control.nowMs()).toISOString(),
      nowMs: control.nowMs(),
      isManual: control.isClockManual,
    },
    faces: control.faces(),
  };
}

function faultsByFace(control: SimulatorControl) {
  return Object.fromEntries(
    control.faces().map(({ name }) => [name, control.faults.of(name)]),
  );
}

function known(control: SimulatorControl, name: string): FaceSummary {
  const face = control.faces().find(each => each.name === name);
  if (!face) {
    const names = control.faces().map(each => each.name);
    throw new AdminError(
      404,
      `There is no face called ${name}. Known: ${names.join(', ')}`,
    );
  }
  return face;
}
