import fc from 'fast-check';
import { createPseudonyms } from '../../../cli/scrub/pseudonyms.ts';
import { scrubLink, scrubText } from '../../../cli/scrub/scrub-text.ts';

const pseudonyms = createPseudonyms(Buffer.alloc(32, 7));
const rules = { pseudonyms, names: new Set(['ada', 'lovelace', 'acme']), allWords: false };
const scrub = (text: string): string => scrubText(text, rules);

describe('the text of a mail', () => {
  it.each([
    ['an address', 'Write to ada@acme.com.', 'ada@acme.com'],
    ['a name', 'Ada said no, and LOVELACE said yes', 'LOVELACE'],
    ['a telephone number', 'Call +49 30 12 34 56 78', '12 34 56 78'],
    ['a telephone number with marks', 'Call (030) 1234-5678', '1234-5678'],
    ['an account', 'IBAN DE89370400440532013000', 'DE89370400440532013000'],
    ['the number of an order', 'Order 20413987', '20413987'],
    ['a link', 'See https://acme.com/u/ada?x=1', 'acme.com/u/ada'],
    ['a domain', 'on shop.acme.com today', 'acme.com'],
    ['an address of the network', 'from [203.0.113.77]', '203.0.113.77'],
    ['an address of the network, version 6', 'from 2a00:1450:4001:81b::200e', '2a00:1450'],
    ['a file in the text', 'begin 644 ada.txt\n#4V%L\n`\nend', '#4V%L'],
    ['base64', `${'QWRhIExvdmVsYWNl'.repeat(5)}=`, 'QWRhIExvdmVsYWNl'],
  ])('has %s replaced', (_, text, gone) => {
    expect(scrub(text)).not.toContain(gone);
  });

  it.each([
    'On Mon, 3 Nov 2025 at 09:15, he wrote:',
    'due 2026-11-20, at 10:30',
    'smtp; 554 5.4.6 Hop count exceeded',
    'Please unsubscribe me',
    '> quoted\n>> twice',
  ])('stays as it is: %s', (text) => {
    expect(scrub(text)).toBe(text);
  });

  it('has every word replaced where that is asked for, and the words of quotes kept', () => {
    const all = scrubText('On Mon, Ada wrote:\n> the salary is high', { ...rules, allWords: true });

    expect(all).toMatch(/^On Mon, \S+ wrote:\n> \S+ \S+ is \S+$/);
    expect(all).not.toContain('salary');
  });

  it('keeps its lines, whatever stands in them', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (text) => {
        expect(scrub(text).split('\n')).toHaveLength(text.split('\n').length);
      }),
    );
  });

  it('takes a long line in a moment', () => {
    for (const unit of ['1 ', 'a@', 'a.', '0:', '(', 'begin 644 a\n', 'http://a ', '1-'])
      expect(typeof scrub(unit.repeat(200_000 / unit.length))).toBe('string');
  }, 20_000);
});

describe('a link', () => {
  it('keeps the words that say what it does', () => {
    const link = scrubLink('https://news.acme.com:8443/unsubscribe/ada@acme.com?token=abc', rules);

    expect(link).toMatch(/^https:\/\/news\.[a-z]+\.example:8443\/unsubscribe\/[\da-f.]+\?[\da-f]+=[\da-f]+$/);
  });
});
