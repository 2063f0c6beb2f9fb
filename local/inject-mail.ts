import { createTransport, type SendMailOptions } from 'nodemailer';
import * as z from 'zod';
import { outgoingMail } from './outgoing-mail.ts';

/** A mail that a person composes. */
const composedMail = z.strictObject({
  from: z.string().max(1000),
  to: z.string().min(1).max(10_000),
  subject: z.string().max(100_000).default(''),
  text: z.string().default(''),
  html: z.string().optional(),
  attachments: z
    .array(
      z.strictObject({
        filename: z.string().max(1000),
        contentType: z.string().max(200).optional(),
        base64: z.base64().describe('The content.'),
      }),
    )
    .max(20)
    .optional(),
});

/** A mail that is to be sent: its bytes, or the fields that a person wrote. */
interface GivenMail {
  readonly type: string;
  readonly content: Buffer;
}

/** A mail that the local intake did not take. */
export class RefusedMailError extends Error {
  override name = 'RefusedMailError';
}

/**
 * Sends a mail through the SMTP server of this machine, as any sender would.
 *
 * @returns the id that the pipeline gave it
 * @throws RefusedMailError, ZodError
 */
export async function injectMail(smtpPort: number, mail: GivenMail): Promise<string> {
  const raw = mail.type.startsWith('application/json')
    ? await compose(JSON.parse(mail.content.toString()))
    : mail.content;
  if (raw.length === 0)
    throw new RefusedMailError('the mail is empty; send its bytes, or JSON with from, to and subject');
  const transport = createTransport({ host: '127.0.0.1', port: smtpPort, ignoreTLS: true });
  try {
    const { response } = await transport.sendMail({ envelope: outgoingMail(raw, undefined).envelope, raw });
    return /\b([0-9a-f]{40})\b/.exec(response)?.[1] ?? '';
  } catch (error) {
    const { response, message } = error as Error & { readonly response?: string };
    throw new RefusedMailError(response ?? message, { cause: error });
  } finally {
    transport.close();
  }
}

/** Writes the bytes of a mail. Contents are given, never read from a file or an address. */
async function compose(fields: unknown): Promise<Buffer> {
  const { attachments = [], ...mail } = composedMail.parse(fields);
  const message: SendMailOptions = {
    ...mail,
    attachments: attachments.map(({ base64, ...file }) => ({ ...file, content: base64, encoding: 'base64' })),
    disableFileAccess: true,
    disableUrlAccess: true,
  };
  const composer = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
  return (await composer.sendMail(message)).message as Buffer;
}
