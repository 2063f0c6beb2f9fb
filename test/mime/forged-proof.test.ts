import { senderProofOf } from '../../lambdas/domain/mail/sender-proof.ts';
import { buildEvent } from '../../lambdas/domain/understanding/build-event.ts';
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
    await reading[Symbol.asyncDispose]();
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

  it('counts a signature of the sender’s own domain, folded as senders do', async () => {
    const { authentication } = await eventOf(
      ['DKIM-Signature: v=1; a=rsa-sha256;', ' d=victim.example;', ' s=k; b=A', 'From: ceo@victim.example'],
      { authentication: { dkim: 'pass' } },
    );
    expect(senderProofOf({ authentication })).toBe('proven');
  });
});

describe('a DMARC pass', () => {
  const proofOf = async (...froms: string[]) => {
    const { authentication } = await eventOf(['X-First: 1', ...froms.map((from) => `From: ${from}`)], {
      authentication: { dmarc: 'pass' },
    });
    return senderProofOf({ authentication });
  };

  it.each([
    'ceo@victim.example',
    '<ceo@victim.example>',
    'The CEO <ceo@victim.example>',
    'CEO, The <ceo@victim.example>',
    '"CEO, \\"The\\"" <ceo@victim.example>',
    '"ceo@victim.example" <ceo@victim.example>',
    'ceo@victim.example <ceo@VICTIM.example>',
    '"Lea lea@other.example" <ceo@victim.example>',
    '=?utf-8?q?The_CEO_=3Clea=40other.example=3E?= <ceo@victim.example>',
    'ceo@victim.example (The CEO)',
    'The CEO (Acme) <ceo@victim.example>',
    'Group: ceo@victim.example;',
  ])('proves %s', async (from) => {
    expect(await proofOf(from)).toBe('proven');
  });

  it.each([
    '<ceo@victim.example> <x@evil.example>',
    '<ceo@victim.example>x@evil.example>',
    '<<ceo@victim.example>x@evil.example>',
    '<@evil.example:ceo@victim.example>',
    'x@evil.example <ceo@victim.example',
    'x@evil.example <ceo@victim.example>',
    'ceo@victim.example (x@evil.example)',
    '"a\\" <x@evil.example>, " <ceo@victim.example>',
    '"<x@evil.example>" <ceo@victim.example>',
    '"a" <"x@evil.example" ceo@victim.example>',
    'x@(c)evil.example, ceo@victim.example',
    'ceo@victim(.example)evil.example',
    'x@ evil.example, ceo@victim.example',
    'ceo@victim.example@evil.example',
    'Group: x@evil.example;, ceo@victim.example',
    'x@[evil.example], ceo@victim.example',
    '=?utf-8?q?ceo=40victim.example?=',
  ])('proves nothing of %s', async (from) => {
    expect(await proofOf(from)).toBe('unproven');
  });

  it('proves nothing of two fields, however they are spelled', async () => {
    expect(await proofOf('x@evil.example', 'ceo@victim.example')).toBe('unproven');
    const { authentication } = await eventOf(['X: 1', 'From : x@evil.example', 'From: ceo@victim.example'], {
      authentication: { dmarc: 'pass' },
    });
    expect(senderProofOf({ authentication })).toBe('unproven');
  });

  it('proves nothing of an envelope, where there is no From', async () => {
    const { authentication } = await eventOf(['X: 1'], { authentication: { dmarc: 'pass' } });
    expect(senderProofOf({ authentication })).toBe('unproven');
  });
});
