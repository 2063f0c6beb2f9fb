import type { ParsedMail } from '../../../../lambdas/domain/mail/parsed-mail.ts';
import { forwardingConfirmation } from '../../../../lambdas/domain/understanding/classify/forwarding.ts';
import { aParsedMail } from '../../../helpers/builders.ts';

const recipients = ['sales@inbound.localhost'];
const confirm = 'https://mail-settings.google.com/mail/vf-%5BAbc%5D-x';
const cancel = 'https://mail-settings.google.com/mail/uf-%5BAbc%5D-x';
const gmail = (
  text: string,
  subject = '(#123456789) Gmail Forwarding Confirmation',
  address = 'forwarding-noreply@google.com',
) => aParsedMail({ from: { address }, subject, text });

const read = (mail: ParsedMail) => forwardingConfirmation({ mail, recipients })?.forwarding;
const microsoft = (text: string, address = 'no-reply@microsoft.com', subject = 'Verify your forwarding address') =>
  aParsedMail({ from: { name: 'Outlook', address }, subject, text });

describe('forwardingConfirmation', () => {
  it('reads the mailbox, the link that confirms and the code of Gmail, not the link that cancels', () => {
    const text = `Cancel: ${cancel}\nlea@gmail.com has requested to forward mail to sales@inbound.localhost.\n${confirm}\n`;

    expect(read(gmail(text))).toEqual({ service: 'gmail', account: 'lea@gmail.com', url: confirm, code: '123456789' });
  });

  it.each([
    ['(#987654321) Confirmación de reenvío de Gmail - Recibir correo de lea@gmail.com', confirm],
    ['Gmail の転送の確認 - lea@gmail.com からメールを受信', `${confirm}\n確認コード: 987654321`],
    ['Gmail-Weiterleitungsbestätigung', `Bestätigungscode: 987654321\n${confirm}`],
    ['Gmail', `Confirmation code: 987654321\n<${confirm}>`],
  ])('reads Gmail in any language: %s', (subject, text) => {
    expect(read(gmail(text, subject))).toMatchObject({ service: 'gmail', url: confirm, code: '987654321' });
  });

  it.each([
    ['mail.google.com', 'https://mail.google.com/mail/vf-abc'],
    ['isolated.mail.google.com', 'https://isolated.mail.google.com/mail/vf-abc'],
    ['an account’s number', 'https://mail.google.com/mail/u/0/vf-abc'],
  ])('reads a link on %s', (_where, url) => {
    expect(read(gmail(url))).toMatchObject({ url });
  });

  it('reads the link in the HTML of a mail without text', () => {
    const mail = aParsedMail({ ...gmail(''), html: `<a href="${confirm}&amp;a=1">Confirm</a>` });

    expect(read(mail)).toMatchObject({ url: `${confirm}&a=1` });
  });

  it.each([
    ['Outlook', 'Please confirm that lea@outlook.com may forward mail to you: https://account.live.com/verify?id=1'],
    [
      'Outlook in German',
      'Bitte bestätigen Sie die Weiterleitung von lea@outlook.de: https://outlook.live.com/mail/confirm/1',
    ],
    ['Outlook in French', 'Veuillez vérifier le transfert de lea@outlook.fr : https://account.microsoft.com/confirm/1'],
  ])('reads a confirmation of %s', (_service, text) => {
    expect(read(microsoft(text))).toMatchObject({
      service: 'outlook',
      account: expect.stringMatching(/^lea@/) as string,
    });
  });

  it.each([
    ['another host', gmail('https://evil.example/mail/vf-abc', 'Gmail Forwarding Confirmation')],
    ['a host that only ends alike', gmail('https://notmail.google.com.evil.example/mail/vf-abc', 'Gmail')],
    ['a name before the host', gmail('https://mail.google.com@evil.example/mail/vf-abc', 'Gmail')],
    ['a link without encryption', gmail('http://mail.google.com/mail/vf-abc', 'Gmail')],
    ['a link that only cancels', gmail(cancel, 'Gmail')],
    ['another sender', gmail(confirm, 'Gmail Forwarding Confirmation', 'forwarding-noreply@google.com.evil.example')],
    [
      'a person at the provider',
      microsoft('Please confirm the forwarding: https://account.live.com/verify', 'lea@outlook.com'),
    ],
    [
      'other mail of the provider',
      microsoft('Please confirm your address: https://account.live.com/verify', 'no-reply@microsoft.com', 'Verify'),
    ],
    ['a link to help', microsoft('Confirm the forwarding: https://support.microsoft.com/help')],
    ['mail without a sender', aParsedMail({ subject: 'Forwarding Confirmation', from: { address: '' } })],
  ])('takes no confirmation from %s', (_what, mail) => {
    expect(read(mail)).toBeUndefined();
  });

  it('reads a long mail in linear time', () => {
    const pieces = ['https://', 'a@b.', 'code: 1', 'https://mail.google.com/mail/', '(#1'];
    const began = performance.now();
    for (const piece of pieces) read(gmail(piece.repeat(400_000 / piece.length), piece.repeat(50_000)));

    expect(performance.now() - began).toBeLessThan(1500);
  });
});
