/** Something that a person can mend: what was wrong, and what to do. */
export class Failure extends Error {
  constructor(message, advice = '') {
    super(message);
    this.name = 'Failure';
    this.advice = advice;
  }
}

/** Tells from a package manager's output why it failed. */
export function explainInstallFailure(error, what) {
  const output = `${error.output ?? ''}\n${error.message ?? ''}`;
  if (/ENOSPC|no space left/i.test(output)) {
    return new Failure(
      `The disk is full: ${what} could not be installed.`,
      'About 3 GB are needed in the folder of the repository. Free some space and run the command again; it goes on where it stopped.',
    );
  }
  if (
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|network|RequestError|socket hang up/i.test(
      output,
    )
  ) {
    return new Failure(
      `The package registry could not be reached: ${what} could not be installed.`,
      'Check the network (and the proxy or registry in your npm settings), then run the command again; it goes on where it stopped.',
    );
  }
  if (/YN0028|lockfile would have been/i.test(output)) {
    return new Failure(
      'The lock file does not match the manifests.',
      'Run `yarn install` and commit the changed yarn.lock.',
    );
  }
  if (/EACCES|EPERM|EROFS/i.test(output)) {
    return new Failure(
      `The folder of the repository cannot be written to: ${what} could not be installed.`,
      'Run the command as the user who owns the folder.',
    );
  }
  return new Failure(
    `${what} could not be installed: ${error.message}.`,
    'The lines above say why. Run the command again once that is mended; it goes on where it stopped.',
  );
}
