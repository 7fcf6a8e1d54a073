import { CatalogPicture, KnownEntity } from './CatalogReader';
import { Definitions } from './Definitions';
import { StoredFile } from './FileStore';
import { sloFile } from '../__testUtils__/sloFile';

function pictureOf(...refs: string[]): CatalogPicture {
  const entities = refs.map((entityRef): [string, KnownEntity] => [
    entityRef,
    { entityRef, title: entityRef, owner: null, world: null, isWorld: false },
  ]);
  return {
    ...{ entities: new Map(entities), files: [] },
    ...{ flaws: new Map(), recorded: new Map() },
  };
}

function definitionsOf(...files: [entityRef: string | null, text: string][]) {
  const stored = files.map(
    ([entityRef, text], i): StoredFile => ({
      ...{ url: `https://forge.example/${i}/slo.yaml`, entityRef, text },
      ...{ etag: null, readAtMs: 1, checkedAtMs: 1 },
      ...{ error: null, failingSinceMs: null },
    }),
  );
  const store = { version: async () => 1, all: async () => stored };
  return new Definitions(store);
}

describe('Definitions', () => {
  it('means the service of its own namespace, where two have one name', async () => {
    const definitions = definitionsOf(['component:eu/chat', sloFile('chat')]);
    const both = pictureOf('component:default/chat', 'component:eu/chat');
    const entityOf = async (picture: CatalogPicture) =>
      (await definitions.book(picture)).slos.get('chat-availability')?.entity
        ?.entityRef;
    expect(await entityOf(both)).toBe('component:eu/chat');
    expect(await entityOf(pictureOf('component:default/chat'))).toBe(
      'component:default/chat',
    );
  });

  it('means the entity beside the file where no service has the name', async () => {
    const definitions = definitionsOf(['component:eu/talk', sloFile('chat')]);
    const { slos } = await definitions.book(pictureOf('component:eu/talk'));
    expect(slos.get('chat-availability')?.entity?.entityRef).toBe(
      'component:eu/talk',
    );
  });

  it('is reading while a file that the catalog names was never asked for', async () => {
    const definitions = definitionsOf([
      'component:default/chat',
      sloFile('chat'),
    ]);
    const picture = pictureOf('component:default/chat');
    expect((await definitions.book(picture)).isReading).toBe(false);
    const more = {
      url: 'https://forge.example/more/slo.yaml',
      entityRef: 'component:default/more',
    };
    const grown = { ...picture, files: [more] };
    expect((await definitions.book(grown)).isReading).toBe(true);
  });

  it('tells a name that another file has, and keeps the first', async () => {
    const definitions = definitionsOf(
      ['component:default/chat', sloFile('chat')],
      ['component:eu/chat', sloFile('chat')],
    );
    const { slos, brokenFiles } = await definitions.book(
      pictureOf('component:default/chat', 'component:eu/chat'),
    );
    expect(slos.get('chat-availability')?.file.entityRef).toBe(
      'component:default/chat',
    );
    expect(brokenFiles).toEqual(['component:eu/chat']);
    expect(
      definitions
        .problemsOf('https://forge.example/1/slo.yaml')
        .map(p => p.message),
    ).toContain(
      'the SLO "chat-availability" is there already: https://forge.example/0/slo.yaml:7',
    );
  });
});
