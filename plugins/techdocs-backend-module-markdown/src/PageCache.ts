import type { RenderedPage } from '@worldscale/backstage-plugin-markdown-common';

export interface CachedPage {
  page: RenderedPage;
  /** How each link was resolved: while these hold, so does the HTML. */
  links: Array<[written: string, href: string | undefined]>;
  /** Hashes of what the page includes. */
  snippets: Array<[path: string, hash: string | undefined]>;
}

/** Rendered pages by the hash of what they were made of; the oldest go first. */
export class PageCache {
  private readonly entries = new Map<string, CachedPage>();
  private readonly sizes = new Map<string, number>();
  private total = 0;

  /** @param maxBytes about as many bytes of memory as the pages may take */
  constructor(private readonly maxBytes: number) {}

  get(key: string): CachedPage | undefined {
    const entry = this.entries.get(key);
    if (entry) {
      this.entries.delete(key);
      this.entries.set(key, entry);
    }
    return entry;
  }

  set(key: string, entry: CachedPage) {
    this.remove(key);
    const bytes = sizeOf(entry);
    if (bytes > this.maxBytes / 4) return;
    this.entries.set(key, entry);
    this.sizes.set(key, bytes);
    this.total += bytes;
    for (const oldest of this.entries.keys()) {
      if (this.total <= this.maxBytes) break;
      this.remove(oldest);
    }
  }

  private remove(key: string) {
    this.total -= this.sizes.get(key) ?? 0;
    this.sizes.delete(key);
    this.entries.delete(key);
  }
}

function sizeOf({ page }: CachedPage): number {
  let bytes = 1000 + page.html.length + page.links.length * 150;
  for (const section of page.sections) bytes += 300 + section.text.length;
  return bytes;
}
