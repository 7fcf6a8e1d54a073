import type { StateBlock } from 'markdown-it';
import {
  endOfIndented,
  firstCode,
  indentOf,
  lineText,
  pushInline,
  tokenizeIndented,
} from './indented';

const words = '[\\w-]+(?: +[\\w-]+)*';
const admonitionHead = new RegExp(`^!!! ?(${words})(?: +"(.*)")? *$`);
const detailsHead = new RegExp(
  `^\\?\\?\\?(\\+)? ?(?:(${words})(?: +"(.*)")?|"(.*)") *$`,
);
/** A longer line is no head: its parts could not be told apart in linear time. */
const maxHeadLength = 1000;

interface Head {
  tag: 'div' | 'details';
  classes: string[];
  title: string;
  open: boolean;
}

function capitalized(word: string) {
  return word.charAt(0).toUpperCase() + word.slice(1).toLowerCase();
}

function readHead(text: string): Head | undefined {
  if (text.length > maxHeadLength) return undefined;
  const first = text.charCodeAt(0);
  if (first === 0x21) {
    const match = admonitionHead.exec(text);
    if (!match) return undefined;
    const classes = match[1].toLowerCase().split(/ +/);
    return {
      tag: 'div',
      classes: ['admonition', ...classes],
      title: match[2] ?? capitalized(classes[0]),
      open: false,
    };
  }
  if (first !== 0x3f) return undefined;
  const match = detailsHead.exec(text);
  if (!match) return undefined;
  const classes = match[2]?.toLowerCase().split(/ +/) ?? [];
  return {
    tag: 'details',
    classes,
    title: match[3] ?? match[4] ?? capitalized(classes[0]),
    open: match[1] === '+',
  };
}

/** `!!! type "title"`, `??? type "title"` and `???+`, with content four columns in. */
export function admonition(
  state: StateBlock,
  startLine: number,
  endLine: number,
  silent: boolean,
): boolean {
  const first = firstCode(state, startLine);
  if (first !== 0x21 && first !== 0x3f) return false;
  if (indentOf(state, startLine) >= 4) return false;
  const head = readHead(lineText(state, startLine).trimEnd());
  if (!head) return false;
  if (silent) return true;

  const end = endOfIndented(state, startLine + 1, endLine, 4);
  const open = state.push('admonition_open', head.tag, 1);
  if (head.classes.length) open.attrSet('class', head.classes.join(' '));
  if (head.open) open.attrSet('open', 'open');
  open.map = [startLine, end];
  if (head.tag === 'details') {
    state.push('summary_open', 'summary', 1);
    pushInline(state, head.title, startLine);
    state.push('summary_close', 'summary', -1);
  } else if (head.title) {
    const title = state.push('admonition_title_open', 'p', 1);
    title.attrSet('class', 'admonition-title');
    pushInline(state, head.title, startLine);
    state.push('admonition_title_close', 'p', -1);
  }
  tokenizeIndented(state, startLine + 1, end, 4, 'admonition');
  state.push('admonition_close', head.tag, -1);
  return true;
}
