import { attachmentPart, buildMail, htmlPart } from '../../fixtures/mail-builder.ts';

/** A picture of one pixel. */
export const onePixelPng = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

interface MailWithFiles {
  readonly headers: readonly string[];
  /** Shows the picture as `cid:pic@x`. */
  readonly html: string;
  /** The name of the text file. */
  readonly plan?: string;
}

/** A mail with a picture within its HTML, a text file, and a program, which the inspection blocks. */
export const mailWithFiles = ({ headers, html, plan = 'plan.txt' }: MailWithFiles): Buffer =>
  buildMail({
    headers: [...headers],
    multipart: {
      subtype: 'mixed',
      parts: [
        {
          multipart: {
            subtype: 'related',
            parts: [
              htmlPart(html),
              {
                headers: [
                  'Content-Type: image/png',
                  'Content-ID: <pic@x>',
                  'Content-Disposition: inline; filename="pic.png"',
                  'Content-Transfer-Encoding: base64',
                ],
                body: onePixelPng.toString('base64'),
              },
            ],
          },
        },
        attachmentPart('text/plain', plan, 'The plan.'),
        attachmentPart('application/x-msdownload', 'setup.exe', Buffer.from('MZ\x90\x00'.padEnd(200, 'x'), 'latin1')),
      ],
    },
  });
