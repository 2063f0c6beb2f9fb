import { zohoGrant } from '../../../lambdas/crm/zoho/grant.ts';

const secret = { clientId: 'an-id', clientSecret: 'hunter2-secret', refreshToken: 'hunter2-refresh' };

describe('zohoGrant', () => {
  it.each([
    [
      "the account's own address",
      { ...secret, accountsUrl: 'https://accounts.zoho.jp' },
      'https://x',
      'https://accounts.zoho.jp',
    ],
    ["the API's data centre", secret, 'https://www.zohoapis.eu', 'https://accounts.zoho.eu'],
    ["the API's data centre, with a slash", secret, 'https://www.zohoapis.com.au/', 'https://accounts.zoho.com.au'],
    ['the same host for a stand-in', secret, 'http://127.0.0.1:1', 'http://127.0.0.1:1'],
  ])('asks for tokens at %s', (_what, fields, baseUrl, accountsUrl) => {
    expect(zohoGrant(fields, baseUrl).accountsUrl).toBe(accountsUrl);
  });

  it('sends the refresh token in a form', () => {
    const { grant } = zohoGrant(secret, 'https://www.zohoapis.eu');
    const { method, path, body } = grant.request(new Date());

    expect([method, path, grant.scheme]).toEqual(['POST', '/oauth/v2/token', 'Zoho-oauthtoken']);
    expect(Object.fromEntries(new URLSearchParams(String(body)))).toEqual({
      grant_type: 'refresh_token',
      client_id: 'an-id',
      client_secret: 'hunter2-secret',
      refresh_token: 'hunter2-refresh',
    });
  });

  it.each([undefined, 'hunter2', { clientId: 'an-id', clientSecret: 'hunter2' }])(
    'refuses another secret and quotes nothing of it: %j',
    (other) => {
      expect(() => zohoGrant(other, 'https://www.zohoapis.eu')).toThrow(
        'the Zoho secret wants {"clientId","clientSecret","refreshToken"} as JSON',
      );
    },
  );
});
