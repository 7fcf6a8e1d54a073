import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { Document, parseAllDocuments } from 'yaml';
import { editOpenSlo } from './editOpenSlo';
import { readOpenSlo } from './readOpenSlo';
import { catalogSlos } from '../__testUtils__/catalogSlos';

const everyKind = readFileSync(
  join(__dirname, '../__testUtils__/everyKind.yaml'),
  'utf8',
);

function documentsOf(text: string): Document.Parsed[] {
  const parsed = parseAllDocuments(text);
  return 'empty' in parsed ? [] : parsed;
}

const strange = `# A comment before.
apiVersion:   openslo/v1   # beside
kind: SLO
metadata: {name: 'a',   labels: {x: "1"}}
ourOwn:
    deep:   [ 1,2,   3 ]
spec:
  service: chat
  objectives:
  - target:    0.999   # three nines
    ourField: yes
---
# Another document.
kind: Other
`;

describe('editOpenSlo', () => {
  it('keeps the text to the letter where nothing changes', () => {
    const texts = catalogSlos().files.map(f => f.text);
    for (const text of [everyKind, strange, ...texts]) {
      expect(readOpenSlo(text, 'slo.yaml').text).toBe(text);
      const edit = { document: 0, path: ['kind'] };
      const value = documentsOf(text)[0].get('kind');
      expect(editOpenSlo(text, { ...edit, value })).toBe(text);
    }
  });

  it('replaces a plain value and nothing else', () => {
    const path = ['spec', 'objectives', 0, 'target'];
    const edited = editOpenSlo(strange, { document: 0, path, value: 0.99 });
    expect(edited).toBe(strange.replace('0.999   #', '0.99   #'));
  });

  it('keeps comments, order and unknown fields where a field is added', () => {
    const path = ['metadata', 'annotations'];
    const value = { 'worldscale.io/runbook': './a.md' };
    const edited = editOpenSlo(strange, { document: 0, path, value });
    for (const kept of [
      '# A comment before.',
      '# beside',
      'ourOwn:',
      '# three nines',
      'ourField: yes',
    ]) {
      expect(edited).toContain(kept);
    }
    const tail = strange.slice(strange.indexOf('---'));
    expect(edited.endsWith(tail)).toBe(true);
    const [document] = documentsOf(edited);
    expect(document).toHaveProperty('errors', []);
    expect(document.toJS()).toMatchObject({
      metadata: { name: 'a', labels: { x: '1' }, annotations: value },
      ourOwn: { deep: [1, 2, 3] },
    });
  });

  it('removes a field, and nothing where there is none', () => {
    const gone = editOpenSlo(strange, {
      document: 0,
      path: ['ourOwn'],
      value: undefined,
    });
    expect(gone).not.toContain('ourOwn');
    expect(gone).toContain('ourField');
    const path = ['spec', 'nothing'];
    expect(editOpenSlo(strange, { document: 0, path, value: undefined })).toBe(
      strange,
    );
  });

  it('changes a later document without touching those before', () => {
    const documents = everyKind.split('---\n');
    documents.forEach((_, document) => {
      const path = ['metadata', 'labels'];
      const value = { changed: 'yes' };
      const edited = editOpenSlo(everyKind, { document, path, value });
      const parts = edited.split('---\n');
      expect(parts).toHaveLength(documents.length);
      expect(parts[document]).toContain('changed: yes');
      parts[document] = documents[document];
      expect(parts).toEqual(documents);
      expect(readOpenSlo(edited, 'x').entries).toHaveLength(documents.length);
    });
  });

  it('writes any text so that it is read again as it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), value => {
        const path = ['metadata', 'name'];
        const edited = editOpenSlo(strange, { document: 0, path, value });
        const [document] = documentsOf(edited);
        expect(document.getIn(path)).toBe(value);
        expect(edited).toContain('ourField: yes');
      }),
    );
  });

  it('keeps line ends of Windows and the mark at the beginning', () => {
    const text = `\ufeff${strange.replace(/\n/g, '\r\n')}`;
    expect(readOpenSlo(text, 'x').problems.map(p => p.field)).not.toContain('');
    const target = ['spec', 'objectives', 0, 'target'];
    expect(editOpenSlo(text, { document: 0, path: target, value: 0.99 })).toBe(
      text.replace('0.999   #', '0.99   #'),
    );
    const path = ['metadata', 'annotations'];
    const value = { 'worldscale.io/runbook': './a.md' };
    const edited = editOpenSlo(text, { document: 0, path, value });
    expect(edited.startsWith('\ufeff#')).toBe(true);
    expect(edited.slice(1)).not.toContain('\ufeff');
    expect(edited).not.toMatch(/[^\r]\n/);
    expect(edited).toContain('worldscale.io/runbook: ./a.md');
    expect(documentsOf(edited)[0].toJS()).toMatchObject({
      metadata: { name: 'a' },
    });
  });

  it('keeps anchors, and refuses to take away what others refer to', () => {
    const text = `base: &base { service: chat }
spec:
  <<: *base
  objectives: &o [{ target: 0.9 }]
  again: *o
`;
    const path = ['spec', 'ourField'];
    const edited = editOpenSlo(text, { document: 0, path, value: [1] });
    expect(edited).toContain('base: &base');
    expect(edited).toContain('<<: *base');
    expect(edited).toContain('again: *o');
    const gone = { document: 0, path: ['spec', 'objectives'] };
    expect(() => editOpenSlo(text, { ...gone, value: undefined })).toThrow(
      'others refer to',
    );
  });

  it('refuses what it cannot do', () => {
    const edit = { document: 0, path: ['a'], value: 1 };
    expect(() => editOpenSlo('a: [', edit)).toThrow('Flow sequence');
    expect(() => editOpenSlo('', edit)).toThrow('There is no document 0');
    expect(() => editOpenSlo('a: 1', { ...edit, path: ['a', 'b'] })).toThrow(
      'a.b cannot be set here',
    );
  });
});
