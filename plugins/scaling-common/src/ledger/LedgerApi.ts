import type { ScalingRequestOptions } from '../ScalingClient';
import {
  ChangesExportRequest,
  ChangesPage,
  ChangesRequest,
  ServicesChanges,
  ServicesChangesRequest,
} from './ledgerContract';
import { ServicesVersions } from './versionContract';

/**
 * Changes of desired size of services that the caller may see. All fail with a
 * ResponseError: 403 without the permission `scaling.change.read`, 404 for a service
 * that does not exist or may not be seen, 400 for what cannot be asked for.
 */
export interface LedgerApi {
  /** A page of the changes of a service, newest first. */
  getChanges(
    request: ChangesRequest,
    options?: ScalingRequestOptions,
  ): Promise<ChangesPage>;
  /** All of them that match, as a file of comma-separated values. */
  getChangesCsv(
    request: ChangesExportRequest,
    options?: ScalingRequestOptions,
  ): Promise<Blob>;
  /** Changes of several services in a range of time, newest first. */
  getChangesOfServices(
    request: ServicesChangesRequest,
    options?: ScalingRequestOptions,
  ): Promise<ServicesChanges>;
  /** New versions of several services in a range of time, newest first. */
  getVersionsOfServices(
    request: ServicesChangesRequest,
    options?: ScalingRequestOptions,
  ): Promise<ServicesVersions>;
}
