import { ConfigReader } from '@backstage/config';
import { readPersonas } from './personas';

const read = (people: object[]) =>
  readPersonas(new ConfigReader({ people: people as never }));

describe('readPersonas', () => {
  it('takes the id as the name of the user where no entity is named', () => {
    expect(read([{ id: 'Ada', title: 'Ada Byron' }])).toEqual([
      { id: 'Ada', title: 'Ada Byron', entityRef: 'user:default/ada' },
    ]);
  });

  it('completes a short reference', () => {
    expect(
      read([{ id: 'ada', title: 'Ada', entityRef: 'staff/ada.byron' }])[0]
        .entityRef,
    ).toBe('user:staff/ada.byron');
  });

  it.each([
    [
      'an id that occurs twice',
      [
        { id: 'ada', title: 'Ada' },
        { id: 'ada', title: 'Another Ada' },
      ],
      /'ada' occurs twice/,
    ],
    [
      'a reference to a group',
      [{ id: 'ada', title: 'Ada', entityRef: 'group:default/staff' }],
      /'group:default\/staff' of 'ada' is not a user/,
    ],
    [
      'a reference that cannot be read',
      [{ id: 'ada', title: 'Ada', entityRef: 'user:' }],
      /'user:' of 'ada' is not an entity reference/,
    ],
    ['a person without a title', [{ id: 'ada' }], /people\[0\]\.title/],
  ])('refuses %s', (_, people, message) => {
    expect(() => read(people)).toThrow(message);
  });
});
