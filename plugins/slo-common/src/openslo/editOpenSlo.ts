/*
 * Changes to a file that leave everything else as it stands. A plain value is
 * replaced where it is, to the letter. Anything else (a new field, a list) has
 * its document printed again from the syntax tree, which keeps comments, order
 * and all that we do not understand; the other documents are not touched.
 */
import { InputError } from '@backstage/errors';
import { Document, isScalar, parseAllDocuments, stringify } from 'yaml';
import { formatPath } from './Problem';
import { quoteYaml } from './quoteYaml';

export interface OpenSloEdit {
  /** Which document of the file, from 0. */
  document: number;
  path: readonly (string | number)[];
  /** What the field is set to; undefined removes it. */
  value: unknown;
}

/** At the beginning of some files of Windows. */
const byteOrderMark = '\ufeff';

type Plain = string | number | boolean;

function isPlain(value: unknown): value is Plain {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

/**
 * The text with one field changed.
 *
 * @throws InputError where the text is no YAML, or the document is not there
 */
export function editOpenSlo(text: string, edit: OpenSloEdit): string {
  const parsed = parseAllDocuments(text);
  const documents = 'empty' in parsed ? [] : parsed;
  const document = documents[edit.document];
  if (!document) throw new InputError(`There is no document ${edit.document}`);
  const flaw = documents.flatMap(d => d.errors)[0];
  if (flaw) throw new InputError(flaw.message);

  const { path, value } = edit;
  const node: unknown = document.getIn(path, true);
  if (isScalar(node) && node.range && isPlain(value) && isPlain(node.value)) {
    if (node.value === value) return text;
    const [start, end] = node.range;
    const isBlock = /^[|>]/.test(text.slice(start, end));
    if (!isBlock && end > start) {
      return text.slice(0, start) + onOneLine(value) + text.slice(end);
    }
  }
  if (value === undefined) {
    if (!document.hasIn(path)) return text;
    document.deleteIn(path);
  } else {
    try {
      document.setIn(path, document.createNode(value));
    } catch {
      throw new InputError(`${formatPath(path)} cannot be set here`);
    }
  }
  const start = edit.document ? documents[edit.document - 1].range[2] : 0;
  const end = document.range[2];
  const printed = print(document, path);
  const begins = /^(?:\s*#[^\n]*\n|\s*\n|%[^\n]*\n)*---/.test(
    text.slice(start, end),
  );
  const marked = /^(?:#[^\n]*\n|\n|%[^\n]*\n)*---/.test(printed);
  const body = begins && !marked ? `---\n${printed}` : printed;
  const before = text.slice(start, end);
  const isCrLf = /\r\n/.test(before) && !/[^\r]\n/.test(before);
  const mark = before.startsWith(byteOrderMark) ? byteOrderMark : '';
  return (
    text.slice(0, start) +
    mark +
    (isCrLf ? body.replace(/\r?\n/g, '\r\n') : body) +
    text.slice(end)
  );
}

/** @throws InputError where an alias would lead nowhere */
function print(document: Document, path: OpenSloEdit['path']): string {
  try {
    return document.toString({ lineWidth: 0, flowCollectionPadding: true });
  } catch (error) {
    throw new InputError(
      `${formatPath(path)} cannot be changed: others refer to what is in it`,
      error,
    );
  }
}

/** On one line, and sound inside of brackets and beside comments as well. */
function onOneLine(value: Plain): string {
  if (typeof value === 'string' && !/^[\w./-]+$/.test(value)) {
    return quoteYaml(value);
  }
  return stringify(value, { lineWidth: 0 }).trimEnd();
}
