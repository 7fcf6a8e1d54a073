/** The id of a heading, as Python-Markdown's `toc` makes it. */
export function slugOf(title: string): string {
  return title
    .normalize('NFKD')
    .replace(/\P{ASCII}/gu, '')
    .replace(/[^\w\s-]/g, '')
    .trim()
    .toLowerCase()
    .replace(/[-\s]+/g, '-');
}

/** Makes an id unique by `_1`, `_2`, ..., and takes it. */
export class Slugs {
  private readonly taken = new Set<string>();
  private readonly next = new Map<string, number>();

  take(wanted: string): string {
    let id = wanted;
    if (id === '' || this.taken.has(id)) {
      const match = /^(.*)_(\d+)$/.exec(wanted);
      const base = match ? match[1] : wanted;
      let number = this.next.get(base) ?? (match ? Number(match[2]) + 1 : 1);
      while (this.taken.has(`${base}_${number}`)) number++;
      this.next.set(base, number + 1);
      id = `${base}_${number}`;
    }
    this.taken.add(id);
    return id;
  }

  reserve(id: string) {
    this.taken.add(id);
  }
}
