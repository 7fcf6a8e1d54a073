import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { normalizedDom } from './__testUtils__/normalizedDom';
import { renderMarkdown } from './renderMarkdown';

const folder = path.join(__dirname, '../conformance');
const expected = path.join(folder, 'expected');

function read(...parts: string[]) {
  return fs.readFileSync(path.join(folder, ...parts), 'utf8');
}

/** Names of the inputs below a folder. */
function names(dir: string) {
  return fs
    .readdirSync(path.join(folder, dir))
    .map(file => path.basename(file, '.md'))
    .sort();
}

function render(file: string) {
  return renderMarkdown(read(file), {
    readSnippet: snippet => {
      const at = path.join(folder, 'snippets', snippet);
      return fs.existsSync(at) ? fs.readFileSync(at, 'utf8') : undefined;
    },
  }).html;
}

interface Recording {
  versions: Record<string, string>;
  cases: Record<string, string>;
}

/** What Python-Markdown says now, where it is on this machine. */
function askPeer(): Recording | undefined {
  for (const python of ['/usr/bin/python3', 'python3']) {
    const result = spawnSync(
      python,
      [path.join(folder, 'record.py'), '--print'],
      { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
    );
    if (result.status === 0) return JSON.parse(result.stdout) as Recording;
  }
  return undefined;
}

const peer = askPeer();
if (!peer)
  process.stderr.write(
    'python3-markdown and python3-pymdownx are not installed: the comparison with them as they are now is left out\n',
  );

describe('the same input in Python-Markdown and pymdown-extensions', () => {
  it.each(names('cases'))('gives the same document: %s', name => {
    expect(normalizedDom(render(`cases/${name}.md`))).toBe(
      normalizedDom(read('expected', 'cases', `${name}.html`)),
    );
  });

  it.each(names('differences'))(
    'gives another document, as the guide says: %s',
    name => {
      const ours = normalizedDom(render(`differences/${name}.md`));
      const theirs = normalizedDom(
        read('expected', 'differences', `${name}.html`),
      );
      expect(ours).not.toBe(theirs);
      expect(`${ours}\n`).toBe(read('differ', `${name}.txt`));
    },
  );

  it('lists every difference in the guide for authors', () => {
    const guide = fs.readFileSync(
      path.join(__dirname, '../../../docs/guides/markdown-differences.md'),
      'utf8',
    );
    const listed = [...guide.matchAll(/\{ #([\w-]+) \}/g)].map(([, id]) => id);
    expect(listed.sort()).toEqual(names('differences'));
  });
});

(peer ? describe : describe.skip)('the peer on this machine', () => {
  it('still says what was recorded', () => {
    const recorded = {
      versions: JSON.parse(
        fs.readFileSync(path.join(expected, 'versions.json'), 'utf8'),
      ),
    };
    // Another version may differ; then it is compared with ours instead.
    const isSame =
      JSON.stringify(peer?.versions) === JSON.stringify(recorded.versions);
    for (const name of names('cases')) {
      const now = normalizedDom(peer?.cases[`cases/${name}`] ?? '');
      const other = isSame
        ? normalizedDom(read('expected', 'cases', `${name}.html`))
        : normalizedDom(render(`cases/${name}.md`));
      expect({ name, dom: now }).toEqual({ name, dom: other });
    }
  });
});
