import { findCaller } from '../../lambdas/api/caller.ts';
import { scopes } from '../../lambdas/scopes.ts';

const bearer = (key: string) => `Bearer ${key}`;

describe('findCaller', () => {
  it.each(['k3y', 'k3y\n', ' k3y\r\n', '\tk3y '])('finds the caller of a key that is stored as %j', (stored) => {
    const secret = `${JSON.stringify({ all: 'another', 'acme/cron': stored })}\n`;

    expect(findCaller(secret, bearer('k3y'))).toEqual({ name: 'acme/cron', tenant: 'acme', scopes });
    expect(findCaller(secret, bearer('another'))).toEqual({ name: 'all', scopes });
    expect(findCaller(secret, bearer('k3'))).toBeUndefined();
  });

  it.each(['', ' ', '\n'])('finds nobody by an empty key that is stored as %j', (stored) => {
    const secret = JSON.stringify({ all: stored });

    for (const header of [undefined, '', 'Bearer', 'Bearer ', 'Bearer \n', bearer('x')])
      expect(findCaller(secret, header)).toBeUndefined();
  });
});
