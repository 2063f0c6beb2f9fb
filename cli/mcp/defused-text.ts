import { withoutInvisible } from '../../lambdas/mime/invisible-characters.ts';

/** A text of a stranger, made harmless, and whether its end was cut off. */
interface DefusedText {
  readonly text: string;
  readonly isCut: boolean;
}

/** Control characters and others without a shape; line ends and tabs stay. */
const shapeless = /(?![\n\t])\p{C}/gu;
/** The beginning of an address: a scheme, or www. */
const scheme = /\b([a-z][a-z0-9+.-]{1,20}):\/\/([^\s/?#"'<>)\]]{0,255})/gi;
const www = /\bwww\.(?=[\w-])/gi;
/** Schemes that need no slashes to be followed, loaded or run. */
const bareScheme = /\b(mailto|data|javascript|vbscript|tel|sms|file):(?=\S)/gi;
/** Markdown's link and picture, which a client may load by itself. */
const markdownLink = /\](?=\(|\[|:)/g;
/** The beginning of a tag, of a comment, and of the marks that parted roles in the prompts of some models. */
const tagStart = /<(?=[a-z/!|?])/gi;

/**
 * Makes a text of a stranger harmless to show to a language model and to the person who reads its answer: what nobody sees is
 * taken out, no address can be followed or loaded, and nothing in it reads as a tag.
 *
 * @param most UTF-16 units that are kept
 */
export function defusedText(text: string, most: number): DefusedText {
  // A longer text is not looked at beyond what can be shown of it.
  const visible = withoutInvisible(text.slice(0, 2 * most))
    .text.replaceAll('\r\n', '\n')
    .replaceAll(shapeless, '');
  const defused = visible
    .replaceAll(scheme, (_match, name: string, host: string) => `${unfollowed(name)}://${host.replaceAll('.', '[.]')}`)
    .replaceAll(www, 'www[.]')
    .replaceAll(bareScheme, '$1[:]')
    .replaceAll(markdownLink, '] ')
    .replaceAll(tagStart, '‹');
  const isCut = defused.length > most || text.length > 2 * most;
  return { text: defused.slice(0, most).toWellFormed(), isCut };
}

/** A scheme that no client knows, and a person still reads. */
const unfollowed = (name: string): string => (/^https?$/i.test(name) ? name.replace(/tt/i, 'xx') : `${name}-x`);
