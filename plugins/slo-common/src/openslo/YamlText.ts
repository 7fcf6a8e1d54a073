import {
  Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  Pair,
  parseAllDocuments,
  YAMLMap,
} from 'yaml';
import { InputError, toError } from '@backstage/errors';
import { Position } from './Problem';

/** Many times what people write; a larger file is a mistake or an attack. */
const maxCharacters = 1_000_000;

/** What stops a file from being read, and at which character. */
export interface YamlFlaw {
  offset: number;
  message: string;
}

/** YAML of several documents that knows where each of its fields stands. */
export class YamlText {
  readonly documents: readonly Document.Parsed[] = [];
  readonly flaws: readonly YamlFlaw[] = [];
  private readonly lines = new LineCounter();

  constructor(readonly text: string, readonly file: string) {
    if (text.length > maxCharacters) {
      const message = `is longer than ${maxCharacters} characters`;
      this.flaws = [{ offset: 0, message }];
      return;
    }
    try {
      const parsed = parseAllDocuments(text, { lineCounter: this.lines });
      this.documents = 'empty' in parsed ? [] : parsed;
      this.flaws = this.documents.flatMap(document =>
        document.errors.map(({ pos, message }) => ({
          offset: pos[0],
          // The rest is a picture of the place, which the position tells.
          message: message.split(/ at line \d+/)[0],
        })),
      );
    } catch (error) {
      // Nesting deeper than the stack.
      this.flaws = [{ offset: 0, message: toError(error).message }];
    }
  }

  positionOf(offset: number): Position {
    const { line, col } = this.lines.linePos(offset);
    return { file: this.file, line: line || 1, column: col || 1 };
  }

  /**
   * Where a field stands; where it is missing, the nearest field above it.
   * @param of - `key` for the name of the field, `value` for what it is set to.
   */
  locate(
    document: number,
    path: readonly PropertyKey[],
    of: 'key' | 'value' = 'value',
  ): Position {
    let node: unknown = this.documents[document]?.contents;
    let offset = rangeStart(node) ?? 0;
    for (const [i, step] of path.entries()) {
      node = this.dealias(document, node);
      if (isSeq(node)) {
        node = node.items[Number(step)];
        offset = rangeStart(node) ?? offset;
      } else if (isMap(node)) {
        const pair = pairOf(node, step);
        if (!pair) break;
        node = pair.value;
        const isLast = i === path.length - 1;
        const useKey = !isScalar(node) || (isLast && of === 'key');
        offset =
          (useKey ? rangeStart(pair.key) : rangeStart(node)) ??
          rangeStart(pair.key) ??
          offset;
      } else break;
    }
    return this.positionOf(offset);
  }

  private dealias(document: number, node: unknown): unknown {
    return isAlias(node) ? node.resolve(this.documents[document]) : node;
  }

  /** Plain values. @throws InputError where aliases would blow it up */
  valueOf(document: number): unknown {
    try {
      return this.documents[document].toJS({ maxAliasCount: 100 });
    } catch (error) {
      throw new InputError(toError(error).message);
    }
  }
}

function rangeStart(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}

function pairOf(map: YAMLMap, step: PropertyKey): Pair | undefined {
  return map.items.find(
    ({ key }) => String(isScalar(key) ? key.value : key) === String(step),
  );
}
