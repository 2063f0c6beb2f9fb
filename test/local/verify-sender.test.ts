import { generateKeyPairSync } from 'node:crypto';
import { Readable } from 'node:stream';
import { dkimSign } from 'mailauth/lib/dkim/sign.js';
import { hasDns, noDns, verifySender } from '../../local/verify-sender.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const zone: Record<string, string> = {
  'TXT sel._domainkey.signed.example': `v=DKIM1; k=rsa; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`,
  'TXT signed.example': 'v=spf1 ip4:192.0.2.1 -all',
  'TXT _dmarc.signed.example': 'v=DMARC1; p=reject',
};
const resolver = async (name: string, type: string): Promise<unknown> => {
  const record = zone[`${type} ${name}`];
  if (record === undefined) throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
  return [[record]];
};
const raw =
  'From: Ada <ada@signed.example>\r\nTo: sales@inbound.localhost\r\nSubject: Signed\r\nDate: Fri, 20 Nov 2026 09:00:00 +0000\r\n\r\nWords.\r\n';

async function signed(): Promise<string> {
  const { signatures } = (await dkimSign(raw, {
    canonicalization: 'relaxed/relaxed',
    signatureData: [
      {
        signingDomain: 'signed.example',
        selector: 'sel',
        privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }),
      },
    ],
  } as never)) as { signatures: string };
  return signatures + raw;
}
const verify = (mail: string, ip: string) =>
  verifySender(
    Readable.from([Buffer.from(mail)]),
    { ip, helo: 'mx.signed.example', mailFrom: 'ada@signed.example' },
    resolver,
  );

describe('verifySender', () => {
  it('passes a mail that its domain signed and sent', async () => {
    expect(await verify(await signed(), '192.0.2.1')).toEqual({
      spfVerdict: { status: 'PASS' },
      dkimVerdict: { status: 'PASS' },
      dmarcVerdict: { status: 'PASS' },
    });
  });

  it('fails a mail with a changed word from another host; a broken body hash alone is neutral (RFC 8601)', async () => {
    const changed = (await signed()).replace('Words.', 'Wards.');

    expect(await verify(changed, '198.51.100.9')).toEqual({
      spfVerdict: { status: 'FAIL' },
      dkimVerdict: { status: 'GRAY' },
      dmarcVerdict: { status: 'FAIL' },
    });
  });

  it('reports a failed check without DNS', async () => {
    const verdicts = await verifySender(
      Readable.from([Buffer.from(raw)]),
      { ip: '192.0.2.1', helo: 'x', mailFrom: 'ada@signed.example' },
      noDns,
    );

    expect(verdicts.spfVerdict.status).toBe('PROCESSING_FAILED');
    expect(['PASS', 'FAIL']).not.toContain(verdicts.dmarcVerdict.status);
  });
});

describe('hasDns', () => {
  it.each([
    [true, () => Promise.resolve(['a.gtld-servers.net'])],
    [false, () => Promise.reject(Object.assign(new Error('queryNs ETIMEOUT com'), { code: 'ETIMEOUT' }))],
  ])('is %s where name servers are known or not', async (expected, resolveNs) => {
    expect(await hasDns({ resolveNs })).toBe(expected);
  });
});
