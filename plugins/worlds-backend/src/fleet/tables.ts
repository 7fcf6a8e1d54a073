import { DomainStatus } from '@worldscale/backstage-plugin-worlds-common';

/** Rows of the tables as the database gives them; see the migrations. */

/** PostgreSQL gives big integers as strings. */
export type BigInt = number | string;

export interface DomainRecord {
  domain: string;
  title: string;
  permission: string | null;
  columns: string;
  epoch: string | null;
  generation: BigInt | null;
  status: DomainStatus;
  /** Why it could not be asked last time; null: it could. */
  trouble: string | null;
}

export interface SourceRecord {
  domain: string;
  source: string;
  confirmed_at_ms: BigInt | null;
  title: string | null;
  /** Why it cannot be read, in one sentence; null: it can, or nobody knows. */
  trouble: string | null;
}

export interface RowRecord {
  id: number;
  entity_ref: string;
  region: string;
  listed: boolean | number;
  declared: boolean | number;
  name: string;
  title: string;
  sort_title: string;
  search: string;
  type: string;
  lifecycle: string | null;
  owner: string | null;
  world: string | null;
}

export interface CellRecord {
  row_id: number;
  domain: string;
  state: number;
  reason: string;
  observed_at_ms: BigInt | null;
  source: string | null;
  path: string | null;
  values: string;
}

export interface ValueRecord {
  row_id: number;
  domain: string;
  column_id: string;
  number: number | null;
  text: string | null;
}

export interface TitleRecord {
  kind: 'world' | 'region';
  value: string;
  title: string;
}

/** A world service as the catalog describes it. */
export interface CatalogService {
  entityRef: string;
  name: string;
  title: string;
  type: string;
  lifecycle: string | null;
  owner: string | null;
  world: string | null;
  /** Names of the regions that it depends on. */
  regions: string[];
}

/** How the state column's numbers read: the index into `statesBySeverity`. */
export const UNKNOWN_RANK = 2;
