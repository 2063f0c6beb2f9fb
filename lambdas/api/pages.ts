import { type Purpose, purposes } from '../domain/mail/purposes.ts';

const style =
  'body{font:1.1rem/1.5 system-ui,sans-serif;max-width:36rem;margin:3rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}' +
  'h1{font-size:1.5rem}button{font:inherit;padding:.6rem 1.2rem;border:2px solid #0b6b33;border-radius:.4rem;background:#0b6b33;color:#fff}' +
  'button:focus-visible,input:focus-visible{outline:3px solid #06c;outline-offset:2px}fieldset+button{background:#fff;color:#0b6b33}label{display:block;padding:.3rem 0}' +
  'fieldset{border:1px solid #bbb;border-radius:.4rem;margin:1.5rem 0}';

/** A page. `title` and `content` are HTML already. @param more further CSS */
export const frame = (title: string, content: string, more = ''): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">` +
  `<title>${title}</title><style>${style}${more}</style></head><body><main><h1>${title}</h1>${content}</main></body></html>`;

/** The purposes by the names that a recipient reads. Nobody can refuse legal notices. */
const choices: ReadonlyArray<readonly [Purpose, string]> = [
  ['marketing', 'News and offers'],
  ['sales', 'Messages from our sales team'],
];

/**
 * The page behind an unsubscribe link: one button, and the choices below it. Nothing has changed yet, for a link scanner
 * sees the same.
 */
export function unsubscribePage(wanted: ReadonlySet<Purpose>): string {
  const boxes = choices
    .map(
      ([purpose, label]) =>
        `<label><input type="checkbox" name="${purpose}" value="on"${wanted.has(purpose) ? ' checked' : ''}> ${label}</label>`,
    )
    .join('');
  return frame(
    'Email preferences',
    '<p>One click, and we stop sending you these messages.</p>' +
      '<form method="post"><input type="hidden" name="List-Unsubscribe" value="One-Click"><button type="submit">Unsubscribe</button></form>' +
      `<form method="post"><input type="hidden" name="preferences" value="1"><fieldset><legend>Or choose what we may send</legend>${boxes}</fieldset>` +
      '<button type="submit">Save choices</button></form>',
  );
}

/** The page after an unsubscribe. It is the same for a token that means nothing: nobody learns which tokens are real. */
export const unsubscribedPage = (): string =>
  frame('You are unsubscribed', '<p>We have taken you off the list. This holds from now on.</p>');

/**
 * @param isPartly a choice asks for mail again after a refusal that did not come by this page, which the page cannot undo
 */
export const preferencesSavedPage = (isPartly = false): string =>
  frame(
    'Saved',
    `<p>Your choices hold from now on.</p>${isPartly ? '<p>What you did not leave by this page it does not bring back: to get it again, please sign up.</p>' : ''}`,
  );

export const confirmPage = (): string =>
  frame(
    'Confirm your subscription',
    '<p>Please confirm that you want to hear from us.</p><form method="post"><input type="hidden" name="confirm" value="1"><button type="submit">Yes, confirm</button></form>',
  );

/** The page of a link that is too old, means nothing, or was sent for a sign-up that was taken back since. */
export const notConfirmedPage = (): string =>
  frame(
    'This link confirms nothing any more',
    '<p>It is too old, or you have left since it was sent. Nothing has changed. If you want to hear from us, please sign up again.</p>',
  );

export const confirmedPage = (): string => frame('Confirmed', '<p>Thank you. You can leave again at any time.</p>');

/** Purposes that the page lets people choose. */
export const choosable: readonly Purpose[] = purposes.filter((purpose) => choices.some(([name]) => name === purpose));
