import type { EmailReceived } from '../mail/event.ts';
import { hasInvisibleCharacters, imitatesLatin, isMixedScript, shownDomain } from './disguise.ts';

/**
 * A name and an `@` before the host (RFC 3986 §3.2.1): people read the name, and the browser goes to the host.
 * Browsers read a backslash, and any number of slashes, as the two that belong there (WHATWG URL).
 */
const userPartInHtml = /\shref="https?:[\\/]*[^"\\/?#]{0,500}@/i;
const userPartInText = /https?:[\\/]{1,9}[^\s<>"'()[\]\\/?#,;|]{0,500}@/i;

/** A sign of such a host anywhere: most HTML has none, and its links need no search. */
const foreignLetters = /xn--|[^\u0000-\u007f]/i;
/** A host that is not plain ASCII, in either form. */
const foreignHost = /\shref="https?:\/\/[^"/?#]{0,300}(?:xn--|[^"/?#\u0000-\u007f])/i;
const host = /\shref="https?:\/\/(?:[^"/?#@]{0,300}@)?([^"/?#@:]{1,253})/gi;
/** Links with a host to look at; a mail repeats the same ones. */
const maxHosts = 100;

/** Whether a link shows the name of somebody before the host to which it leads. */
export const hasUserPart = ({ html, text }: Pick<EmailReceived['body'], 'html' | 'text'>): boolean =>
  (html?.includes('@') === true && userPartInHtml.test(html)) ||
  (text?.includes('@') === true && userPartInText.test(text));

/** Whether the host of a link is written with letters that look like others, or with some that nobody sees. */
export function hasDisguisedHost({ html }: Pick<EmailReceived['body'], 'html'>): boolean {
  if (html === undefined || !foreignLetters.test(html) || !foreignHost.test(html)) return false;
  const hosts = new Set(
    html
      .matchAll(host)
      .map(([, name = '']) => name.toLowerCase())
      .filter((name) => /xn--|[^\u0000-\u007f]/.test(name))
      .take(maxHosts),
  );
  return [...hosts].some((name) => {
    const shown = shownDomain(name);
    return isMixedScript(shown) || imitatesLatin(shown) || hasInvisibleCharacters(name);
  });
}
