import { RequestHandler } from 'express';
import { turns } from './Turns';

/**
 * Lets work that gives way (`giveWay`, and with `easeSqlite` every use of SQLite) wait
 * while requests are answered. To be used before all routes of a backend.
 */
export const requestsFirst: RequestHandler = (_req, res, next) => {
  turns.asRequest(ended => {
    res.once('finish', ended);
    res.once('close', ended);
    next();
  });
};
