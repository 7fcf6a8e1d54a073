import {
  compileSlo,
  definingSlos,
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
import { parseEntityRef } from '@backstage/catalog-model';
import { giveWay } from '@worldscale/backstage-plugin-worlds-node';
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
  /** Who else defines and records it; undefined: a file of OpenSLO. */
  recordedBy?: 'sloth' | 'pyrra';
  /** What a reader should know of its figures. */
  note?: string;
}

export interface FileProblems {
  file: StoredFile;
  problems: Problem[];
}

export interface DefinitionBook {
  slos: ReadonlyMap<string, KnownSlo>;
  files: ReadonlyMap<string, FileProblems>;
  /** Of each file with errors, the entity that names it; null: the configuration. */
  brokenFiles: readonly (string | null)[];
  /** Of each definition that holds errors, the same; in the order of the files. */
  brokenDefinitions: readonly (string | null)[];
  /** Not all files have been asked for yet. */
  isReading: boolean;
}

/** What the files say, whatever the catalog knows. */
interface Defined {
  version: number;
  stored: readonly StoredFile[];
  slos: readonly SloDefinition[];
  problems: readonly Problem[];
}

/** The address of a runbook, from a path beside the file. */
function runbookUrl(path: string, base: string): string | undefined {
  try {
    return new URL(path, base).href;
  } catch {
    return undefined;
  }
}

/** How many documents of a file hold errors. */
function brokenDocuments(text: string, problems: readonly Problem[]): number {
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (!errors.length) return 0;
  const starts = [...text.matchAll(/^---(?=\s|$)/gm)].map(
    ({ index }) => text.slice(0, index).split('\n').length,
  );
  return new Set(
    errors.map(({ line }) => starts.filter(start => start < line).length),
  ).size;
}

/**
 * All definitions, from the texts that are kept. Each backend reads them for itself;
 * a text that did not change is not parsed again.
 */
export class Definitions {
  readonly #store: Pick<FileStore, 'version' | 'all'>;
  readonly #parsed = new Map<string, OpenSloFile>();
  readonly #compiled = new WeakMap<SloDefinition, CompiledSlo>();
  readonly #counting = new WeakMap<SloDefinition, Counting>();
  #defined: Defined = { version: -1, stored: [], slos: [], problems: [] };
  #picture: CatalogPicture | undefined;
  #book: DefinitionBook = {
    ...{ slos: new Map(), files: new Map() },
    ...{ brokenFiles: [], brokenDefinitions: [], isReading: false },
  };
  /** One reads, and whoever else asks meanwhile waits for it. */
  #reading: Promise<unknown> = Promise.resolve();

  constructor(store: Pick<FileStore, 'version' | 'all'>) {
    this.#store = store;
  }

  /** The definitions of now; cheap where nothing changed. */
  async book(picture: CatalogPicture): Promise<DefinitionBook> {
    const reading = this.#reading.then(() => this.#renew(picture));
    this.#reading = reading.catch(() => undefined);
    return reading;
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

  /**
   * The definitions as they were last read, without waiting for what has changed since;
   * for lists, which must not wait for thousands of files.
   */
  async latest(picture: CatalogPicture): Promise<DefinitionBook> {
    const renewed = this.book(picture);
    if (!this.#picture) return renewed;
    renewed.catch(() => undefined);
    return this.#book;
  }

  async #renew(picture: CatalogPicture): Promise<DefinitionBook> {
    const version = await this.#store.version();
    const isSame = version === this.#defined.version;
    if (isSame && picture === this.#picture) return this.#book;
    if (!isSame) this.#defined = await this.#read(version);
    this.#book = await this.#place(this.#defined, picture);
    this.#picture = picture;
    return this.#book;
  }

  /** All files; thousands of them are more than one turn of work. */
  async #read(version: number): Promise<Defined> {
    const stored = await this.#store.all();
    const opened: OpenSloFile[] = [];
    const urls = new Set<string>();
    for (const { url, text } of stored) {
      if (text === null) continue;
      await giveWay();
      const before = this.#parsed.get(url);
      const file = before?.text === text ? before : readOpenSlo(text, url);
      this.#parsed.set(url, file);
      urls.add(url);
      opened.push(file);
    }
    for (const url of [...this.#parsed.keys()]) {
      if (!urls.has(url)) this.#parsed.delete(url);
    }
    const steps = definingSlos(opened);
    let step = steps.next();
    for (; !step.done; step = steps.next()) await giveWay();
    return { version, stored, ...step.value };
  }

  async #place(
    { stored, slos, problems }: Defined,
    picture: CatalogPicture,
  ): Promise<DefinitionBook> {
    const byUrl = new Map(stored.map(file => [file.url, file]));
    const known = new Map<string, KnownSlo>();
    for (const definition of slos) {
      await giveWay();
      const file = byUrl.get(definition.position.file);
      if (file) {
        known.set(definition.name, this.#placeOne(definition, file, picture));
      }
    }
    const files = new Map<string, FileProblems>(
      stored.map(file => [file.url, { file, problems: [] }]),
    );
    for (const problem of problems) {
      files.get(problem.file)?.problems.push(problem);
    }
    const broken = [...files.values()].map(({ file, problems: own }) => ({
      entityRef: file.entityRef,
      count: brokenDocuments(file.text ?? '', own),
    }));
    return {
      ...{ slos: known, files },
      brokenFiles: broken.flatMap(({ entityRef, count }) =>
        count ? [entityRef] : [],
      ),
      brokenDefinitions: broken.flatMap(({ entityRef, count }) =>
        Array.from({ length: count }, () => entityRef),
      ),
      isReading:
        stored.some(file => file.checkedAtMs === null) ||
        picture.files.some(({ url }) => !byUrl.has(url)),
    };
  }

  #placeOne(
    definition: SloDefinition,
    file: StoredFile,
    picture: CatalogPicture,
  ): KnownSlo {
    const before = this.#counting.get(definition);
    const counting = before ?? countingOf(definition);
    this.#counting.set(definition, counting);
    return {
      definition,
      file,
      ...counting,
      ...ownersOf(definition, file, picture),
    };
  }
}

type Counting = Pick<KnownSlo, 'generations' | 'hourOffsetMs'>;

function ownersOf(
  definition: SloDefinition,
  file: StoredFile,
  { entities }: CatalogPicture,
): Pick<KnownSlo, 'entity' | 'world'> {
  const service = definition.service.toLocaleLowerCase('en-US');
  const own = file.entityRef ? parseEntityRef(file.entityRef) : undefined;
  // Of two of one name it is the one beside the file.
  const entity =
    entities.get(`component:${own?.namespace ?? 'default'}/${service}`) ??
    entities.get(`component:default/${service}`) ??
    (file.entityRef ? entities.get(file.entityRef) : undefined);
  const world = entity?.world ? entities.get(entity.world) : undefined;
  return { entity, world };
}

/** How an SLO is counted, which the catalog has no say in. */
function countingOf(definition: SloDefinition): Counting {
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
  return { generations, hourOffsetMs };
}
