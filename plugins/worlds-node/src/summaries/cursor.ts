import { ConflictError, InputError } from '@backstage/errors';
import { ParsedSummariesRequest } from '@worldscale/backstage-plugin-worlds-common';
import { z } from 'zod';

const cursorSchema = z.object({
  epoch: z.string(),
  full: z.boolean(),
  since: z.number().int(),
  until: z.number().int(),
  generation: z.number().int(),
  entityRef: z.string(),
  region: z.string(),
});

/** Where a pull stands: rows after (generation, entityRef, region), up to `until`. */
export type PullPosition = z.infer<typeof cursorSchema>;

/** State of a ledger that a pull starts from. */
export interface LedgerHead {
  epoch: string;
  generation: number;
  /** Removals up to this generation are forgotten. */
  horizon: number;
}

export function writeCursor(position: PullPosition): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

function readCursor(cursor: string): PullPosition {
  try {
    const text = Buffer.from(cursor, 'base64url').toString('utf8');
    return cursorSchema.parse(JSON.parse(text));
  } catch {
    throw new InputError("'cursor' is not one that this service gave out");
  }
}

/** Where the page that is asked for begins. */
export function startOfPage(
  request: ParsedSummariesRequest,
  head: LedgerHead,
): PullPosition {
  if (request.cursor) {
    const position = readCursor(request.cursor);
    // A removal that was forgotten between two pages would never reach the puller.
    const forgotten = !position.full && position.since < head.horizon;
    if (position.epoch !== head.epoch || forgotten) {
      throw new ConflictError(
        "'cursor' belongs to an earlier state of the store; pull again from the start",
      );
    }
    return position;
  }
  const { since } = request;
  const known =
    since !== undefined &&
    request.epoch === head.epoch &&
    since <= head.generation &&
    since >= head.horizon;
  return {
    epoch: head.epoch,
    full: !known,
    since: known ? since : 0,
    until: head.generation,
    // The first page begins after all rows of `since`, and no region sorts last.
    generation: known ? since + 1 : 0,
    entityRef: '',
    region: '',
  };
}
