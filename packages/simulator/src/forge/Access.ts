import { createHash, timingSafeEqual } from 'node:crypto';
import { IncomingMessage } from 'node:http';

export interface ForgeUser {
  name: string;
  password: string;
  /**
   * Organisations that the user belongs to, with the right to make and to change
   * repositories in them; default: all. Their own name is theirs in any case.
   */
  organisations?: readonly string[];
}

/** Who asks: a user, nobody in particular, or somebody who errs. */
export type Caller = ForgeUser | 'anonymous' | 'unknown';

/** Whether somebody may see and change everything of an owner. */
export function mayWrite(caller: Caller, owner: string): boolean {
  if (typeof caller === 'string') return false;
  const { name, organisations } = caller;
  return (
    organisations === undefined ||
    [name, ...organisations].some(
      own => own.toLowerCase() === owner.toLowerCase(),
    )
  );
}

function same(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

/** Who may write: users with passwords, and tokens that act as the first user. */
export class Access {
  constructor(
    private readonly users: readonly ForgeUser[],
    private readonly tokens: readonly string[],
  ) {}

  /** Basic, `token` and Bearer, as Gitea takes them; their case is no matter. */
  callerOf({ headers }: IncomingMessage): Caller {
    const { authorization } = headers;
    if (!authorization) return 'anonymous';
    const [, scheme, value] = /^(\w+)\s+(.+)$/.exec(authorization) ?? [];
    switch (scheme?.toLowerCase()) {
      case 'token':
      case 'bearer':
        return this.ofToken(value);
      case 'basic': {
        const text = Buffer.from(value, 'base64').toString('utf8');
        const colon = text.indexOf(':');
        if (colon < 0) return 'unknown';
        const [name, password] = [text.slice(0, colon), text.slice(colon + 1)];
        const user = this.users.find(
          u => u.name.toLowerCase() === name.toLowerCase(),
        );
        if (user && same(user.password, password)) return user;
        // A token may stand in either place.
        const byName = this.ofToken(name);
        return byName === 'unknown' ? this.ofToken(password) : byName;
      }
      default:
        return 'unknown';
    }
  }

  isUser(name: string): boolean {
    return this.users.some(u => u.name.toLowerCase() === name.toLowerCase());
  }

  private ofToken(token: string): Caller {
    const known = this.tokens.some(t => same(t, token));
    return known && this.users.length ? this.users[0] : 'unknown';
  }
}
