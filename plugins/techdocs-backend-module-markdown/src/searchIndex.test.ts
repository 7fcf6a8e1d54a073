import { searchableText, searchEntries } from './searchIndex';

describe('the text of a section in the search index', () => {
  it('stays as it is up to its limit', () => {
    const text = 'some words '.repeat(700).trim();
    expect(searchableText(text)).toBe(text);
  });

  it('keeps the words beyond the limit, each of them once', () => {
    const text = `${'item again '.repeat(7000)}Kelp Kelp kelp anchor`;
    const found = searchableText(text);
    expect(found.length).toBeLessThan(8100);
    expect(found).toMatch(/ Kelp anchor$/);
  });

  it('has an end, however many words there are', () => {
    const text = Array.from({ length: 50_000 }, (_, i) => `w${i}`).join(' ');
    expect(searchableText(text).length).toBeLessThanOrEqual(24_001);
    expect(searchableText('x'.repeat(1_000_000))).toHaveLength(8000);
  });

  it('is limited for the page too, which joins what stands before its sections', () => {
    const [entry] = searchEntries(
      'a/',
      'A',
      [
        { text: 'tide '.repeat(1600) },
        {
          heading: { level: 1, id: 'a', title: 'A' },
          text: 'tide '.repeat(1600),
        },
      ],
      [],
    );
    expect(entry.text.length).toBeLessThanOrEqual(8000);
  });
});
