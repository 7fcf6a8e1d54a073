import {
  SourceHealth,
  UnreadablePart,
} from '@worldscale/backstage-plugin-worlds-common';

/** One outside system that a domain reads. */
export interface SourceDescription {
  /** Unique within the domain, for example `cluster:fra`. */
  id: string;
  /** For example `kubernetes`, `prometheus`, `forge`. */
  kind: string;
  title: string;
}

/**
 * Remembers how a domain's sources are doing. Use the database variant where
 * several backends share the work, so that each of them gives the same answer.
 */
export interface SourceMonitor {
  /**
   * Says which sources there are. Known ones keep their health; those that are
   * missing from the list are forgotten.
   */
  declare(sources: SourceDescription[]): Promise<void>;
  /**
   * The source answered at `at`: in whole, but for the parts in `unreadable`, the
   * first of which counts as its last error. `notes` and `unreadable` replace earlier
   * ones; left out, there are none. A source that is not declared (any more) is not
   * brought back.
   */
  succeeded(
    id: string,
    at: Date,
    notes?: string[],
    unreadable?: UnreadablePart[],
  ): Promise<void>;
  /** The source failed at `at`. Credentials are taken out of the message. */
  failed(id: string, error: unknown, at: Date): Promise<void>;
  /** Health of all declared sources, by id; an error that is over says so. */
  snapshot(): Promise<SourceHealth[]>;
}
