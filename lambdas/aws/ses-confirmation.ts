import { type SESClient, SendEmailCommand } from '@aws-sdk/client-ses';
import type { ConfirmationMail } from '../domain/consent/consent-settings.ts';
import { confirmationDays, mintToken } from '../domain/consent/token.ts';
import type { SuppressionTarget } from '../domain/crm/suppression-target.ts';
import type { TokenKeys } from '../domain/mail/signed-text.ts';
import { errorNameOf } from './aws-error.ts';

interface ConfirmationOptions {
  readonly mail: ConfirmationMail;
  /** The URL of the API, without a slash at its end. */
  readonly apiUrl: string;
  readonly tokenKeys: () => Promise<TokenKeys>;
  readonly now: () => Date;
}

/**
 * Asks a person who was signed up to confirm it, by a mail with a link that changes nothing until its button is pressed.
 * A person who has confirmed or left meanwhile is not asked. A crash after SES accepted the mail can ask twice.
 *
 * @see https://docs.aws.amazon.com/ses/latest/APIReference/API_SendEmail.html
 */
export function createSesConfirmation(
  ses: Pick<SESClient, 'send'>,
  { mail, apiUrl, tokenKeys, now }: ConfirmationOptions,
): SuppressionTarget {
  return {
    async write({ tenant, subject, address, unconfirmed, signedUpAt = {} }) {
      if (unconfirmed.length === 0)
        return { kind: 'ok', value: { by: 'accepted', answer: 'nothing to confirm any more' }, how: 'unchanged' };
      const purposes = unconfirmed.filter((purpose) => signedUpAt[purpose] !== undefined);
      const signUp = {
        at: purposes.map((purpose) => signedUpAt[purpose]!),
        until: new Date(now().getTime() + confirmationDays * 86_400_000).toISOString(),
      };
      const token = mintToken({ kind: 'confirm', tenant, subject, purposes, signUp }, await tokenKeys());
      try {
        const { MessageId = '' } = await ses.send(
          new SendEmailCommand({
            Source: mail.from,
            Destination: { ToAddresses: [address] },
            Message: {
              Subject: { Charset: 'UTF-8', Data: mail.subject },
              Body: { Text: { Charset: 'UTF-8', Data: mail.text.replaceAll('{link}', `${apiUrl}/c/${token}`) } },
            },
          }),
        );
        return { kind: 'ok', value: { by: 'accepted', answer: `SES ${MessageId}` }, how: 'created' };
      } catch (error) {
        const name = errorNameOf(error);
        if (name === 'MessageRejected' || name === 'MailFromDomainNotVerifiedException')
          return {
            kind: 'misconfigured',
            code: name,
            message: 'SES does not send as the address of consent.confirmation.from',
          };
        return { kind: 'unknown' };
      }
    },
  };
}
