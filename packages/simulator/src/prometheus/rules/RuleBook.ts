import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { markCycles } from './dependencies';
import { parseRuleFile, RuleGroup } from './ruleFile';

/** Far more than any rule file that people write. */
const maxFileBytes = 8 * 1024 * 1024;
const fetchTimeoutMs = 10_000;

/** A place of rules that could not be read, and why. */
export interface RuleProblem {
  file: string;
  problem: string;
}

export interface RuleBookOptions {
  /** http(s) and file URLs, paths, and paths whose last part has a `*`. */
  sources: readonly string[];
  /** Rule files that need no reading, by their names; asked for at each load. */
  given?: () => ReadonlyMap<string, string>;
  /** For groups that name none. */
  defaultIntervalMs: number;
}

async function readUrl(url: string): Promise<string> {
  const response = await fetch(url, {
    signal: AbortSignal.timeout(fetchTimeoutMs),
    headers: { accept: 'application/yaml, text/yaml, text/plain, */*' },
  });
  if (!response.ok) {
    await response.body?.cancel();
    throw new Error(`answered ${response.status} ${response.statusText}`);
  }
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > maxFileBytes) {
      throw new Error(`is larger than ${maxFileBytes} bytes`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

async function readPath(path: string): Promise<string> {
  const { size } = await stat(path);
  if (size > maxFileBytes) {
    throw new Error(`is larger than ${maxFileBytes} bytes`);
  }
  return readFile(path, 'utf8');
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  return cause instanceof Error
    ? `${error.message}: ${cause.message}`
    : error.message;
}

/** The files that a source stands for; one without a `*` stands for itself. */
async function filesOf(source: string): Promise<string[]> {
  if (/^https?:/.test(source)) return [source];
  const path = source.startsWith('file:') ? fileURLToPath(source) : source;
  if (!basename(path).includes('*')) return [path];
  const pattern = new RegExp(
    `^${basename(path)
      .split('*')
      .map(part => part.replace(/[\\^$.+?()[\]{}|]/g, '\\$&'))
      .join('.*')}$`,
  );
  const names = await readdir(dirname(path));
  return names
    .filter(name => pattern.test(name))
    .sort()
    .map(name => join(dirname(path), name));
}

/**
 * The rule groups of all sources. A source that fails keeps the groups that it
 * last gave, and the failure is told beside them.
 */
export class RuleBook {
  groups: readonly RuleGroup[] = [];
  problems: readonly RuleProblem[] = [];
  private readonly lastGood = new Map<string, string>();
  private unparsed: RuleProblem[] = [];
  private digest = '';

  constructor(private readonly options: RuleBookOptions) {}

  /** Reads all sources again; says whether anything is different now. */
  async load(): Promise<boolean> {
    const texts: [file: string, text: string][] = [];
    const unread: RuleProblem[] = [];
    for (const source of this.options.sources) {
      let files = [source];
      try {
        files = await filesOf(source);
      } catch (error) {
        unread.push({ file: source, problem: reasonOf(error) });
      }
      for (const file of files) {
        const problem = await this.refresh(file);
        if (problem) unread.push({ file, problem });
        const text = this.lastGood.get(file);
        if (text !== undefined) texts.push([file, text]);
      }
    }
    texts.push(...(this.options.given?.() ?? []));
    const digest = createHash('sha256');
    for (const [file, text] of texts) digest.update(`${file}\0${text}\0`);
    const changed = this.digest !== (this.digest = digest.digest('hex'));
    if (changed) this.parse(texts);
    this.problems = [...unread, ...this.unparsed];
    return changed;
  }

  private parse(texts: readonly (readonly [string, string])[]): void {
    const groups: RuleGroup[] = [];
    this.unparsed = [];
    for (const [file, text] of texts) {
      try {
        groups.push(
          ...parseRuleFile(text, file, this.options.defaultIntervalMs),
        );
      } catch (error) {
        this.unparsed.push({ file, problem: reasonOf(error) });
      }
    }
    markCycles(groups);
    this.groups = groups;
  }

  /** Why the newest text of a file is not used; undefined where it is. */
  private async refresh(file: string): Promise<string | undefined> {
    try {
      const text = /^https?:/.test(file)
        ? await readUrl(file)
        : await readPath(file);
      if (text === this.lastGood.get(file)) return undefined;
      parseRuleFile(text, file, this.options.defaultIntervalMs);
      this.lastGood.set(file, text);
      return undefined;
    } catch (error) {
      return reasonOf(error);
    }
  }
}
