/** Where a command runs and what it says. */
export interface Terminal {
  /** Folder that paths are relative to. */
  cwd: string;
  /** Results, for whoever reads them on. */
  print(text: string): void;
  /** What people should know: problems, and what was written. */
  report(text: string): void;
}

/** What a pipeline sees. */
export const exitCodes = {
  done: 0,
  /** Definitions hold errors, or files are not what they should be. */
  found: 1,
  /** The command was not understood, or a file cannot be read or written. */
  failed: 2,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
