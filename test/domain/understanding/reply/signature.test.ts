import {
  readContact,
  type SignatureContact,
  splitSignature,
} from '../../../../lambdas/domain/understanding/reply/signature.ts';

describe('what a signature says of the person', () => {
  it.each<[string, string, SignatureContact]>([
    [
      'name, title, company, phone',
      'Ada Lovelace\nChief Analyst\nEngines Ltd\nPhone: +44 20 7946 0018',
      { phone: '+44 20 7946 0018', title: 'Chief Analyst', company: 'Engines Ltd' },
    ],
    [
      'all in one line',
      'Ada Lovelace\nHead of Sales | Engines GmbH\nT +49 (30) 1234-567',
      { phone: '+49 (30) 1234-567', title: 'Head of Sales', company: 'Engines GmbH' },
    ],
    [
      'a title at a company',
      'Ada\nCTO at Difference Works\nhttps://works.example',
      { title: 'CTO', company: 'Difference Works' },
    ],
    [
      'German',
      'Ada Lovelace\nLeiterin Einkauf\nMaschinen GmbH\nTel.: 030 / 123 45 67',
      { phone: '030 / 123 45 67', title: 'Leiterin Einkauf', company: 'Maschinen GmbH' },
    ],
    ['a fax is no phone', 'Ada Lovelace\nFax: +44 20 7946 0019', {}],
    ['a date is no phone', 'Ada Lovelace\n20.11.2026 09:00', {}],
    ['a phone app', 'Sent from my iPhone', {}],
    ['a name alone', 'Ada', {}],
    ['a list footer', 'engines mailing list\nengines@lists.example', {}],
  ])('%s', (_name, signature, contact) => {
    expect(readContact(signature)).toEqual(contact);
  });
});

describe('splitSignature', () => {
  it.each<[string, string[], number]>([
    ['a delimiter line', ['See you on Monday.', '', '-- ', 'Ada Lovelace', 'Engines Ltd'], 1],
    ['a line of a device', ['See you on Monday.', '', 'Sent from my iPhone'], 1],
    ['a closing with a phone number below it', ['See you.', '', 'Best regards', 'Ada', 'Phone: +44 20 7946 0018'], 1],
    ['two dashes above a name', ['See you on Monday.', '--', 'Ada Lovelace', 'Engines Ltd'], 1],
    ['an app line with a link', ['See you.', '', 'Sent from Quillmail<https://quillmail.example/get?b=1>'], 1],
    ['an app line with an excuse', ['See you.', '', 'Sent from my iPhone. Please excuse any typos.'], 1],
    ['two app lines', ['See you.', '', 'Sent from my phone', 'Get Outlook for iOS'], 1],
    ['a Vietnamese closing', ['Vâng.', '', 'Trân trọng,', '', 'Lê Thu Bến', 'ĐT: +84 24 5555 0123'], 1],
    ['a Hebrew closing', ['כן.', '', 'בברכה,', 'עדה', 'טל: +972 3 555 0123'], 1],
    ['an Arabic closing', ['نعم.', '', 'مع التحية،', 'آدا', '+20 2 5555 0123'], 1],
    [
      'a card without a closing',
      ['See you.', '', 'Ada Lovelace', 'Head of Sales', 'Engines Ltd', '+44 20 7946 0018'],
      1,
    ],
    ['no sign of a signature', ['See you on Monday.', 'Bring the drawings.'], 2],
    ['a closing with a name alone', ['See you on Monday.', '', 'Best regards', 'Ada'], 4],
    ['nothing: a list below two dashes', ['Please order:', '--', '10 ropes', '20 hooks'], 4],
    ['nothing: a sentence like an app line', ['Sent from my iPhone is what my mails say, can you switch it off?'], 1],
    ['nothing: a sentence about a parcel', ['Gesendet mit DHL heute, Handy liegt bei.'], 1],
    ['nothing: a sentence about a letter', ['Envoyé par la poste ce matin avec le téléphone.'], 1],
    ['nothing: a section below a line', ['Part one.', '', '-------', 'Part two. Please call 020 7946 0018.'], 4],
  ])('keeps the words above %s', (_case, lines, kept) => {
    const { words, signature } = splitSignature(lines);

    expect(words).toEqual(lines.slice(0, kept));
    expect(signature.length > 0).toBe(kept < lines.length);
  });
});

describe('a postscript', () => {
  it('belongs to the words, also below the signature', () => {
    expect(splitSignature(['Yes.', '', '-- ', 'Ada', '', 'PS: bring the', 'drawings.', '', 'Engines Ltd'])).toEqual({
      words: ['Yes.', '', 'PS: bring the', 'drawings.'],
      signature: ['-- ', 'Ada', '', '', 'Engines Ltd'],
    });
  });
});
