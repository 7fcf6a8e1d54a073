import type { PageSection } from '@worldscale/backstage-plugin-markdown-common';

/** An entry as Backstage's collator reads it; plain text throughout. */
export interface SearchEntry {
  /** Below the root of the site: `guides/` or `guides/#size`. */
  location: string;
  title: string;
  text: string;
  tags?: string[];
}

/**
 * Characters of a section that are kept as they stand. The stock search marks every
 * place where a word is found, in time that grows with the places times the length:
 * seconds for a section of 80,000 characters, milliseconds for this.
 */
const maxText = 8000;
/** Characters of the further words of a longer section, each of them once. */
const maxFurtherWords = 16_000;

/** The text, or its start and the other words that it can be found by. */
export function searchableText(text: string): string {
  if (text.length <= maxText) return text;
  const space = text.lastIndexOf(' ', maxText);
  const cut = space > maxText / 2 ? space : maxText;
  const start = text.slice(0, cut);
  const seen = new Set(start.toLowerCase().split(/\s+/));
  const further: string[] = [];
  let room = maxFurtherWords;
  for (const [word] of text.slice(cut).matchAll(/\S+/g)) {
    const key = word.toLowerCase();
    if (seen.has(key)) continue;
    if (word.length >= room) break;
    seen.add(key);
    further.push(word);
    room -= word.length + 1;
  }
  return [start, ...further].join(' ');
}

/**
 * One entry for the page, with what stands before its first section, and one for each
 * section, so that every word is found once, at the place where it stands.
 */
export function searchEntries(
  url: string,
  title: string,
  sections: PageSection[],
  tags: string[],
): SearchEntry[] {
  const entry: SearchEntry = {
    location: url,
    title,
    text: '',
    ...(tags.length > 0 && { tags }),
  };
  const entries = [entry];
  sections.forEach(({ heading, text }, index) => {
    const isTitle = heading?.level === 1 && index <= 1 && entries.length === 1;
    if (!heading || isTitle) {
      entry.text = [entry.text, text].filter(Boolean).join(' ');
    } else {
      entries.push({
        location: `${url}#${heading.id}`,
        title: heading.title,
        text,
      });
    }
  });
  return entries.map(found => ({
    ...found,
    text: searchableText(found.text),
  }));
}
