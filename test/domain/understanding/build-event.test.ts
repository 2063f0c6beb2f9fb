import { buildEvent } from '../../../lambdas/domain/understanding/build-event.ts';
import { aParsedMail, aReceipt } from '../../helpers/builders.ts';

describe('buildEvent', () => {
  it('brings mail and receipt together', () => {
    const event = buildEvent(aParsedMail({ date: new Date('2026-11-20T08:59:00Z') }), aReceipt({ spam: 'fail' }));

    expect(event).toMatchObject({
      schema: 'email.received/1',
      receivedAt: '2026-11-20T09:00:00.000Z',
      envelope: { mailFrom: 'ada@customer.example', rcptTo: ['sales@inbound.localhost'], source: 'receipt' },
      message: { subject: 'Hello', date: '2026-11-20T08:59:00.000Z' },
      body: { text: 'Hi.\n', snippet: 'Hi.', reply: { text: 'Hi.' } },
      spam: 'fail',
      classification: { kind: 'human', intent: { label: 'neutral' } },
    });
    expect(event.trust?.reasons).toContain('dmarc.pass');
  });

  it('guesses the recipients of a mail whose receipt was lost by its trace and its header', () => {
    const headers = [
      { name: 'received', value: 'from a by b for <Sales@Inbound.localhost>; now' },
      { name: 'delivered-to', value: 'team@inbound.localhost' },
    ];
    const event = buildEvent(aParsedMail({ headers }), aReceipt({ recovered: true, recipients: [] }));

    expect(event.envelope).toMatchObject({
      rcptTo: ['sales@inbound.localhost', 'team@inbound.localhost'],
      source: 'headers',
    });
  });

  it('names an author whose From holds no address, and trusts them as little as none', () => {
    const { from: _mailbox, ...mail } = aParsedMail();
    const event = buildEvent({ ...mail, fromName: 'Harbour Office', hasOneFrom: false }, aReceipt({ spamScore: 1.5 }));

    expect(event.message.from).toEqual({ name: 'Harbour Office' });
    expect(event.trust?.reasons).toContain('from.missing');
    expect(event.spamScore).toBe(1.5);
  });

  it('lets images of the mail point to its attachments', () => {
    const file = {
      contentType: 'image/png',
      size: 1,
      sha256: '',
      isShown: true,
      verdict: 'clean' as const,
      reasons: [],
    };
    const mail = aParsedMail({
      html: '<img alt="" src="cid:logo%40x"><img src="cid:missing">',
      attachments: [{ ...file, contentId: 'logo@x' }],
    });

    const { eventId, body, attachments } = buildEvent(mail, aReceipt());

    expect(body.html).toBe(`<img alt="" src="/attachments/${eventId}/0"><img src="cid:missing">`);
    expect(attachments).toMatchObject([{ inline: true, key: `attachments/${eventId}/0` }]);
  });

  it('believes no pass of DMARC where From names several people', () => {
    expect(buildEvent(aParsedMail({ hasOneFrom: false }), aReceipt()).authentication.dmarc).toBe('none');
  });

  it('does not take the mail that a bounce returns for a forward', () => {
    const mail = aParsedMail({
      contentType: { type: 'multipart/report', reportType: 'delivery-status' },
      subject: 'Fwd: Prices',
      returned: 'From: bob@ours.example\nSubject: Prices',
    });

    expect(buildEvent(mail, aReceipt()).message).not.toHaveProperty('forwarded');
  });

  it('asks the reader of intents for people’s words alone', () => {
    const asked: string[] = [];
    const reader = (words: string) => {
      asked.push(words);
      return undefined;
    };

    buildEvent(aParsedMail(), aReceipt(), reader);
    buildEvent(aParsedMail({ headers: [{ name: 'auto-submitted', value: 'auto-generated' }] }), aReceipt(), reader);

    expect(asked).toEqual(['Hi.']);
  });
});
