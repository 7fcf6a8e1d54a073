/**
 * A certificate for localhost, because clients such as
 * kubectl send a token over TLS only. Node can read certificates but not make them;
 * so this writes the few structures of RFC 5280 in DER by hand:
 *
 *   Certificate    ::= SEQUENCE { tbsCertificate, algorithm, signature }
 *   tbsCertificate ::= SEQUENCE { [0] version, serial, algorithm, issuer,
 *                                 validity, subject, publicKey, [3] extensions }
 *
 * The key is ECDSA on P-256, signed with SHA-256. It never leaves this machine.
 */
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

const sequence = (...parts: Buffer[]) => tagged(0x30, ...parts);
const set = (...parts: Buffer[]) => tagged(0x31, ...parts);
const integer = (bytes: Buffer) => tagged(0x02, bytes);
const boolean = (value: boolean) =>
  tagged(0x01, Buffer.from([value ? 0xff : 0]));
const octets = (...parts: Buffer[]) => tagged(0x04, ...parts);
const utf8 = (text: string) => tagged(0x0c, Buffer.from(text));
const bits = (bytes: Buffer) => tagged(0x03, Buffer.from([0]), bytes);

function tagged(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const length =
    content.length < 0x80
      ? Buffer.from([content.length])
      : Buffer.from([0x82, content.length >> 8, content.length & 0xff]);
  return Buffer.concat([Buffer.from([tag]), length, content]);
}

/** An object identifier in its encoded form. */
const oid = (hex: string) => tagged(0x06, Buffer.from(hex, 'hex'));
const ecdsaWithSha256 = sequence(oid('2a8648ce3d040302'));
const commonName = oid('550403');
const subjectAltName = oid('551d11');
const basicConstraints = oid('551d13');

/** RFC 5280, section 4.1.2.5: the date for what does not expire. */
const validity = sequence(
  tagged(0x18, Buffer.from('20200101000000Z')),
  tagged(0x18, Buffer.from('99991231235959Z')),
);

const localNames = sequence(
  tagged(0x82, Buffer.from('localhost')),
  tagged(0x87, Buffer.from([127, 0, 0, 1])),
  tagged(0x87, Buffer.from([...new Array(15).fill(0), 1])),
);

export function selfSignedCertificate(name: string): {
  key: string;
  cert: string;
} {
  const { privateKey, publicKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
  });
  // Positive and of full length: the first byte is neither 0 nor above 0x7f.
  const serial = Buffer.concat([Buffer.from([0x4b]), randomBytes(15)]);
  const subject = sequence(set(sequence(commonName, utf8(name))));
  const extensions = sequence(
    sequence(basicConstraints, boolean(true), octets(sequence(boolean(true)))),
    sequence(subjectAltName, octets(localNames)),
  );
  const content = sequence(
    tagged(0xa0, integer(Buffer.from([2]))),
    integer(serial),
    ecdsaWithSha256,
    subject,
    validity,
    subject,
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, extensions),
  );
  const certificate = sequence(
    content,
    ecdsaWithSha256,
    bits(sign('sha256', content, privateKey)),
  );
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? [];
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: [
      '-----BEGIN CERTIFICATE-----',
      ...lines,
      '-----END CERTIFICATE-----',
      '',
    ].join('\n'),
  };
}
