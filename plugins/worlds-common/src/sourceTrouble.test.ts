import { tellTrouble } from './sourceTrouble';

it.each([
  ['403', 'Frankfurt refuses: 403 Forbidden.'],
  ['401', 'Frankfurt does not accept the credentials: 401 Unauthorized.'],
  ['418', 'Frankfurt refuses: 418.'],
  ['429', 'Frankfurt is asked too often: 429 Too Many Requests.'],
  ['500', 'Frankfurt fails: 500 Internal Server Error.'],
  ['599', 'Frankfurt fails: 599.'],
  ['504', 'Frankfurt does not answer in time.'],
  ['ETIMEDOUT', 'Frankfurt does not answer in time.'],
  ['UND_ERR_HEADERS_TIMEOUT', 'Frankfurt does not answer in time.'],
  ['ECONNREFUSED', 'Frankfurt does not accept connections (ECONNREFUSED).'],
  [
    'CERT_HAS_EXPIRED',
    'The certificate of Frankfurt has expired (CERT_HAS_EXPIRED).',
  ],
  [
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'The certificate of Frankfurt is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT).',
  ],
  ['EODD', 'Frankfurt cannot be read: list pods: odd.'],
])('puts %s into words', (code, sentence) => {
  expect(tellTrouble('Frankfurt', { message: 'list pods: odd.', code })).toBe(
    sentence,
  );
});

it('shortens a message that a row has no room for', () => {
  const sentence = tellTrouble('Frankfurt', { message: 'x'.repeat(900) });
  expect(sentence).toMatch(/^Frankfurt cannot be read: x+….$/);
  expect(sentence.length).toBeLessThan(200);
});
