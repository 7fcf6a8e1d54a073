import type { StateCore, Token } from 'markdown-it';

/** `[ ]` or `[x]` at the start of an item becomes a box that nobody can tick. */
export function taskItems(state: StateCore) {
  const { tokens } = state;
  const lists: Token[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i];
    if (token.type.endsWith('_list_open')) lists.push(token);
    else if (token.type.endsWith('_list_close')) lists.pop();
    if (token.type !== 'list_item_open') continue;
    const inline = tokens[i + 2];
    if (tokens[i + 1]?.type !== 'paragraph_open' || !inline.children) continue;
    const text = inline.children[0];
    const match =
      text?.type === 'text' ? /^\[([ xX])\](?= |$)/.exec(text.content) : null;
    if (!match || (match[0] === text.content && inline.children.length === 1))
      continue;
    token.attrJoin('class', 'task-list-item');
    const list = lists[lists.length - 1];
    if (list && !String(list.attrGet('class') ?? '').includes('task-list'))
      list.attrJoin('class', 'task-list');
    text.content = text.content.slice(3);
    const box = new state.Token('task_box', '', 0);
    box.meta = { checked: match[1] !== ' ' };
    inline.children.unshift(box);
  }
}

export function renderTaskBox(tokens: Token[], index: number) {
  const checked = tokens[index].meta?.checked ? ' checked' : '';
  return (
    `<label class="task-list-control"><input type="checkbox" disabled${checked}>` +
    `<span class="task-list-indicator"></span></label>`
  );
}
