/** Something in the sources that its author should know. */
export interface BuildWarning {
  message: string;
  /** Relative to the folder of the entity. */
  file?: string;
  /** The first line is 1. */
  line?: number;
}

/** More would bury the log; the report of the build has them all, up to its own end. */
const maxLogged = 100;
const maxKept = 2_000;

/** Collects what is wrong with a site, once each, and tells the build log. */
export class BuildLog {
  readonly warnings: BuildWarning[] = [];
  private readonly seen = new Set<string>();
  private count = 0;

  constructor(private readonly write: (message: string) => void) {}

  warn(warning: BuildWarning) {
    const text = sentenceOf(warning);
    if (this.seen.has(text)) return;
    this.count++;
    if (this.warnings.length < maxKept) {
      this.seen.add(text);
      this.warnings.push(warning);
    }
    if (this.count <= maxLogged) this.write(text);
    if (this.count === maxLogged + 1)
      this.write('There are more warnings; build_report.json has them');
  }

  get total() {
    return this.count;
  }
}

export function sentenceOf({ file, line, message }: BuildWarning): string {
  if (!file) return message;
  return line === undefined
    ? `${file}: ${message}`
    : `${file}:${line}: ${message}`;
}
