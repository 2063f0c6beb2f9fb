import { compact } from '../compact.ts';
import type { Tnef } from '../inspect/tnef.ts';
import { type Body, limited } from './body.ts';
import { codePageText } from './code-page.ts';
import { isHtmlTooLarge, unlessTooDeep } from './html-limits.ts';
import { htmlToText } from './html-text.ts';
import { readRtf } from './rtf.ts';
import { unpackRtf } from './rtf-compression.ts';

/** The body in a TNEF part, where Outlook may send the words of a rich mail: as text, HTML, or RTF alone. */
export function tnefBody(tnef: Tnef): Body {
  const { text, html } = tnef.text === undefined && tnef.html === undefined ? rtfWords(tnef) : sentWords(tnef);
  if (html === undefined) return limited(compact({ text, isTextFromHtml: false }), []);
  const refusal = isHtmlTooLarge(html) ? 'too-large' : undefined;
  const marked = refusal === undefined && text === undefined ? unlessTooDeep(() => htmlToText(html)) : undefined;
  const reason = refusal ?? (text === undefined && marked === undefined ? 'too-deep' : undefined);
  return limited(
    compact({
      text: text ?? marked?.text,
      html: reason === undefined ? html : undefined,
      isTextFromHtml: text === undefined,
      marked,
    }),
    reason === undefined ? [] : [{ part: 'html', reason, bytes: Buffer.byteLength(html) }],
  );
}

interface SentWords {
  readonly text?: string | undefined;
  readonly html?: string | undefined;
}

/** Text that stands there with one byte a letter has a code page beside it. */
function sentWords({ text, html, codePage, isWide }: Tnef): SentWords {
  if (text === undefined || isWide || codePage === undefined) return { text, html };
  return { text: codePageText(Buffer.from(text, 'latin1'), codePage), html };
}

function rtfWords({ rtf }: Tnef): SentWords {
  const unpacked = rtf && unpackRtf(rtf);
  return (unpacked && readRtf(unpacked)) ?? {};
}
