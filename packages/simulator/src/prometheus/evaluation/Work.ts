import { setImmediate as nextTurn } from 'node:timers/promises';
import { ExecutionError, PrometheusError } from '../promql/errors';

/** How long the evaluation holds the event loop before it lets others run. */
const turnMs = 15;

/** More samples than the query may touch; the words are Prometheus'. */
export class TooManySamplesError extends ExecutionError {
  constructor(readonly work: Work) {
    super(
      'query processing would load too many samples into memory in query execution',
    );
    this.name = 'TooManySamplesError';
  }
}

export interface WorkLimits {
  /** Samples that may be read and computed; Prometheus' default is 50 million. */
  maxSamples: number;
  /** Time that may pass, in milliseconds; none where not given. */
  timeoutMs?: number;
}

/** What one query has cost so far, and the point at which it is stopped. */
export class Work {
  samples = 0;
  /** Problems that leave a gap in the answer but do not spoil it. */
  readonly warnings = new Set<string>();
  private readonly startedMs: number;
  private turnStartedMs: number;
  private stopped = false;

  /** @param stopwatch - counts milliseconds from any beginning. */
  constructor(
    readonly limits: WorkLimits,
    private readonly stopwatch = () => performance.now(),
  ) {
    this.startedMs = stopwatch();
    this.turnStartedMs = this.startedMs;
  }

  /**
   * Counts samples before they are touched.
   *
   * @throws TooManySamplesError beyond the limit.
   */
  charge(samples: number): void {
    this.samples += samples;
    if (this.samples > this.limits.maxSamples) {
      throw new TooManySamplesError(this);
    }
  }

  /** Ends the work at its next pause; its asker has gone. */
  stop(): void {
    this.stopped = true;
  }

  /**
   * Lets other requests run where this one has held the thread for long.
   *
   * @throws PrometheusError of type timeout or canceled.
   */
  async pause(): Promise<void> {
    if (this.stopwatch() - this.turnStartedMs < turnMs) return;
    await nextTurn();
    this.turnStartedMs = this.stopwatch();
    if (this.stopped) {
      throw new PrometheusError(
        'canceled',
        'query was canceled in expression evaluation',
      );
    }
    const { timeoutMs } = this.limits;
    if (
      timeoutMs !== undefined &&
      this.turnStartedMs - this.startedMs > timeoutMs
    ) {
      throw new PrometheusError(
        'timeout',
        'query timed out in expression evaluation',
      );
    }
  }
}
