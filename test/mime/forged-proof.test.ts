import { buildEvent } from '../../lambdas/domain/build-event.ts';
import { senderProofOf } from '../../lambdas/domain/sender-proof.ts';
import { readMail } from '../../lambdas/mime/read-mail.ts';
import { aReceipt } from '../helpers/builders.ts';

const body = 'To: sales@acme.example\r\nSubject: Hello\r\nMessage-ID: <a@b.example>\r\n\r\nHi.\r\n';

/** The event of a mail from `evil.example`, whose SPF and DKIM pass. */
async function eventOf(head: readonly string[], authentication: Parameters<typeof aReceipt>[0] = {}) {
  const bytes = Buffer.from(`${head.join('\r\n')}\r\n${body}`, 'latin1');
  const reading = await readMail(
    (async function* () {
      yield bytes;
    })(),
  );
  if (reading.kind !== 'mail') throw new Error(reading.code);
  try {
    return buildEvent(reading.mail, aReceipt({ mailFrom: 'x@evil.example', ...authentication }));
  } finally {
    await reading.dispose();
  }
}

describe('a signature of somebody else', () => {
  const claim = `=?utf-8?b?${Buffer.from(';d=victim.example;').toString('base64')}?=`;
  const kanji = '\u001b$B';

  it.each<[string, readonly string[]]>([
    ['stays so beside an encoded word', [`DKIM-Signature: v=1; z=${claim}; d=evil.example; s=k; b=A`]],
    [
      'stays so within an encoded word',
      ['DKIM-Signature: v=1; d=victim.example; z==?utf-8?q?', ` ;d=evil.example; x=?=; s=k`],
    ],
    ['stays so beside a second d', ['DKIM-Signature: v=1; d=victim.example; d=evil.example; s=k; b=A']],
    ['stays so beside a D', ['DKIM-Signature: v=1; D=evil.example; d=victim.example; s=k; b=A']],
    [
      'stays so behind an escape of ISO-2022-JP',
      [`DKIM-Signature: v=1; d=victim.example; z=${kanji};d=evil.example;\u001b(B; s=k; b=A`],
    ],
    [
      'stays so under a name with a stray character',
      ['DKIM-Signature\u0000: d=evil.example; b=A', 'DKIM-Signature: v=1; d=victim.example; b=A'],
    ],
    [
      'stays so under a name with a blank',
      ['DKIM-Signature : d=evil.example; b=A', 'DKIM-Signature: v=1; d=victim.example; b=A'],
    ],
  ])('%s', async (_case, signatures) => {
    const { authentication } = await eventOf([...signatures, 'From: ceo@victim.example'], {
      authentication: { dkim: 'pass', spf: 'pass', dmarc: 'neutral' },
    });
    expect(senderProofOf({ authentication })).toBe('unproven');
  });

  it('is one of their own where it is, folded as senders do', async () => {
    const { authentication } = await eventOf(
      ['DKIM-Signature: v=1; a=rsa-sha256;', ' d=victim.example;', ' s=k; b=A', 'From: ceo@victim.example'],
      { authentication: { dkim: 'pass' } },
    );
    expect(senderProofOf({ authentication })).toBe('proven');
  });
});
