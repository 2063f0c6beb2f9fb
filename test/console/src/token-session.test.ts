import {
  createTokenSession,
  EndedSession,
  type IssuerPorts,
  placeOf,
  type Tokens,
} from '../../../console/src/token-session.ts';

const nowMs = Date.parse('2026-05-01T12:00:00Z');
const inSeconds = (seconds: number): number => nowMs / 1000 + seconds;
const tokens = (accessToken: string, seconds: number, isRenewable = true): Tokens => ({
  accessToken,
  expiresAt: inSeconds(seconds),
  isRenewable,
});

function aSession(first: Tokens, renew: IssuerPorts['renew'] = () => Promise.reject(new Error('not expected'))) {
  const clock = { now: nowMs };
  const ports = { renew, leave: () => Promise.resolve(), end: () => Promise.resolve(), now: () => clock.now };
  return { session: createTokenSession(ports, first), clock };
}

describe('createTokenSession', () => {
  it('gives the token while it is good for half a minute and more', async () => {
    expect(await aSession(tokens('first', 31)).session.getAccessToken()).toBe('first');
  });

  it('gives a token for ever where the issuer does not say when it ends', async () => {
    expect(await aSession({ accessToken: 'first', isRenewable: false }).session.getAccessToken()).toBe('first');
  });

  it('renews a token that ends soon, once for all requests of that time', async () => {
    let renewals = 0;
    const { session } = aSession(tokens('first', 29), () => {
      renewals += 1;
      return Promise.resolve(tokens(`renewed ${renewals}`, 900));
    });

    expect(await Promise.all([1, 2, 3].map(() => session.getAccessToken()))).toEqual([
      'renewed 1',
      'renewed 1',
      'renewed 1',
    ]);
    expect(await session.getAccessToken()).toBe('renewed 1');
    expect(renewals).toBe(1);
  });

  it('uses a token that cannot be renewed to its end, and then has none', async () => {
    const { session, clock } = aSession(tokens('first', 10, false));

    expect(await session.getAccessToken()).toBe('first');
    clock.now += 10_000;
    expect(await session.getAccessToken()).toBeUndefined();
  });

  it('has no token once the issuer has ended the session, and does not ask again', async () => {
    let renewals = 0;
    const { session } = aSession(tokens('first', 5), () => {
      renewals += 1;
      return Promise.reject(new EndedSession('invalid_grant'));
    });

    expect(await session.getAccessToken()).toBeUndefined();
    expect(await session.getAccessToken()).toBeUndefined();
    expect(renewals).toBe(1);
  });

  it('uses the token as long as it is good while the issuer cannot be reached, and tries again', async () => {
    const answers = [
      () => Promise.reject(new TypeError('Failed to fetch')),
      () => Promise.resolve(tokens('renewed', 900)),
    ];
    const { session, clock } = aSession(tokens('first', 20), () => answers.shift()!());

    expect(await session.getAccessToken()).toBe('first');
    clock.now += 25_000;
    expect(await session.getAccessToken()).toBe('renewed');
  });
});

describe('placeOf', () => {
  it.each(['/', '/mails/evt_1?q=a#b', '/boards/health'])('goes back to %s', (place) => {
    expect(placeOf(place)).toBe(place);
  });

  it.each([
    undefined,
    7,
    '',
    'mails',
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example',
    '/signed-in?code=1',
  ])('goes to the start for %j', (state) => {
    expect(placeOf(state)).toBe('/');
  });
});
