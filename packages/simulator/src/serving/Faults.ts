import { z } from 'zod';

const limits = {
  /** Only requests whose path and query contain this text. */
  path: z.string().min(1).optional(),
  /** Only requests of this method. */
  method: z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']).optional(),
  /** Only this many requests; then the fault is gone. */
  times: z.number().int().positive().optional(),
};

/** True: the request does its work first; only the answer goes wrong. */
const afterwards = z.boolean().optional();

const statusCode = z.number().int().min(400).max(599);

/**
 * What can be wrong with a face.
 * - `refuse`: connections are closed at once
 * - `hang`: requests are never answered, watches fall silent
 * - `slow`: the answer begins `delayMs` later
 * - `status`: an error in the format of the protocol
 * - `malformed`: 200 with a body that breaks off in the middle of the JSON
 * - `cut`: the connection is closed before the request is looked at (`request`),
 *   after its work is done and before a byte of the answer (`answer`), or in the
 *   middle of the answer's body (`body`)
 *
 * `hang` and `status` may let the request do its work first, as when a proxy in
 * between loses patience.
 *
 * Of a Kubernetes API besides:
 * - `malformedObjects`: valid JSON, but every second object lacks what it must have
 * - `truncateWatch`: a watch breaks off in the middle of an event
 * - `dropWatches`: open watches are cut, and new ones `afterMs` after they began
 * - `withoutGroup`: an API group is not installed (a missing definition)
 */
export const faultSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('refuse') }),
  z.strictObject({ kind: z.literal('hang'), afterwards, ...limits }),
  z.strictObject({
    kind: z.literal('slow'),
    delayMs: z.number().int().positive().max(600_000),
    ...limits,
  }),
  z.strictObject({
    kind: z.literal('status'),
    code: statusCode,
    message: z.string().optional(),
    afterwards,
    ...limits,
  }),
  z.strictObject({
    kind: z.literal('cut'),
    at: z.enum(['request', 'answer', 'body']).default('answer'),
    ...limits,
  }),
  z.strictObject({ kind: z.literal('malformed'), ...limits }),
  z.strictObject({ kind: z.literal('malformedObjects'), path: limits.path }),
  z.strictObject({
    kind: z.literal('truncateWatch'),
    afterEvents: z.number().int().nonnegative().default(0),
    path: limits.path,
  }),
  z.strictObject({
    kind: z.literal('dropWatches'),
    afterMs: z.number().int().nonnegative().default(1_000),
    path: limits.path,
  }),
  z.strictObject({ kind: z.literal('withoutGroup'), group: z.string().min(1) }),
]);

export type Fault = z.infer<typeof faultSchema>;
export type FaultKind = Fault['kind'];
/** A fault as it is asked for, before defaults are filled in. */
export type FaultInput = z.input<typeof faultSchema>;

type FaultOf<Kind extends FaultKind> = Extract<Fault, { kind: Kind }>;

/** Which faults each face has now. */
export class Faults {
  private readonly byFace = new Map<string, Fault[]>();
  private readonly listeners = new Set<(face: string) => void>();

  /** Replaces the faults of a face. */
  set(face: string, faults: readonly FaultInput[]) {
    if (faults.length === 0) this.byFace.delete(face);
    else this.byFace.set(face, z.array(faultSchema).parse(faults));
    for (const listener of this.listeners) listener(face);
  }

  clear() {
    for (const face of [...this.byFace.keys()]) this.set(face, []);
  }

  of(face: string): readonly Fault[] {
    return this.byFace.get(face) ?? [];
  }

  /** The fault of a kind that concerns a request, without using it up. */
  find<Kind extends FaultKind>(
    face: string,
    kind: Kind,
    requestPath = '',
    method?: string,
  ): FaultOf<Kind> | undefined {
    return this.of(face).find(
      (fault): fault is FaultOf<Kind> =>
        fault.kind === kind && concerns(fault, requestPath, method),
    );
  }

  /** As `find`; where the fault is limited in number, this counts as one time. */
  take<Kind extends FaultKind>(
    face: string,
    kind: Kind,
    requestPath: string,
    method?: string,
  ): FaultOf<Kind> | undefined {
    const fault = this.find(face, kind, requestPath, method);
    if (fault && 'times' in fault && fault.times !== undefined) {
      const times = fault.times - 1;
      const others = this.of(face).flatMap<Fault>(each => {
        if (each !== fault) return [each];
        return times > 0 ? [{ ...each, times } as Fault] : [];
      });
      if (others.length === 0) this.byFace.delete(face);
      else this.byFace.set(face, others);
    }
    return fault;
  }

  /** Calls back with the name of the face whose faults were replaced. */
  onChange(listener: (face: string) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}

function concerns(fault: Fault, requestPath: string, method?: string) {
  const path = 'path' in fault ? fault.path : undefined;
  const only = 'method' in fault ? fault.method : undefined;
  return (
    (path === undefined || requestPath.includes(path)) &&
    (only === undefined || method === undefined || only === method)
  );
}
