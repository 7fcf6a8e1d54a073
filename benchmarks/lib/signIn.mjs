import { pause } from './statistics.mjs';

/** Signs the engineer in, once the catalog knows her. */
export async function signIn(baseUrl) {
  const deadline = Date.now() + 180_000;
  let last;
  while (Date.now() < deadline) {
    const response = await fetch(`${baseUrl}/api/auth/personas/refresh`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-requested-with': 'XMLHttpRequest',
      },
      body: JSON.stringify({ persona: 'mira' }),
    });
    if (response.ok) return (await response.json()).backstageIdentity.token;
    last = `${response.status} ${await response.text()}`;
    await pause(2);
  }
  throw new Error(`The engineer could not sign in: ${last}`);
}
