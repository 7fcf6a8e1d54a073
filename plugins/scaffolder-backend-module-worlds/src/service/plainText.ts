/*
 * What people write into a form ends up in YAML, Markdown and commit messages. Here
 * it is made harmless once, so that the skeleton's files need to know two things
 * only: strings in YAML are written with `| dump`, and prose in Markdown takes the
 * field that is made for it.
 */

/** Control characters, surrogates, noncharacters, and what turns text around. */
const unwritable =
  /[\p{Cc}\p{Cs}\p{Cn}\p{Co}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/** One line of plain text: whatever stood between words is one space. */
export function plainText(text: string): string {
  return text
    .normalize('NFC')
    .replace(unwritable, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
};

/** One line of plain text as Markdown that shows exactly these characters. */
export function markdownText(line: string): string {
  return line
    .replace(/[\\`*_{}[\]!~^|#]/g, '\\$&')
    .replace(/[&<>]/g, character => entities[character])
    .replace(/^(\d+)([.)])/, '$1\\$2')
    .replace(/^[-+=:]/, '\\$&');
}
