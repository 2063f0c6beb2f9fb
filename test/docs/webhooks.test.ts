import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { signRequest } from '../../lambdas/crm/webhook/sign-request.ts';
import { verifyingKeysOf } from '../../lambdas/domain/configuration/webhook-key.ts';
import { checkHttpSignature } from '../../lambdas/domain/consent/intake/http-signature.ts';

const page = readFileSync('docs/webhooks.md', 'utf8');
const block = (language: string): string => page.split(`\`\`\`${language}\n`)[1]!.split('\n```')[0]!;

describe('the signed request of docs/webhooks.md', () => {
  const [head = '', body = ''] = block('http').split('\n\n');
  const headers = Object.fromEntries(
    head
      .split('\n')
      .slice(1)
      .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
  );
  const secret = /`(whsec_[^`]{20,})`/.exec(page)![1]!;
  const url = 'https://hooks.example/mail';
  const timestampSeconds = 1_796_040_000;

  it('is what we send', () => {
    const signed = signRequest([secret], { url, id: 'msg_1', body: Buffer.from(body), timestampSeconds });

    expect({ host: 'hooks.example', 'webhook-id': 'msg_1', ...signed }).toEqual(headers);
  });

  it('is accepted by our own intake at its time', async () => {
    const request = { method: 'POST', url, headers, body };

    expect(await checkHttpSignature(request, secret, new Date(timestampSeconds * 1000))).toEqual({
      ok: true,
      signature: 'rfc9421',
      keyId: verifyingKeysOf(secret)[0]!.id,
    });
  });

  it('has the HMAC of the lines that the page shows, and the id of the key that the page explains', () => {
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
    const hmac = (text: string) => createHmac('sha256', key).update(text).digest();

    expect(headers.signature).toBe(`sig1=:${hmac(block('text')).toString('base64')}:`);
    expect(headers['signature-input']).toContain(`keyid="${hmac('key id').toString('hex').slice(0, 16)}"`);
  });
});
