/** A set of labels; `__name__` is one of them where there is a name. */
export type Labels = Readonly<Record<string, string>>;

export const nameLabel = '__name__';

const keys = new WeakMap<Labels, string>();

/** The same text for the same set of labels, and for no other. */
export function labelKey(labels: Labels): string {
  let key = keys.get(labels);
  if (key === undefined) {
    key = '';
    for (const name of Object.keys(labels).sort()) {
      if (labels[name] !== '') key += `${name}\u0001${labels[name]}\u0000`;
    }
    keys.set(labels, key);
  }
  return key;
}

/** Only the labels with these names. */
export function keepLabels(labels: Labels, names: readonly string[]): Labels {
  const kept: Record<string, string> = {};
  for (const name of names) {
    if (labels[name]) kept[name] = labels[name];
  }
  return kept;
}

/** All labels but those with these names. */
export function dropLabels(labels: Labels, names: readonly string[]): Labels {
  const rest: Record<string, string> = {};
  for (const name of Object.keys(labels)) {
    if (!names.includes(name) && labels[name] !== '') rest[name] = labels[name];
  }
  return rest;
}

/** `name{a="b"}`, as error messages show a series. */
export function formatLabels(labels: Labels): string {
  const pairs = Object.keys(labels)
    .filter(name => name !== nameLabel)
    .sort()
    .map(name => `${name}=${JSON.stringify(labels[name])}`);
  const name = labels[nameLabel] ?? '';
  return pairs.length || !name ? `${name}{${pairs.join(', ')}}` : name;
}

/** Order of label sets: by the first name, then value, in which they differ. */
export function compareLabels(a: Labels, b: Labels): number {
  const [x, y] = [labelKey(a), labelKey(b)];
  if (x === y) return 0;
  return x < y ? -1 : 1;
}
