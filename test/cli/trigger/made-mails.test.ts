import { type MailRequest, madeKind, madeKinds, madeMails } from '../../../cli/trigger/made-mails.ts';
import { mailKinds } from '../../../lambdas/domain/mail/mail-kinds.ts';
import { eventOfMail as eventOf } from '../../helpers/read-mail.ts';

const request: MailRequest = { id: 'one', to: 'deals@inbound.localhost', now: new Date('2026-11-20T09:00:00Z') };

describe('madeMails', () => {
  it.each(Object.entries(madeKinds))('are read as what they are: %s', async (name, { kind }) => {
    const raw = madeMails(madeKinds[name]!, request).at(-1)!;

    expect((await eventOf(raw)).classification.kind).toBe(kind);
  });

  it('have every kind of mail among them', () => {
    const kinds = new Set(Object.values(madeKinds).map(({ kind }) => kind));

    expect(mailKinds.filter((kind) => !kinds.has(kind))).toEqual([]);
  });

  it.each(Object.keys(madeKinds))('have another Message-ID each time, and lines as SMTP has them: %s', (name) => {
    const [first = '', second = ''] = ['one', 'two'].map((id) =>
      madeMails(madeKinds[name]!, { ...request, id }).join(''),
    );
    const idOf = (mail: string) => /^Message-ID: (.*)$/m.exec(mail)?.[1];

    expect(idOf(first)).not.toBe(idOf(second));
    expect(first.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(first).toContain('\r\nTo: deals@inbound.localhost\r\n');
  });

  it('answer in the conversation that the first mail begins', async () => {
    const [first, second] = await Promise.all(madeMails(madeKinds.reply!, request).map(eventOf));

    expect(second!.message.inReplyTo).toContain(first!.message.messageId);
    expect(second!.body.reply?.text).toBe('Tuesday at ten is fine for us.');
  });

  it('carry their files', async () => {
    const [mail] = madeMails(madeKinds.attachment!, request);

    expect((await eventOf(mail!)).attachments.map(({ filename }) => filename)).toEqual(['plan.txt', 'seats.csv']);
  });
});

describe('madeKind', () => {
  it('finds a kind by its name, and nothing by an inherited one', () => {
    expect(madeKind('bounce')).toBe(madeKinds.bounce);
    expect(madeKind('unheard-of')).toBeUndefined();
    expect(madeKind('constructor')).toBeUndefined();
  });
});
