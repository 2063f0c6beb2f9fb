import { readFileSync } from 'node:fs';
import { readTnef } from '../../lambdas/inspect/tnef.ts';
import { tnefBody } from '../../lambdas/mime/tnef-body.ts';
import { aMail, aMultipart, aPart, eventOfMail } from '../helpers/read-mail.ts';
import { aTnef } from '../helpers/tnef.ts';

const theirs = (name: string): Buffer => readFileSync(new URL(`wrapped-by-others/${name}`, import.meta.url));
const bodyOf = (message: Parameters<typeof aTnef>[1]) => tnefBody(readTnef(aTnef([], message))!);
const winmail = (bytes: Buffer): string => aPart('Content-Type: application/ms-tnef; name=winmail.dat', bytes);

describe('tnefBody', () => {
  it.each(['lzfu', 'mela'])('reads words that are in RTF alone, as %s', (form) => {
    const body = bodyOf({ rtf: theirs(`plain.${form}`) });

    expect(body.text).toBe('Please send forty chairs.\nGröße L, see here\t“now”.');
    expect(body.html).toBeUndefined();
  });

  it('reads the HTML that RTF holds', () => {
    const body = bodyOf({ rtf: theirs('html.lzfu') });

    expect(body.html).toContain('<b>forty</b>');
    expect(body.text).toBe('Please send forty chairs, Grüße & Да €.');
    expect(body.isTextFromHtml).toBe(true);
  });

  it.each<[string, Parameters<typeof aTnef>[1], string]>([
    ['text to RTF', { text: Buffer.from('Text'), rtf: theirs('plain.lzfu') }, 'Text'],
    ['HTML to RTF', { html: '<p>Page</p>', rtf: theirs('plain.lzfu') }, 'Page'],
    ['UTF-16 to one byte a letter', { text: Buffer.from('?'), wideText: 'Größe Да' }, 'Größe Да'],
    ['the code page to the western one', { text: Buffer.from([0xc4, 0xe0]), codePage: 1251 }, 'Да'],
  ])('prefers %s', (_, message, text) => {
    expect(bodyOf(message).text).toBe(text);
  });

  it('gives no words for RTF that it cannot read', () => {
    expect(bodyOf({ rtf: Buffer.from('nothing of the kind') })).toEqual({ isTextFromHtml: false, leftOut: [] });
  });

  it('stands in for an outer text of blanks, with the files beside it', async () => {
    const bytes = aTnef([{ short: 'plan.txt', bytes: Buffer.from('the plan') }], { rtf: theirs('plain.lzfu') });
    const { body, attachments } = await eventOfMail(
      aMail(aMultipart('mixed', 'Content-Type: text/plain\n\n \n', winmail(bytes))),
    );

    expect(body.text).toMatch(/^Please send forty chairs\./);
    expect(body.wrappers).toEqual([{ format: 'tnef', opened: true }]);
    expect(attachments.map(({ filename, within }) => [filename, within])).toEqual([
      ['winmail.dat', undefined],
      ['plan.txt', 0],
    ]);
  });

  it('says that a winmail.dat could not be read', async () => {
    const { body } = await eventOfMail(aMail(winmail(Buffer.from('broken'))));

    expect(body.notice).toBe('The content of this mail is in the format TNEF (winmail.dat) and could not be read.');
  });
});
