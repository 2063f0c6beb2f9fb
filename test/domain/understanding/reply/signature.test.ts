import { readContact, type SignatureContact } from '../../../../lambdas/domain/understanding/reply/signature.ts';

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
