const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_ARRAY = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const isSpace = (byte: number) => byte <= 0x20;

/** Where the list stands in an answer. */
export interface ListPlace {
  key: string;
  /** How many objects are around it; 1: it is a field of the outermost. */
  depth: number;
}

/**
 * Reads a long list in a JSON answer while it comes in, item by item: a page of five
 * hundred pods takes some ten megabytes as a text and as many again as objects, a single
 * pod is gone before anybody counts it. Everything else of the answer is kept and read
 * at the end, as it may stand before or behind.
 *
 * It only finds where items begin and end; `JSON.parse` reads them, and refuses with a
 * SyntaxError what is not JSON.
 */
export class ListScanner {
  /** The last bytes before its first bracket. One that ends so has the quote within. */
  readonly #before: string;
  readonly #keyDepth: number;
  #depth = 0;
  #isInString = false;
  #isEscaped = false;
  #isInItems = false;
  /** The last that stood outside of all values of the object that holds the list. */
  #recent = '';
  readonly #rest: Uint8Array[] = [];
  /** Of an item that began in an earlier piece. */
  #begun: Uint8Array[] = [];
  #isItemOpen = false;

  constructor({ key, depth }: ListPlace) {
    this.#before = `${JSON.stringify(key)}:`;
    this.#keyDepth = depth;
  }

  /** Items that end in this piece of the answer. @throws SyntaxError */
  push(piece: Uint8Array): unknown[] {
    const items: unknown[] = [];
    let start = 0;
    let i = 0;
    while (i < piece.length) {
      if (
        this.#isInItems &&
        (this.#depth > this.#keyDepth + 1 || this.#isInString)
      ) {
        i = this.#skipWithin(piece, i);
        continue;
      }
      const byte = piece[i];
      if (this.#isInItems) {
        if (this.#isItemOpen && (byte === COMMA || byte === CLOSE_ARRAY)) {
          items.push(this.#closeItem(piece.subarray(start, i)));
        }
        if (byte === CLOSE_ARRAY) {
          this.#isInItems = false;
          start = i;
        } else if (!this.#isItemOpen && byte !== COMMA && !isSpace(byte)) {
          this.#isItemOpen = true;
          start = i;
        }
      } else if (this.#beginsItems(byte)) {
        this.#isInItems = true;
        this.#rest.push(piece.subarray(start, i + 1));
      }
      this.#step(byte);
      i += 1;
    }
    if (!this.#isInItems) this.#rest.push(piece.subarray(start));
    else if (this.#isItemOpen) this.#begun.push(piece.subarray(start));
    return items;
  }

  /** The answer without its items. @throws SyntaxError where it is not complete */
  end(): unknown {
    return JSON.parse(Buffer.concat(this.#rest).toString('utf8'));
  }

  #closeItem(last: Uint8Array): unknown {
    const bytes = Buffer.concat([...this.#begun, last]);
    this.#begun = [];
    this.#isItemOpen = false;
    return JSON.parse(bytes.toString('utf8'));
  }

  #beginsItems(byte: number): boolean {
    return (
      byte === OPEN_ARRAY &&
      this.#depth === this.#keyDepth &&
      !this.#isInString &&
      this.#recent.endsWith(this.#before) &&
      this.#recent[this.#recent.length - this.#before.length - 1] !== '\\'
    );
  }

  /** Nearly all of an answer is read here. @returns where the value ends, or the piece */
  #skipWithin(piece: Uint8Array, from: number): number {
    let depth = this.#depth;
    let isInString = this.#isInString;
    let isEscaped = this.#isEscaped;
    let i = from;
    for (; i < piece.length; i += 1) {
      const byte = piece[i];
      if (isInString) {
        if (isEscaped) isEscaped = false;
        else if (byte === BACKSLASH) isEscaped = true;
        else if (byte === QUOTE) isInString = false;
      } else if (byte === QUOTE) isInString = true;
      else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) depth += 1;
      else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) depth -= 1;
      if (depth === this.#keyDepth + 1 && !isInString) {
        i += 1;
        break;
      }
    }
    this.#depth = depth;
    this.#isInString = isInString;
    this.#isEscaped = isEscaped;
    return i;
  }

  #step(byte: number): void {
    if (
      this.#depth === this.#keyDepth &&
      (this.#isInString || !isSpace(byte))
    ) {
      this.#recent = (this.#recent + String.fromCharCode(byte)).slice(
        -this.#before.length - 1,
      );
    }
    if (this.#isInString) {
      if (this.#isEscaped) this.#isEscaped = false;
      else if (byte === BACKSLASH) this.#isEscaped = true;
      else if (byte === QUOTE) this.#isInString = false;
    } else if (byte === QUOTE) this.#isInString = true;
    else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) this.#depth += 1;
    else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) this.#depth -= 1;
  }
}
