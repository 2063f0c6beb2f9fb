import { createHash } from 'node:crypto';
import type { MimeNode } from '@zone-eu/mailsplit';
import { openAttachment } from '../../lambdas/mime/attachment-leaf.ts';
import { createSpool } from '../../lambdas/mime/spool.ts';

const nodeOf = (encoding: string): MimeNode => ({ encoding }) as Partial<MimeNode> as MimeNode;
const content = 'Grüße an alle, die zählen. '.repeat(4_000).trim();

describe('openAttachment', () => {
  it.each<[string, string, string]>([
    ['base64', 'base64', Buffer.from(content).toString('base64')],
    ['base64; as some write it', 'base64', Buffer.from(content).toString('base64').replace(/.{76}/g, '$&\r\n')],
    [
      'quoted-printable',
      'quoted-printable',
      content.replaceAll('ü', '=C3=BC').replaceAll('ä', '=C3=A4').replaceAll('ß', '=C3=9F'),
    ],
    ['8bit', '8bit', content],
  ])('decodes, hashes and keeps a part in %s', async (_name, encoding, sent) => {
    await using spool = createSpool();
    const leaf = openAttachment(nodeOf(encoding), 'a.txt', spool);
    const bytes = Buffer.from(sent);

    for (let at = 0; at < bytes.length; at += 10_007) await leaf.write(bytes.subarray(at, at + 10_007));
    await leaf.end();

    expect(Buffer.concat(await Array.fromAsync(leaf.spooled.open())).equals(Buffer.from(content))).toBe(true);
    expect(leaf.size()).toBe(Buffer.byteLength(content));
    expect(leaf.sha256()).toBe(createHash('sha256').update(content).digest('hex'));
    expect(leaf.filename).toBe('a.txt');
    expect(leaf.isBase64).toBe(encoding === 'base64');
  });

  it('has the digest of nothing for a part without a body', async () => {
    await using spool = createSpool();
    const leaf = openAttachment(nodeOf('base64'), undefined, spool);

    await leaf.end();

    expect(leaf.size()).toBe(0);
    expect(leaf.sha256()).toBe(createHash('sha256').digest('hex'));
  });
});
