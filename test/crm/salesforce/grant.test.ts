import { createVerify, generateKeyPairSync } from 'node:crypto';
import { salesforceGrant } from '../../../lambdas/crm/salesforce/grant.ts';

const formOf = (body: unknown) => Object.fromEntries(new URLSearchParams(String(body)));

describe('salesforceGrant', () => {
  it('asks with client credentials', () => {
    const grant = salesforceGrant({ clientId: 'an-id', clientSecret: 'hunter2' });
    const { method, path, body } = grant.request(new Date());

    expect([method, path, grant.scheme]).toEqual(['POST', '/services/oauth2/token', 'Bearer']);
    expect(formOf(body)).toEqual({ grant_type: 'client_credentials', client_id: 'an-id', client_secret: 'hunter2' });
  });

  it('asks with an assertion that the key of the secret signed, for three minutes', () => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
    const grant = salesforceGrant({ clientId: 'an-id', username: 'postern@acme.example', privateKey: pem });

    const form = formOf(grant.request(new Date('2026-11-20T12:00:00.500Z')).body);

    const [head = '', claims = '', signature = ''] = form.assertion!.split('.');
    expect(form.grant_type).toBe('urn:ietf:params:oauth:grant-type:jwt-bearer');
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toEqual({
      iss: 'an-id',
      sub: 'postern@acme.example',
      aud: 'https://login.salesforce.com',
      exp: Date.parse('2026-11-20T12:03:00Z') / 1000,
    });
    expect(createVerify('RSA-SHA256').update(`${head}.${claims}`).verify(publicKey, signature, 'base64url')).toBe(true);
  });

  it.each([undefined, 'hunter2', { clientId: 'an-id' }, { clientId: 'an-id', username: 'hunter2' }])(
    'refuses another secret and quotes nothing of it: %j',
    (secret) => {
      expect(() => salesforceGrant(secret)).toThrow(/^the Salesforce secret wants (?!.*hunter2)/);
    },
  );
});
