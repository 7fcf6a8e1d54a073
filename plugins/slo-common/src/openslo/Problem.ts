/** Where something stands in a file; line and column count from 1. */
export interface Position {
  file: string;
  line: number;
  column: number;
}

/** A field of a file: `spec.objectives[0].target`, and where it stands. */
export interface Place {
  field: string;
  position: Position;
}

/**
 * What is wrong in a file. An `error` keeps the object from being used; a
 * `warning` says what a reader should know although the object works.
 */
export interface Problem extends Position {
  severity: 'error' | 'warning';
  /** `spec.objectives[0].target`; empty where the whole document is meant. */
  field: string;
  message: string;
}

/** `slo.yaml:12:5: spec.objectives[0].target: expected a number below 1` */
export function formatProblem(problem: Problem): string {
  const { file, line, column, field, message } = problem;
  return `${file}:${line}:${column}: ${field ? `${field}: ` : ''}${message}`;
}

/** Steps into an object, as a reader writes them: `spec.objectives[0].target`. */
export function formatPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    return text ? `${text}.${String(step)}` : String(step);
  }, '');
}
