import { Request, RequestHandler } from 'express';
import { turns } from './Turns';

/** What the header of a token says that plugins call each other with. */
const PLUGIN_TOKEN = 'vnd.backstage.plugin';

/**
 * Plugins of one backend ask each other over HTTP, mostly for work in the background.
 * What is read here is not verified: whoever pretends to be a plugin has to wait.
 */
function isFromPlugin({ headers }: Request): boolean {
  const [, header] =
    /^Bearer ([\w-]+)\./i.exec(headers.authorization ?? '') ?? [];
  if (!header) return false;
  return Buffer.from(header, 'base64url').includes(`"${PLUGIN_TOKEN}"`);
}

/**
 * Lets work that gives way (`giveWay`, and with `easeSqlite` every use of SQLite) wait
 * while requests of people are answered. To be used before all routes of a backend.
 */
export const requestsFirst: RequestHandler = (req, res, next) => {
  turns.asRequest(ended => {
    res.once('finish', ended);
    res.once('close', ended);
    next();
  }, !isFromPlugin(req));
};
