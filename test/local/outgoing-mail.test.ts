import { outgoingMail } from '../../local/outgoing-mail.ts';

const mail = (...lines: string[]): Buffer => Buffer.from(`${lines.join('\r\n')}\r\n\r\nTo: not@a.header\r\n`);

describe('outgoingMail', () => {
  it("sends to the mail's own recipients where they are local, also those in Bcc", () => {
    const { envelope } = outgoingMail(
      mail('From: a@b.example', 'To: Sales <sales@inbound.localhost>, c@d.example', 'Bcc: log@inbound.localhost'),
      undefined,
    );

    expect(envelope).toEqual({ from: 'a@b.example', to: ['sales@inbound.localhost', 'log@inbound.localhost'] });
  });

  it.each([
    ['to deals when none is local', undefined, ['deals@inbound.localhost']],
    ['to the given recipients', ['x@inbound.localhost'], ['x@inbound.localhost']],
  ])('sends %s', (_name, to, expected) => {
    expect(outgoingMail(mail('From: a@b.example', 'To: c@d.example'), to).envelope.to).toEqual(expected);
  });

  it('sends from the null sender when Return-Path is empty', () => {
    expect(outgoingMail(mail('Return-Path: <>', 'From: mailer-daemon@b.example'), undefined).envelope.from).toBe('');
  });

  it.each([
    ['From', ['Sender: c@d.example', 'From: a@b.example'], 'a@b.example'],
    ['Sender where there is no From', ['Sender: c@d.example'], 'c@d.example'],
  ])('sends from %s when there is no Return-Path', (_field, lines, from) => {
    expect(outgoingMail(mail(...lines), undefined).envelope.from).toBe(from);
  });

  it('lists each mail that it answers once, and never itself', () => {
    const { messageId, answers } = outgoingMail(
      mail('Message-ID: <c@x>', 'In-Reply-To: <b@x>', 'References: <a@x>', ' <b@x> <c@x>'),
      undefined,
    );

    expect({ messageId, answers }).toEqual({ messageId: 'c@x', answers: ['b@x', 'a@x'] });
  });
});
