/** A request to the controls that cannot be followed. */
export class AdminError extends Error {
  readonly name = 'AdminError';

  constructor(readonly code: number, message: string) {
    super(message);
  }
}
