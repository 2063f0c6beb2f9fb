/** Pictures of the mail itself, as the sanitizer writes them: `cid:` became the place of the attachment in the event. */
const ownPicture = /(<img\b[^<>]{0,1000}?\ssrc=")\/attachments\/[^"/]+\/(\d+)"/gi;

/** The numbers of the attachments that the HTML of a mail shows as pictures. */
export const ownPicturesIn = (html: string): number[] => [
  ...new Set([...html.matchAll(ownPicture)].map(([, , nth]) => Number(nth))),
];

/**
 * Gives the pictures of the mail itself another address.
 *
 * @param addressOf the address of an attachment, as an attribute of HTML holds it; it is given the present one
 */
export const withOwnPictures = (html: string, addressOf: (nth: number, present: string) => string): string =>
  html.replace(ownPicture, (match: string, before: string, nth: string) => {
    const present = match.slice(before.length, -1);
    return `${before}${addressOf(Number(nth), present)}"`;
  });
