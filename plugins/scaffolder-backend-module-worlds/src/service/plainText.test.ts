import fc from 'fast-check';
import { parse } from 'yaml';
import { markdownText, plainText } from './plainText';

const anything = fc.string({ unit: 'binary', maxLength: 300 });

describe('plainText', () => {
  it('is one line that YAML reads back as it was written', () => {
    fc.assert(
      fc.property(anything, text => {
        const line = plainText(text);
        expect(line).not.toMatch(/[\r\n\t]/);
        expect(line).toBe(line.trim());
        // As the skeleton writes it: `key: ${{ value | dump }}`.
        expect(parse(`key: ${JSON.stringify(line)}\n`)).toEqual({ key: line });
      }),
    );
  });

  it('does not change what it has made', () => {
    fc.assert(
      fc.property(anything, text => {
        expect(plainText(plainText(text))).toBe(plainText(text));
      }),
    );
  });

  it('leaves words in any script alone', () => {
    expect(plainText('Шахта 鉱山 منجم café ⛏️')).toBe(
      'Шахта 鉱山 منجم café ⛏️',
    );
  });
});

describe('markdownText', () => {
  it('leaves no character that begins something in Markdown', () => {
    fc.assert(
      fc.property(anything, text => {
        const shown = markdownText(plainText(text));
        expect(shown).not.toMatch(/(?<!\\)[`*_[\]{}!~^|#]/);
        expect(shown).not.toMatch(/[<>]/);
        expect(shown).not.toMatch(/^([-+=:]|\d+[.)])/);
      }),
    );
  });

  it('leaves ordinary sentences as they are', () => {
    const sentence = "Aurora's arena: 50 against 50, (almost) every night.";
    expect(markdownText(sentence)).toBe(sentence);
  });
});
