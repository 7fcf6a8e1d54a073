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
  return entries;
}
