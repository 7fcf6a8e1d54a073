import {
  compileSlo,
  defineSlos,
  formatRuleFile,
  generationOf,
  hourOffset,
  OpenSloFile,
  Problem,
  readOpenSlo,
  SloDefinition,
  windowAt,
  CompiledSlo,
} from '@worldscale/backstage-plugin-slo-common';
import { CatalogPicture, KnownEntity } from './CatalogReader';
import { FileStore, StoredFile } from './FileStore';

/** An SLO with what the catalog knows of it. */
export interface KnownSlo {
  definition: SloDefinition;
  file: StoredFile;
  entity: KnownEntity | undefined;
  world: KnownEntity | undefined;
  /** By place in the list of objectives. */
  generations: string[];
  /** By how much its hours are shifted from those of UTC. */
  hourOffsetMs: number;
}

export interface FileProblems {
  file: StoredFile;
  problems: Problem[];
}

export interface DefinitionBook {
  slos: ReadonlyMap<string, KnownSlo>;
  files: ReadonlyMap<string, FileProblems>;
}

/** The address of a runbook, from a path beside the file. */
function runbookUrl(path: string, base: string): string | undefined {
  try {
    return new URL(path, base).href;
  } catch {
    return undefined;
  }
}

/**
 * All definitions, from the texts that are kept. Each backend reads them for itself;
 * a text that did not change is not parsed again.
 */
export class Definitions {
  readonly #store: FileStore;
  readonly #parsed = new Map<string, OpenSloFile>();
  readonly #compiled = new WeakMap<SloDefinition, CompiledSlo>();
  #version = -1;
  #picture: CatalogPicture | undefined;
  #book: DefinitionBook = { slos: new Map(), files: new Map() };

  constructor(store: FileStore) {
    this.#store = store;
  }

  /** The definitions of now; cheap where nothing changed. */
  async book(picture: CatalogPicture): Promise<DefinitionBook> {
    const version = await this.#store.version();
    if (version !== this.#version || picture !== this.#picture) {
      this.#book = this.#read(await this.#store.all(), picture);
      this.#version = version;
      this.#picture = picture;
    }
    return this.#book;
  }

  /** Rules of one SLO; what was refused is among its problems. */
  compiled({ definition, file }: KnownSlo): CompiledSlo {
    const known = this.#compiled.get(definition);
    if (known) return known;
    const compiled = compileSlo(definition, {
      runbookUrl: path => runbookUrl(path, file.url),
    });
    this.#compiled.set(definition, compiled);
    return compiled;
  }

  /** What is wrong with a file, and with the rules of its SLOs. */
  problemsOf(url: string): Problem[] {
    const own = this.#book.files.get(url)?.problems ?? [];
    const refused = [...this.#book.slos.values()]
      .filter(slo => slo.file.url === url)
      .flatMap(slo => this.compiled(slo).problems);
    return [...own, ...refused];
  }

  rulesOf(slos: Iterable<KnownSlo>): string {
    const groups = [...slos].flatMap(slo => this.compiled(slo).groups);
    return formatRuleFile(groups);
  }

  runbookOf({ definition, file }: KnownSlo): string | null {
    const { runbook } = definition;
    return runbook ? runbookUrl(runbook, file.url) ?? null : null;
  }

  #read(
    stored: readonly StoredFile[],
    picture: CatalogPicture,
  ): DefinitionBook {
    const texts = stored.filter(file => file.text !== null);
    for (const url of [...this.#parsed.keys()]) {
      if (!texts.some(file => file.url === url)) this.#parsed.delete(url);
    }
    const opened = texts.map(({ url, text }) => {
      const before = this.#parsed.get(url);
      const file =
        before?.text === text ? before : readOpenSlo(text ?? '', url);
      this.#parsed.set(url, file);
      return file;
    });
    const { slos, problems } = defineSlos(opened);
    const byUrl = new Map(stored.map(file => [file.url, file]));
    const known = new Map<string, KnownSlo>();
    for (const definition of slos) {
      const file = byUrl.get(definition.position.file);
      if (file) known.set(definition.name, place(definition, file, picture));
    }
    const files = new Map<string, FileProblems>(
      stored.map(file => [file.url, { file, problems: [] }]),
    );
    for (const problem of problems) {
      files.get(problem.file)?.problems.push(problem);
    }
    return { slos: known, files };
  }
}

function place(
  definition: SloDefinition,
  file: StoredFile,
  { entities }: CatalogPicture,
): KnownSlo {
  const named = `component:default/${definition.service.toLocaleLowerCase(
    'en-US',
  )}`;
  const entity =
    entities.get(named) ??
    (file.entityRef ? entities.get(file.entityRef) : undefined);
  const world = entity?.world ? entities.get(entity.world) : undefined;
  const { window } = definition;
  // Any window will do: clocks change by whole hours.
  const start =
    window.kind === 'calendar'
      ? windowAt(window, Date.parse('2100-01-01T00:00:00Z'))?.startMs ?? 0
      : 0;
  const hourOffsetMs = hourOffset(start);
  const generations = definition.objectives.map(objective => {
    const generation = generationOf(definition, objective);
    return hourOffsetMs
      ? `${generation}+${hourOffsetMs / 60_000}m`
      : generation;
  });
  return { definition, file, entity, world, generations, hourOffsetMs };
}
