/** Where in a query something was wrong; offsets into its text. */
export interface Span {
  from: number;
  to: number;
}

/** What the API calls an error of each kind, and its status code. */
const statusOf = {
  bad_data: 400,
  execution: 422,
  canceled: 499,
  timeout: 503,
  internal: 500,
  not_found: 404,
} as const;

/** An answer of the form `{"status":"error","errorType":...,"error":...}`. */
export class PrometheusError extends Error {
  constructor(readonly errorType: keyof typeof statusOf, message: string) {
    super(message);
    this.name = 'PrometheusError';
  }
  get statusCode(): number {
    return statusOf[this.errorType];
  }
}

/** The query is not PromQL; says line and column as Prometheus does. */
export class ParseError extends PrometheusError {
  constructor(query: string, at: number, problem: string) {
    const before = query.slice(0, at);
    const line = before.split('\n').length;
    const column = at - (before.lastIndexOf('\n') + 1) + 1;
    super('bad_data', `${line}:${column}: parse error: ${problem}`);
    this.name = 'ParseError';
  }
}

/** The query is PromQL, but cannot be carried out. */
export class ExecutionError extends PrometheusError {
  constructor(message: string) {
    super('execution', message);
    this.name = 'ExecutionError';
  }
}

/** Real PromQL that this simulator has no evaluation for. */
export class UnsupportedError extends ExecutionError {
  constructor(what: string) {
    super(`${what} is not supported by this simulator`);
    this.name = 'UnsupportedError';
  }
}
