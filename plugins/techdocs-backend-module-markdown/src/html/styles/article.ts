/** Deeper lists and quotations are not indented any more: they would leave the page. */
const maxIndents = 12;
const deep = `.md-typeset${' :is(li, dd, blockquote)'.repeat(maxIndents)}`;

/** Text of the article. */
export const article = `
.md-typeset { color: var(--md-typeset-color); line-height: 1.6; overflow-wrap: break-word; }
.md-typeset p, .md-typeset blockquote, .md-typeset dl, .md-typeset figure, .md-typeset ol, .md-typeset ul, .md-typeset pre { display: flow-root; margin: 1em 0; }
.md-typeset h1, .md-typeset h2, .md-typeset h3, .md-typeset h4, .md-typeset h5, .md-typeset h6 { line-height: 1.25 !important; letter-spacing: -.01em; scroll-margin-top: 1rem; }
.md-typeset h1 { margin: 0 0 1rem; font-size: calc(2.1 * var(--md-typeset-font-size)) !important; }
.md-typeset h2 { margin: 2.2rem 0 .8rem; padding-bottom: .3rem; border-bottom: 1px solid var(--md-default-fg-color--lightest); font-size: calc(1.55 * var(--md-typeset-font-size)) !important; }
.md-typeset h3 { margin: 1.6rem 0 .6rem; font-size: calc(1.25 * var(--md-typeset-font-size)) !important; }
.md-typeset h4, .md-typeset h5, .md-typeset h6 { margin: 1.3rem 0 .5rem; font-size: calc(1.05 * var(--md-typeset-font-size)) !important; }
.md-typeset h1 code, .md-typeset h2 code, .md-typeset h3 code, .md-typeset h4 code { font-size: .9em; }
.md-typeset .headerlink { display: inline-block; margin-left: .4rem; color: var(--md-default-fg-color--light); font-weight: 400; text-decoration: none; opacity: 0; }
.md-typeset :is(h1, h2, h3, h4, h5, h6):hover > .headerlink, .md-typeset .headerlink:focus { opacity: 1; }
.md-typeset .headerlink:hover { color: var(--md-accent-fg-color); }
.md-typeset a { color: var(--md-typeset-a-color); word-break: break-word; text-decoration: underline; text-decoration-color: var(--md-default-fg-color--lighter); text-underline-offset: .15em; }
.md-typeset a:hover { text-decoration-color: currentcolor; }
.md-typeset hr { display: flow-root; margin: 2em 0; border: 0; border-bottom: 1px solid var(--md-default-fg-color--lightest) !important; }
.md-typeset ul, .md-typeset ol { padding: 0; margin-left: 1.6em; }
.md-typeset li { margin-bottom: .35em; }
.md-typeset li p, .md-typeset li blockquote { margin: .5em 0; }
.md-typeset li > ul, .md-typeset li > ol { margin: .35em 0 .35em 1.4em; }
.md-typeset ol { list-style-type: decimal; }
.md-typeset ol ol { list-style-type: lower-alpha; }
.md-typeset dt { font-weight: 600; }
.md-typeset dd { margin: .35em 0 1em 1.8em; }
.md-typeset dd > :first-child, .md-typeset li > :first-child { margin-top: 0; }
.md-typeset blockquote { padding: .1em 1em; margin-left: 0; margin-right: 0; border-left-width: .2rem; }
${deep} :is(ul, ol, dl, dd, blockquote) { padding-left: 0; margin-left: 0; list-style-position: inside; }
.md-typeset img, .md-typeset svg, .md-typeset video { max-width: 100%; height: auto; }
.md-typeset img[align="left"] { margin: .5em 1em .5em 0; }
.md-typeset img[align="right"] { margin: .5em 0 .5em 1em; }
.md-typeset figure { width: fit-content; max-width: 100%; margin: 1em auto; text-align: center; }
.md-typeset figcaption { max-width: 40rem; margin: .5em auto 0; font-style: italic; color: var(--md-default-fg-color--light); }
.md-typeset iframe { max-width: 100%; border: 0; }
.md-typeset abbr { text-decoration: none; border-bottom: 1px dotted var(--md-default-fg-color--light); cursor: help; }
.md-typeset small { opacity: .85; }
.md-typeset sub, .md-typeset sup { margin-left: .06em; line-height: 0; font-size: .8em; }
.md-typeset ins { text-decoration: none; background-color: var(--md-typeset-ins-color); border-radius: .15em; }
.md-typeset del { background-color: var(--md-typeset-del-color); border-radius: .15em; }
.md-typeset mark { color: inherit; background-color: var(--md-typeset-mark-color); border-radius: .15em; }
.md-typeset kbd { display: inline-block; padding: 0 .4em; font-family: monospace; font-size: .85em; background-color: var(--md-code-bg-color); border: 1px solid var(--md-typeset-table-color); border-bottom-width: 2px; border-radius: .25em; }

.md-typeset__scrollwrap { margin: 1em 0; overflow-x: auto; }
.md-typeset__scrollwrap:focus-visible, .md-typeset pre > code:focus-visible { outline: 2px solid var(--md-accent-fg-color); outline-offset: -2px; }
.md-typeset__table { display: inline-block; min-width: min(100%, 30rem); }
.md-typeset table:not([class]) { width: 100%; border-spacing: 0; line-height: 1.45; }
.md-typeset table:not([class]) th, .md-typeset table:not([class]) td { padding: .5em .85em; text-align: left; vertical-align: top; }
.md-typeset table:not([class]) th { white-space: nowrap; background-color: var(--md-typeset-table-color--light); }
.md-typeset table:not([class]) thead:not(:has(th:not(:empty))) { display: none; }
.md-typeset table:not([class]) tbody tr:hover { background-color: var(--md-typeset-table-color--light); }
.md-typeset table:not([class]) :is(th, td) > :first-child { margin-top: 0; }
.md-typeset table:not([class]) :is(th, td) > :last-child { margin-bottom: 0; }

.md-typeset .footnote { margin-top: 2.5rem; font-size: .9em; color: var(--md-default-fg-color--light); }
.md-typeset .footnote > ol { margin-left: 1.4em; }
.md-typeset .footnote > hr { margin: 1em 0; }
.md-typeset .footnote-ref { padding: 0 .1em; }
.md-typeset .footnote-backref { margin-left: .2em; text-decoration: none; }
.md-typeset [id^="fn:"]:target, .md-typeset [id^="fnref"]:target { background-color: var(--md-accent-fg-color--transparent); }
.md-typeset .toc { padding: .1em 1em; border-left: 2px solid var(--md-default-fg-color--lightest); }
.md-typeset pre.plain { padding: 1em; overflow: auto; white-space: pre-wrap; }
.md-typeset > pre:not(:has(> code)) { overflow-x: auto; }
`;
