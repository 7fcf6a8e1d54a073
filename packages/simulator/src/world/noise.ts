/**
 * Chance without state: every "random" number of the world is a hash of what it
 * belongs to (seed, service, instant ...), so any of them can be asked for alone
 * and in any order. Not for cryptography.
 */
// Asked millions of times: looked up once, because globals are slow in test sandboxes.
const { floor, imul } = Math;

/** FNV-1a of a text, as an unsigned 32-bit integer. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return hash >>> 0;
}

/** Mixes two integers into an unsigned 32-bit one (finaliser of MurmurHash3). */
export function mix(a: number, b: number): number {
  let hash = imul(a ^ imul(b | 0, 0x9e3779b1), 0x85ebca6b);
  hash ^= hash >>> 15;
  hash = imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** A number in [0, 1) that belongs to (seed, index). */
export function chance(seed: number, index: number): number {
  return mix(seed, index) / 0x1_0000_0000;
}

/** Smooth noise in [-1, 1]: one independent value per unit of x, eased between. */
export function smoothNoise(seed: number, x: number): number {
  const left = floor(x);
  const t = x - left;
  const eased = t * t * (3 - 2 * t);
  const a = chance(seed, left);
  const b = chance(seed, left + 1);
  return 2 * (a + (b - a) * eased) - 1;
}

/** Letters that Kubernetes uses for generated names. */
const alphabet = 'bcdfghjklmnpqrstvwxz2456789';

/** A generated name's suffix that belongs to `seed`. */
export function nameSuffix(seed: number, length: number): string {
  let text = '';
  for (let i = 0; i < length; i++) {
    text += alphabet[mix(seed, i) % alphabet.length];
  }
  return text;
}

function hex32(value: number): string {
  return value.toString(16).padStart(8, '0');
}

/** A version 4 UUID that belongs to `text`. */
export function uidOf(text: string): string {
  const seed = hashText(text);
  const hex = [1, 2, 3, 4].map(i => hex32(mix(seed ^ text.length, i))).join('');
  const variant = '89ab'[parseInt(hex[16], 16) % 4];
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(
    13,
    16,
  )}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
