/** A text with its newest words apart. */
interface SplitText {
  readonly before: string;
  readonly marked: string;
  readonly after: string;
}

/** Finds the newest words of a mail in its text; none are marked where they are the whole text or are not found. */
export function splitReply(text: string, reply: string | undefined): SplitText {
  const words = reply?.trim() ?? '';
  const place = words === '' || words === text.trim() ? -1 : text.indexOf(words);
  if (place < 0) return { before: '', marked: '', after: text };
  return { before: text.slice(0, place), marked: words, after: text.slice(place + words.length) };
}
