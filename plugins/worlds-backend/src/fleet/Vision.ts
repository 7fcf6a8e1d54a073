import { SummaryColumn } from '@worldscale/backstage-plugin-worlds-common';

/** What is known of a domain's source beside its age. */
export interface SourceNote {
  title: string;
  /** Why it cannot be read, in one sentence. */
  trouble?: string;
}

/** A domain as one reader sees it: only the columns that they may see. */
export interface VisibleDomain {
  domain: string;
  title: string;
  columns: SummaryColumn[];
  /** When each source was last confirmed (Unix milliseconds). */
  confirmedAtMs: ReadonlyMap<string, number>;
  sources: ReadonlyMap<string, SourceNote>;
  /** Why the domain itself could not be asked last time, in one sentence. */
  trouble?: string;
}

/** All that one reader may see of the fleet at one instant. */
export interface Vision {
  nowMs: number;
  domains: VisibleDomain[];
  /** Whether rows exist that come from domains outside `domains` alone. */
  hidesDomains: boolean;
  /** Entities that the catalog shows to the reader; undefined: all. */
  entityRefs?: readonly string[];
}
