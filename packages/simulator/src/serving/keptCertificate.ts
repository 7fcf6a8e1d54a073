import { X509Certificate } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { createSecureContext } from 'node:tls';
import { z } from 'zod';
import { selfSignedCertificate } from './selfSignedCertificate';

const keptSchema = z.object({ key: z.string(), cert: z.string() });

/** The certificate of a file, if it is one for this name with its key. */
function read(file: string, name: string) {
  try {
    const kept = keptSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    // Throws where key and certificate are not a pair.
    createSecureContext(kept);
    const { subject } = new X509Certificate(kept.cert);
    return subject === `CN=${name}` ? kept : undefined;
  } catch {
    return undefined;
  }
}

/**
 * A certificate that stays the same from one start to the next, so that a kubeconfig
 * that was saved stays valid: kept in a file that its owner alone may read. A file
 * that is missing or broken is written anew.
 */
export function keptCertificate(
  name: string,
  file: string | undefined,
): { key: string; cert: string } {
  const known = file && read(file, name);
  if (known) return known;
  const made = selfSignedCertificate(name);
  if (file) {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const draft = `${file}.draft`;
    writeFileSync(draft, JSON.stringify(made), { mode: 0o600 });
    renameSync(draft, file);
  }
  return made;
}
