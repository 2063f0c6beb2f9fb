import { createPseudonyms } from '../../../cli/scrub/pseudonyms.ts';
import { scrubMail } from '../../../cli/scrub/scrub-mail.ts';
import { eventOfMail } from '../../helpers/read-mail.ts';

const rules = {
  pseudonyms: createPseudonyms(Buffer.alloc(32, 7)),
  names: new Set(['grace', 'hopper', 'acme']),
  allWords: false,
};
const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** A mail that names Grace wherever a mail can. */
const mail = [
  'Return-Path: <grace.hopper@acme.com>',
  'Received: from mail.acme.com (mail.acme.com [203.0.113.77]) by mx.ours.com with ESMTPS id 4ZxY12abCDef99 for <sales@ours.com>;',
  ' Fri, 20 Nov 2026 09:00:00 +0000',
  `From: =?utf-8?B?${base64('Grace Hopper')}?= <grace.hopper@acme.com>`,
  'To: "Sales, Grace" <sales@ours.com>',
  'Subject: =?utf-8?Q?Grace=20Hopper=27s_offer?=',
  'Message-ID: <20413987.grace@acme.com>',
  'X-Customer: Grace Hopper',
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary="=_a"',
  '',
  'For Grace',
  '--=_a',
  'Content-Type: text/plain; charset=iso-8859-1',
  'Content-Transfer-Encoding: quoted-printable',
  '',
  'Caf=E9 with Gra=',
  'ce Hopper, +1 202 555 0143',
  '--=_a',
  'Content-Type: text/html; charset=utf-8',
  'Content-Transfer-Encoding: base64',
  '',
  base64('<p title="Grace">Grace</p><a href="https://acme.com/grace">x</a>'),
  '--=_a',
  'Content-Type: message/rfc822',
  '',
  'From: grace@acme.com',
  'Subject: Grace',
  'Message-ID: <inner.grace@acme.com>',
  '',
  'Grace again',
  '--=_a',
  'Content-Type: application/pdf; name="Grace.pdf"',
  'Content-Disposition: attachment; filename="Grace.pdf"',
  'Content-Transfer-Encoding: base64',
  '',
  base64('%PDF-1.7 Grace Hopper of Acme'),
  '--=_a--',
  'After Grace',
  '',
].join('\r\n');

describe('a scrubbed mail', () => {
  it('names nobody, in no encoding', async () => {
    const scrubbed = await scrubMail(Buffer.from(mail), rules);
    const event = JSON.stringify(await eventOfMail(scrubbed));
    const decoded = scrubbed
      .toString('latin1')
      .replaceAll(/[a-z\d+/\r\n]{16,}={0,2}/gi, (run) => `${run} ${Buffer.from(run, 'base64').toString('latin1')}`);

    for (const text of [event, decoded]) expect(text).not.toMatch(/grace|hopper|acme|203\.0\.113|555/i);
  });

  it('has the parts that it had, with files of the same type and size', async () => {
    const scrubbed = (await scrubMail(Buffer.from(mail), rules)).toString('latin1');

    expect(scrubbed.match(/^Content-Type: [a-z/\d]+/gm)).toEqual(mail.match(/^Content-Type: [a-z/\d]+/gm));
    expect(scrubbed).toContain('--=_a--');
    const file = /base64\r\n\r\n(JVBER[^-]+)\r\n--=_a--/.exec(scrubbed)?.[1] ?? '';
    expect(Buffer.from(file, 'base64')).toHaveLength('%PDF-1.7 Grace Hopper of Acme'.length);
  });

  it.each(['', '\r\n', 'no mail', 'From: a', `A: ${'x'.repeat(100_000)}\r\n\r\nb`])(
    'is written for what is hardly a mail: %.20j',
    async (raw) => {
      expect(Buffer.isBuffer(await scrubMail(Buffer.from(raw), rules))).toBe(true);
    },
  );
});
