import type { EmailReceived } from '../domain/mail/event.ts';
import { withOwnPictures } from '../domain/mail/own-pictures.ts';
import { awaitsScan, threatIn } from '../domain/mail/scan-verdict.ts';
import { escapeHtml } from '../domain/mail/text.ts';
import { frame } from './pages.ts';

type Attachment = EmailReceived['attachments'][number];

const notes: Readonly<Record<Attachment['verdict'], string>> = {
  clean: '',
  unscanned: ' – not looked into',
  suspicious: ' – may run something',
  blocked: ' – blocked',
};

/**
 * In characters: the longest part of a mail that a page shows. Lambda answers with 6 MB at most, and a character takes up to
 * six bytes of that, as `&quot;` does.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
const longestShown = 850_000;
const longestName = 500;
const mostMailboxes = 100;

/**
 * One mail, safe to look at: its HTML without scripts in a frame that runs nothing and loads nothing from elsewhere, and
 * its attachments behind links to this API.
 *
 * @param here the path of the page
 */
export function mailPage(event: EmailReceived, here: string): string {
  const { message, receivedAt, body, attachments, trust } = event;
  const subject = shortened(message.subject ?? '(no subject)');
  const rows: ReadonlyArray<readonly [string, string | undefined]> = [
    ['From', message.from && shortened(shownAuthor(message.from))],
    ['To', mailboxList(message.to)],
    ['Cc', mailboxList(message.cc)],
    ['Received', receivedAt],
    ['Trust', trust && `${trust.score} of 100`],
  ];
  const head = rows
    .filter(([, value]) => value)
    .map(([name, value]) => `<dt>${name}</dt><dd>${escapeHtml(value!)}</dd>`)
    .join('');
  const files = attachments.map((attachment, nth) => `<li>${fileOf(attachment, `${here}/${nth}`)}</li>`).join('');
  return frame(
    escapeHtml(subject),
    `<dl>${head}</dl>${files && `<h2>Attachments</h2><ul>${files}</ul>`}${cutNotice(event)}${closedNotice(body)}${contentOf(body, here)}`,
    'body{max-width:60rem}dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem}dt{color:#555}dd{margin:0;overflow-wrap:anywhere}' +
      'h2{font-size:1.1rem}iframe{width:100%;height:65vh;border:1px solid #bbb;border-radius:.4rem}pre{white-space:pre-wrap;overflow-wrap:anywhere;font:inherit;border-top:1px solid #bbb;padding-top:1rem}',
  );
}

function cutNotice({ eventId, body: { html, text = '' } }: EmailReceived): string {
  if ((html ?? text).length <= longestShown) return '';
  return `<p><strong>Only the beginning is shown: the mail is too long for a page.</strong> The whole mail is kept in the mail bucket; <code>postern trace ${escapeHtml(eventId)}</code> names the object.</p>`;
}

const closedNotice = ({ notice }: EmailReceived['body']): string =>
  notice === undefined ? '' : `<p><strong>${escapeHtml(notice)}</strong></p>`;

function contentOf({ html, text = '' }: EmailReceived['body'], here: string): string {
  if (html === undefined) return `<pre>${escapeHtml(text.slice(0, longestShown))}</pre>`;
  // The cut is before a tag, not inside it; the browser closes open elements at the end of the frame.
  const end = html.length <= longestShown ? html.length : html.lastIndexOf('<', longestShown);
  // Pictures of the mail itself come by our own route: the address in the event has no token.
  const linked = withOwnPictures(html.slice(0, end), (nth) => `${here}/${nth}?as=picture`);
  const source = `<base target="_blank"><style>body{font:1rem/1.5 system-ui,sans-serif;margin:1rem}img{max-width:100%}</style>${linked}`;
  return `<iframe title="The mail" sandbox="allow-popups allow-popups-to-escape-sandbox" srcdoc="${escapeHtml(source)}"></iframe>`;
}

function mailboxList(mailboxes: EmailReceived['message']['to']): string {
  const more = mailboxes.length - mostMailboxes;
  const shown = mailboxes
    .slice(0, mostMailboxes)
    .map(({ name, address }) => shortened(name === undefined ? address : `${name} <${address}>`));
  return [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join(', ');
}

const shownAuthor = ({ name, address }: NonNullable<EmailReceived['message']['from']>): string =>
  name === undefined || address === undefined ? (address ?? name ?? '') : `${name} <${address}>`;

const shortened = (text: string): string => (text.length <= longestName ? text : `${text.slice(0, longestName)}…`);

function fileOf(attachment: Attachment, path: string): string {
  const { verdict, size, macroFreeKey } = attachment;
  const note = verdict === 'unscanned' && awaitsScan(attachment) ? ' – antivirus scan not ended' : notes[verdict];
  const label = `${escapeHtml(nameOf(attachment))} (${sizeOf(size)})${note}`;
  const copy = macroFreeKey === undefined ? '' : `, <a href="${path}?as=macro-free">a copy without macros</a>`;
  return (verdict === 'blocked' ? label : `<a href="${path}">${label}</a>`) + copy;
}

const nameOf = ({ filename, contentType }: Attachment): string => shortened(filename ?? contentType);

function sizeOf(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`;
  return bytes < 2 ** 20 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 2 ** 20).toFixed(1)} MB`;
}

/** The same page for an altered link, for a mail that is too old, and for a mail that is not shown any more. */
export const goneNotice = (): string =>
  frame('Not here', '<p>There is no such mail, or it is not to be seen any more.</p>');

export const refusedNotice = (attachment: Attachment, here: string): string =>
  frame(
    'Blocked',
    `<p>${escapeHtml(nameOf(attachment))} ${
      threatIn(attachment) === undefined ? 'would run on a click' : 'has malware in it'
    }, so it is not given out (${escapeHtml(attachment.reasons.join(', '))}).</p>` +
      (attachment.macroFreeKey === undefined ? '' : `<p><a href="${here}?as=macro-free">A copy without macros</a></p>`),
  );

/** The page for a file whose antivirus scan has not ended; a browser asks again by itself. */
export const scanningNotice = (attachment: Attachment): string =>
  frame(
    'One moment',
    `<p>${escapeHtml(nameOf(attachment))} is being scanned for malware. This page asks again every few seconds.</p>`,
  );

export const warningNotice = (attachment: Attachment, here: string): string =>
  frame(
    'Be careful',
    `<p>${escapeHtml(nameOf(attachment))} ${
      attachment.verdict === 'unscanned'
        ? `was not looked into (${escapeHtml(attachment.reasons.join(', '))}): it is encrypted, too large, or of a kind that is not opened here, or no antivirus scan of it ended.`
        : `may run something, or hides what it is (${escapeHtml(attachment.reasons.join(', '))}).`
    } Open it only if you expected it from this sender.</p><p><a href="${here}?anyway=1">Download it anyway</a></p>`,
  );
