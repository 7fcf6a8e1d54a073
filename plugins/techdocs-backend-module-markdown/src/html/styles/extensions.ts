interface AdmonitionLook {
  names: string[];
  icon: string;
  /** Red, green, blue: mixed into the background, so that both themes can read it. */
  colour: string;
}

const looks: AdmonitionLook[] = [
  { names: ['note', 'seealso'], icon: 'note', colour: '68, 138, 255' },
  {
    names: ['abstract', 'summary', 'tldr'],
    icon: 'abstract',
    colour: '0, 176, 255',
  },
  { names: ['info', 'todo'], icon: 'info', colour: '0, 184, 212' },
  { names: ['tip', 'hint'], icon: 'tip', colour: '0, 191, 165' },
  { names: ['important'], icon: 'info', colour: '149, 88, 245' },
  {
    names: ['success', 'check', 'done'],
    icon: 'success',
    colour: '0, 200, 83',
  },
  {
    names: ['question', 'help', 'faq'],
    icon: 'question',
    colour: '100, 190, 30',
  },
  { names: ['warning', 'attention'], icon: 'warning', colour: '255, 145, 0' },
  {
    names: ['failure', 'fail', 'missing'],
    icon: 'failure',
    colour: '255, 82, 82',
  },
  {
    names: ['danger', 'error', 'caution'],
    icon: 'danger',
    colour: '255, 23, 68',
  },
  { names: ['bug'], icon: 'bug', colour: '245, 0, 87' },
  { names: ['example'], icon: 'example', colour: '124, 77, 255' },
  { names: ['quote', 'cite'], icon: 'quote', colour: '158, 158, 158' },
];

function admonitionRules({ names, icon, colour }: AdmonitionLook): string {
  const list = names.map(name => `.${name}`).join(', ');
  const is = names.length > 1 ? `:is(${list})` : list;
  return `
.md-typeset :is(.admonition, details)${is} { border-color: rgb(${colour}); }
.md-typeset ${is} > :is(.admonition-title, summary) { background-color: rgba(${colour}, .1); }
.md-typeset ${is} > :is(.admonition-title, summary)::before { background-color: rgb(${colour}); -webkit-mask-image: var(--md-admonition-icon--${icon}); mask-image: var(--md-admonition-icon--${icon}); }`;
}

/** More tabs than that in one set are not read by anybody; they stay closed. */
const maxTabs = 20;

function tabRules(): string {
  const each = (rule: (n: number) => string) =>
    Array.from({ length: maxTabs }, (_, index) => rule(index + 1)).join(',\n');
  return `
${each(
  n =>
    `.tabbed-set > input:nth-of-type(${n}):checked ~ .tabbed-content > .tabbed-block:nth-child(${n})`,
)} { display: block; }
${each(
  n =>
    `.tabbed-set > input:nth-of-type(${n}):checked ~ .tabbed-labels > :nth-child(${n})`,
)} { color: var(--md-accent-fg-color); border-color: var(--md-accent-fg-color); }
${each(
  n =>
    `.tabbed-set > input:nth-of-type(${n}):focus-visible ~ .tabbed-labels > :nth-child(${n})`,
)} { outline: 2px solid var(--md-accent-fg-color); outline-offset: -2px; }`;
}

/** Admonitions, details, tabs, task lists. */
export const extensions = `
.md-typeset :is(.admonition, details) { display: flow-root; padding: 0 .9rem; margin: 1.25em 0; color: var(--md-admonition-fg-color); background-color: var(--md-admonition-bg-color); border: 1px solid rgb(68, 138, 255); border-left-width: .25rem; border-radius: .3rem; page-break-inside: avoid; }
.md-typeset :is(.admonition, details) > :last-child { margin-bottom: .8rem; }
.md-typeset details:not([open]) > summary { margin-bottom: 0; border-radius: .3rem; }
.md-typeset :is(.admonition-title, summary) { position: relative; padding: .5rem .9rem .5rem 2.5rem; margin: 0 -.9rem; font-weight: 600; background-color: rgba(68, 138, 255, .1); }
.md-typeset :is(.admonition-title, summary) + :is(p, ul, ol, pre, .highlight) { margin-top: .7em; }
.md-typeset :is(.admonition-title, summary)::before { position: absolute; left: .8rem; content: ""; background-color: rgb(68, 138, 255); -webkit-mask: var(--md-admonition-icon--note) no-repeat center / contain; mask: var(--md-admonition-icon--note) no-repeat center / contain; }
.md-typeset summary { display: block; padding-right: 2.25rem; cursor: pointer; }
.md-typeset summary::-webkit-details-marker { display: none; }
.md-typeset summary::after { position: absolute; right: .6rem; content: ""; background-color: currentcolor; -webkit-mask: var(--md-details-icon) no-repeat center / contain; mask: var(--md-details-icon) no-repeat center / contain; }
.md-typeset summary:focus-visible { outline: 2px solid var(--md-accent-fg-color); outline-offset: -2px; }
.md-typeset .admonition.inline { float: left; width: 14rem; max-width: 100%; margin: 0 1rem .8rem 0; }
.md-typeset .admonition.inline.end { float: right; margin: 0 0 .8rem 1rem; }
${looks.map(admonitionRules).join('')}

.md-typeset .tabbed-set { position: relative; display: flex; flex-wrap: wrap; margin: 1.25em 0; }
.md-typeset .tabbed-set > input { position: absolute; width: 1px; height: 1px; margin: 0; opacity: 0; }
.md-typeset .tabbed-labels { display: flex; width: 100%; overflow-x: auto; scrollbar-width: none; box-shadow: inset 0 -1px var(--md-default-fg-color--lightest); }
.md-typeset .tabbed-labels > label { flex-shrink: 0; padding: .6em 1.1em .5em; font-size: .9em; font-weight: 600; color: var(--md-default-fg-color--light); white-space: nowrap; border-bottom: 2px solid transparent; cursor: pointer; }
.md-typeset .tabbed-labels > label:hover { color: var(--md-default-fg-color); }
.md-typeset .tabbed-content { width: 100%; }
.md-typeset .tabbed-block { display: none; }
.md-typeset .tabbed-block > :first-child { margin-top: .8em; }
.md-typeset .tabbed-block > .highlight:first-child { margin-top: .6em; }
${tabRules()}
@media print { .md-typeset .tabbed-block { display: block !important; } .md-typeset details > * { display: block; } }

.md-typeset .task-list-item { position: relative; list-style-type: none; }
.md-typeset .task-list-item .task-list-control { position: absolute; left: -1.7em; top: .15em; }
.md-typeset .task-list-control [type="checkbox"] { z-index: -1; opacity: 0; position: absolute; }
.md-typeset .task-list-indicator::before { position: absolute; top: 0; left: 0; width: 1.25em; height: 1.25em; content: ""; -webkit-mask: var(--md-tasklist-icon) no-repeat center / contain; mask: var(--md-tasklist-icon) no-repeat center / contain; }
.md-typeset [type="checkbox"]:checked + .task-list-indicator::before { -webkit-mask-image: var(--md-tasklist-icon--checked); mask-image: var(--md-tasklist-icon--checked); }
`;
