import { Labels } from './labels';
import { re2ToRegExp } from './re2';

export type MatchOp = '=' | '!=' | '=~' | '!~';

/** One condition on a label; an absent label counts as the empty text. */
export class Matcher {
  private readonly pattern: RegExp | undefined;

  /** @throws Error where the regular expression is not one of RE2's. */
  constructor(
    readonly name: string,
    readonly op: MatchOp,
    readonly value: string,
  ) {
    this.pattern =
      op === '=~' || op === '!~' ? re2ToRegExp(value, 'whole') : undefined;
  }

  matches(value: string): boolean {
    switch (this.op) {
      case '=':
        return value === this.value;
      case '!=':
        return value !== this.value;
      case '=~':
        return this.pattern!.test(value);
      default:
        return !this.pattern!.test(value);
    }
  }

  toString(): string {
    return `${this.name}${this.op}${JSON.stringify(this.value)}`;
  }
}

/** Whether all matchers accept the labels. */
export function matchesAll(
  matchers: readonly Matcher[],
  labels: Labels,
): boolean {
  return matchers.every(m => m.matches(labels[m.name] ?? ''));
}
