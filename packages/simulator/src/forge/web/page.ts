/** Text inside HTML. */
export function escapeHtml(text: string): string {
  const marks: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, mark => marks[mark]);
}

/** Markup that is safe to put into a page. */
export class Html {
  constructor(readonly text: string) {}
}

type Part = string | number | Html | readonly Html[];

/** Markup with values in it, which are escaped unless they are markup. */
export function html(
  strings: TemplateStringsArray,
  ...values: readonly Part[]
): Html {
  const shown = values.map(value => {
    if (value instanceof Html) return value.text;
    if (typeof value === 'object') return value.map(v => v.text).join('');
    return escapeHtml(String(value));
  });
  return new Html(String.raw({ raw: strings }, ...shown));
}

const style = `
:root { color-scheme: light dark; --line: #d0d7de; --soft: #f6f8fa; --quiet: #57606a; --link: #0b5cad; }
@media (prefers-color-scheme: dark) { :root { --line: #30363d; --soft: #161b22; --quiet: #9aa4af; --link: #6cb6ff; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 70rem; padding: 1rem 1.5rem 3rem; font: 15px/1.5 system-ui, sans-serif; }
a { color: var(--link); text-decoration: none; }
a:hover, a:focus-visible { text-decoration: underline; }
header { border-bottom: 1px solid var(--line); margin-bottom: 1rem; padding-bottom: .5rem; }
header small, .quiet { color: var(--quiet); }
h1 { font-size: 1.25rem; margin: .25rem 0; overflow-wrap: anywhere; }
nav { display: flex; flex-wrap: wrap; gap: .25rem 1rem; margin-bottom: .75rem; }
table { border: 1px solid var(--line); border-collapse: collapse; border-radius: 6px; width: 100%; }
td, th { border-top: 1px solid var(--line); padding: .4rem .75rem; text-align: left; }
td.quiet { text-align: right; white-space: nowrap; }
pre { background: var(--soft); border: 1px solid var(--line); border-radius: 6px; margin: 0; overflow-x: auto; padding: .75rem 0; font: 13px/1.5 ui-monospace, monospace; tab-size: 4; }
pre span { display: block; padding: 0 1rem 0 4rem; position: relative; min-height: 1.5em; white-space: pre; }
pre span::before { color: var(--quiet); content: attr(data-line); left: 0; position: absolute; text-align: right; width: 3rem; }
pre span:target { background: color-mix(in srgb, #ffd33d 30%, transparent); }
`;

/** A whole page. */
export function page(title: string, heading: Html, body: Html): string {
  return html`<!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <style>
          ${new Html(style)}
        </style>
      </head>
      <body>
        <header><small>LifeVerse forge, simulated</small>${heading}</header>
        <main>${body}</main>
      </body>
    </html> `.text;
}
