/** A site of many pages as teams write them: about 7 KB each, the same every time. */
import fs from 'node:fs';
import path from 'node:path';

const words = (
  'the shard buffer of a region grows before evening and shrinks after midnight while players move between ' +
  'worlds and gateways keep their sessions open until matchmaking finds a place that has room for a group of ' +
  'friends so capacity follows demand with a delay that nobody notices unless the reserve is too small'
).split(' ');

/** A small generator of numbers that are the same on every machine. */
function numbers(seed) {
  let state = seed >>> 0 || 1;
  return max => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * max);
  };
}

function sentence(next, length) {
  const text = Array.from({ length }, () => words[next(words.length)]).join(
    ' ',
  );
  return `${text[0].toUpperCase()}${text.slice(1)}.`;
}

const paragraph = next =>
  Array.from({ length: 4 }, () => sentence(next, 9 + next(12))).join(' ');

function section(next, number, links) {
  return `## Part ${number}: ${sentence(next, 4)}

${paragraph(next)} See [another page](${links[next(links.length)]}).

- ${sentence(next, 8)}
- **${words[next(words.length)]}** and \`${
    words[next(words.length)]
  }\`: ${sentence(next, 7)}
    - ${sentence(next, 6)}
- ${sentence(next, 9)}

| Region | Shards | Reserve |
| ------ | -----: | ------- |
| fra | ${next(2000)} | ${next(40)} % |
| iad | ${next(2000)} | ${next(40)} % |
| nrt | ${next(2000)} | ${next(40)} % |

\`\`\`yaml
apiVersion: agones.dev/v1
kind: Fleet
metadata:
  name: shards-${number}
spec:
  replicas: ${next(500)}
  scheduling: Packed
\`\`\`

!!! note "${sentence(next, 4)}"
    ${paragraph(next)}

`;
}

/** Markdown of one page. */
export function pageText(index, links, edition = 1) {
  const next = numbers(index * 7919 + edition);
  let text = `# Page ${index}\n\n${paragraph(next)}\n\n`;
  for (let number = 1; text.length < 6700; number++)
    text += section(next, number, links);
  return `${text}=== "Edition"\n    ${edition}\n\n=== "Other"\n    None[^1].\n\n[^1]: ${sentence(
    next,
    8,
  )}\n`;
}

/**
 * Writes a site of `count` pages in folders of fifty, with a mkdocs.yml.
 *
 * @returns `changePage`, which writes another edition of one page, and the mean size
 */
export function writePages(dir, count, mkdocsYml) {
  const fileOf = index =>
    path.join(
      `part-${String(Math.floor(index / 50)).padStart(3, '0')}`,
      `page-${index}.md`,
    );
  const linksOf = index =>
    [1, 2, 3].map(step => {
      const other = (index + step * 17) % (count - 1);
      return `../${fileOf(other).replace(/\\/g, '/')}`;
    });
  fs.mkdirSync(path.join(dir, 'docs'), { recursive: true });
  fs.writeFileSync(path.join(dir, 'mkdocs.yml'), mkdocsYml);
  fs.writeFileSync(
    path.join(dir, 'docs/index.md'),
    `# All pages\n\n${fileOf(0)} is the first.\n`,
  );
  let bytes = 0;
  for (let index = 0; index < count - 1; index++) {
    const file = path.join(dir, 'docs', fileOf(index));
    fs.mkdirSync(path.dirname(file), { recursive: true });
    const text = pageText(index, linksOf(index));
    bytes += Buffer.byteLength(text);
    fs.writeFileSync(file, text);
  }
  const changed = Math.floor(count / 2);
  return {
    meanBytes: bytes / (count - 1),
    changePage: edition =>
      fs.writeFileSync(
        path.join(dir, 'docs', fileOf(changed)),
        pageText(changed, linksOf(changed), edition),
      ),
  };
}
