import {
  SourceHealth,
  UnreadablePart,
} from '@worldscale/backstage-plugin-worlds-common';
import { describeError, scrubSecrets } from './describeError';
import { errorOfParts, scrubParts, withPastError } from './unreadableParts';
import { SourceDescription, SourceMonitor } from './SourceMonitor';

/** Health of sources within one process. */
export class MemorySourceMonitor implements SourceMonitor {
  #sources = new Map<string, SourceHealth>();

  async declare(sources: SourceDescription[]): Promise<void> {
    const blank = { reachable: null, lastSuccessAt: null, lastError: null };
    this.#sources = new Map(
      sources.map(({ id, kind, title }) => [
        id,
        {
          notes: [],
          unreadable: [],
          ...blank,
          ...this.#sources.get(id),
          id,
          kind,
          title,
        },
      ]),
    );
  }

  async succeeded(
    id: string,
    at: Date,
    notes: string[] = [],
    unreadable: UnreadablePart[] = [],
  ): Promise<void> {
    const source = this.#sources.get(id);
    if (!source) return;
    source.reachable = true;
    source.lastSuccessAt = at.toISOString();
    source.notes = notes.map(scrubSecrets);
    source.unreadable = scrubParts(unreadable);
    source.lastError = errorOfParts(source.unreadable, at) ?? source.lastError;
  }

  async failed(id: string, error: unknown, at: Date): Promise<void> {
    const source = this.#sources.get(id);
    if (!source) return;
    source.reachable = false;
    source.lastError = { at: at.toISOString(), ...describeError(error) };
  }

  async snapshot(): Promise<SourceHealth[]> {
    return [...this.#sources.values()]
      .map(source => withPastError(structuredClone(source)))
      .sort((a, b) => a.id.localeCompare(b.id, 'en-US'));
  }
}
