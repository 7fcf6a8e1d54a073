import {
  DefinitionFile,
  Problem,
} from '@worldscale/backstage-plugin-slo-common';
import { StoredFile } from './FileStore';

const iso = (ms: number | null) =>
  ms === null ? null : new Date(ms).toISOString();

/** A file of definitions as pages show it. */
export function describeFile(
  file: StoredFile,
  problems: readonly Problem[],
): DefinitionFile {
  return {
    url: file.url,
    entityRef: file.entityRef,
    readAt: iso(file.readAtMs),
    error: file.error,
    failingSince: iso(file.failingSinceMs),
    problems: [...problems],
  };
}
