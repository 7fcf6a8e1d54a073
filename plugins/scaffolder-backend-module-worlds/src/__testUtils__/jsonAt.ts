import { JsonObject, JsonValue } from '@backstage/types';

/** Of a document that was written by somebody else: anything, or nothing. */
export type Found = JsonValue | undefined;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What is at a path such as `spec.containers.0.image`, if anything. */
export function at(value: Found, path: string): Found {
  return path.split('.').reduce<Found>((inner, key) => {
    if (Array.isArray(inner)) return inner[Number(key)];
    return isObject(inner) ? inner[key] : undefined;
  }, value);
}

/** Empty where there is no list. */
export function listAt(value: Found, path: string): JsonValue[] {
  const found = at(value, path);
  return Array.isArray(found) ? found : [];
}

/** Empty where there is no text. */
export function textAt(value: Found, path: string): string {
  const found = at(value, path);
  return typeof found === 'string' ? found : '';
}

/** Not a number where there is none, so that no comparison holds. */
export function numberAt(value: Found, path: string): number {
  const found = at(value, path);
  return typeof found === 'number' ? found : NaN;
}

/** The object itself, to be changed. @throws Error where there is none */
export function objectAt(value: Found, path: string): JsonObject {
  const found = at(value, path);
  if (!isObject(found)) throw new Error(`no object at ${path}`);
  return found;
}

/** Writes what is at a path, into the object or list that holds it. */
export function setAt(value: Found, path: string, next: JsonValue) {
  const [holder, key] = holderOf(value, path);
  if (Array.isArray(holder)) holder[Number(key)] = next;
  else holder[key] = next;
}

/** @throws Error where there is nothing to remove */
export function removeAt(value: Found, path: string) {
  if (at(value, path) === undefined) throw new Error(`nothing at ${path}`);
  const [holder, key] = holderOf(value, path);
  if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else delete holder[key];
}

function holderOf(
  value: Found,
  path: string,
): [holder: JsonObject | JsonValue[], key: string] {
  const cut = path.lastIndexOf('.');
  const holder = cut < 0 ? value : at(value, path.slice(0, cut));
  if (!isObject(holder) && !Array.isArray(holder)) {
    throw new Error(`nothing holds ${path}`);
  }
  return [holder, path.slice(cut + 1)];
}
