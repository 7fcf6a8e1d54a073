/** Code, with the colours that Backstage gives to code. */
export const code = `
.md-typeset code, .md-typeset pre { direction: ltr; color: var(--md-code-fg-color); font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; font-variant-ligatures: none; }
.md-typeset code { padding: .12em .35em; font-size: .86em; word-break: break-word !important; background-color: var(--md-code-bg-color); border-radius: .25em; }
.md-typeset a code { color: currentcolor; }
.md-typeset pre { position: relative; line-height: 1.5; }
.md-typeset pre > code { display: block; padding: .85em 3em .85em 1.1em; margin: 0; overflow: auto; word-break: normal !important; white-space: pre; border: 1px solid var(--md-typeset-table-color--light); border-radius: .3rem; scrollbar-width: thin; scrollbar-color: var(--md-default-fg-color--lighter) transparent; }
.md-typeset .highlight { margin: 1em 0; }
.md-typeset .highlight > pre, .md-typeset .highlighttable pre { margin: 0; }
.md-typeset .highlight > .filename, .md-typeset .highlighttable .filename { display: block; padding: .5em 1.1em; font-family: inherit; font-size: .86em; font-weight: 600; text-align: left; background-color: var(--md-code-bg-color); border-radius: .3rem .3rem 0 0; border: 1px solid var(--md-typeset-table-color--light); border-bottom: 0; }
.md-typeset .highlighttable th.filename { padding: 0; border: 0; }
.md-typeset .highlighttable { display: block; width: 100%; border-spacing: 0; }
.md-typeset .highlighttable tbody, .md-typeset .highlighttable td { display: block; padding: 0; }
.md-typeset .highlighttable tr { display: flex; flex-wrap: wrap; }
.md-typeset .highlighttable th.filename { display: block; width: 100%; }
.md-typeset .highlighttable .code { flex: 1; min-width: 0; }
.md-typeset .highlighttable .code code { border-radius: 0 .3rem .3rem 0; border-left: 0; }
.md-typeset .highlighttable .linenos { padding: calc(.85em + 1px) .7em .85em 1em; font-size: .86em; user-select: none; background-color: var(--md-code-bg-color); border-radius: .3rem 0 0 .3rem; }
.md-typeset .highlighttable .linenodiv pre { color: var(--md-default-fg-color--light); text-align: right; font-size: 1em; }
.md-typeset .highlight .filename + pre > code { border-radius: 0 0 .3rem .3rem; }
.md-typeset .hll { display: block; padding: 0 1.1em; margin: 0 -3em 0 -1.1em; color: var(--md-code-fg-color); background-color: var(--md-code-hl-color--light); box-shadow: 2px 0 0 0 var(--md-code-hl-color) inset; }
.md-typeset pre .md-clipboard { color: var(--md-default-fg-color--light); background-color: var(--md-code-bg-color); }
.md-typeset pre .md-clipboard { padding: .25rem; border: 0; border-radius: .25rem; cursor: pointer; }
.md-typeset pre .md-clipboard:hover { color: var(--md-accent-fg-color); }
.md-typeset pre .md-clipboard svg { display: block; width: 1.1rem; max-width: none; height: 1.1rem; fill: currentcolor; }
.md-typeset pre .md-clipboard::after { content: none; }
.md-typeset pre.mermaid > code { background: transparent; border-style: dashed; border-color: var(--md-default-fg-color--lighter); }

.hljs-comment, .hljs-quote { color: color-mix(in srgb, var(--md-code-hl-comment-color) 78%, var(--md-code-fg-color)); font-style: italic; }
.hljs-keyword, .hljs-selector-tag, .hljs-meta .hljs-keyword, .hljs-doctag { color: color-mix(in srgb, var(--md-code-hl-keyword-color) 78%, var(--md-code-fg-color)); }
.hljs-string, .hljs-regexp, .hljs-char, .hljs-addition { color: color-mix(in srgb, var(--md-code-hl-string-color) 78%, var(--md-code-fg-color)); }
.hljs-number, .hljs-literal { color: color-mix(in srgb, var(--md-code-hl-number-color) 78%, var(--md-code-fg-color)); }
.hljs-title, .hljs-section, .hljs-built_in, .hljs-title.function_ { color: color-mix(in srgb, var(--md-code-hl-function-color) 78%, var(--md-code-fg-color)); }
.hljs-attr, .hljs-attribute, .hljs-name, .hljs-selector-class, .hljs-selector-id { color: color-mix(in srgb, var(--md-code-hl-keyword-color) 78%, var(--md-code-fg-color)); }
.hljs-type, .hljs-symbol, .hljs-bullet, .hljs-link, .hljs-template-tag { color: color-mix(in srgb, var(--md-code-hl-constant-color) 78%, var(--md-code-fg-color)); }
.hljs-variable, .hljs-template-variable, .hljs-params, .hljs-subst { color: var(--md-code-fg-color); }
.hljs-operator, .hljs-punctuation, .hljs-tag, .hljs-meta { color: color-mix(in srgb, var(--md-code-hl-punctuation-color) 78%, var(--md-code-fg-color)); }
.hljs-deletion { color: color-mix(in srgb, var(--md-code-hl-number-color) 78%, var(--md-code-fg-color)); }
.hljs-emphasis { font-style: italic; }
.hljs-strong { font-weight: 700; }
.md-typeset .hll [class^="hljs-"] { color: inherit; }
`;
