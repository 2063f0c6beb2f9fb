import * as fc from 'fast-check';
import { askedWordsOf, type SearchedMail, searchWordsOf } from '../../../lambdas/domain/mail/search-words.ts';

const wordsOf = (mail: Partial<SearchedMail>): string[] => searchWordsOf({ ids: [], addresses: [], ...mail });
const isFoundBy = (mail: Partial<SearchedMail>, question: string): boolean => {
  const words = new Set(wordsOf(mail));
  return askedWordsOf(question).every((word) => words.has(word));
};

describe('searchWordsOf', () => {
  it('has addresses whole and by their domain, ids, the Message-ID and the words of the subject', () => {
    const words = wordsOf({
      ids: ['evt_1', 'MAIL-1'],
      messageId: 'A.B@Host.Example',
      addresses: ['Ada@Customer.Example', 'sales@inbound.localhost'],
      subject: 'Re: Offer № 5',
    });

    expect(words).toEqual([
      'evt_1',
      'mail-1',
      'a.b@host.example',
      'ada@customer.example',
      'customer.example',
      're',
      'offer',
      'no',
      '5',
      'sales@inbound.localhost',
      'inbound.localhost',
    ]);
  });

  it('keeps to forty words, the ids and the author before a long subject and many recipients', () => {
    const subject = Array.from({ length: 1000 }, (_, nth) => `word${nth}`).join(' ');
    const addresses = ['ada@customer.example', ...Array.from({ length: 500 }, (_, nth) => `r${nth}@x.example`)];
    const words = wordsOf({ ids: ['evt_1'], addresses, subject });

    expect(words).toHaveLength(40);
    expect(words.slice(0, 4)).toEqual(['evt_1', 'ada@customer.example', 'customer.example', 'word0']);
  });

  it('takes a subject of five megabytes, of which it reads the beginning', () => {
    const start = performance.now();

    expect(wordsOf({ subject: '漢'.repeat(5_000_000) })).toEqual(['漢漢']);
    expect(performance.now() - start).toBeLessThan(1_000);
  });
});

describe('askedWordsOf', () => {
  it.each<[string, Partial<SearchedMail>, string, boolean]>([
    ['a word in any case', { subject: 'Große Rechnung' }, 'grosse', false],
    ['a word in any case', { subject: 'Große RECHNUNG' }, 'GROßE rechnung', true],
    ['full-width letters', { subject: 'ＡＢＣ 12' }, 'abc', true],
    ['a ligature', { subject: 'oﬃce' }, 'office', true],
    ['an accent in either form', { subject: 'cafe\u0301' }, 'caf\u00e9', true],
    ['an address', { addresses: ['Ada@Customer.example'] }, '<ada@CUSTOMER.example>', true],
    ['a domain', { addresses: ['ada@customer.example'] }, 'customer.example', true],
    ['a domain with its sign', { addresses: ['ada@customer.example'] }, '@customer.example', true],
    ['a domain in its own script', { addresses: ['ada@xn--mnchen-3ya.example'] }, 'münchen.example', true],
    ['not a part of an address', { addresses: ['ada@customer.example'] }, 'ada', false],
    ['a Message-ID', { messageId: 'X.1@host.example' }, '<x.1@host.example>', true],
    ['an event', { ids: [`evt_${'a'.repeat(32)}`] }, `evt_${'a'.repeat(32)}`, true],
    ['a mail', { ids: ['4f2a'] }, '4F2A', true],
    ['an address in a subject', { subject: 'Access for ada@customer.example, please' }, 'ada@customer.example', true],
    ['a file in a subject, whole', { subject: 'See report.pdf.' }, 'report.pdf', true],
    ['a file in a subject, by a part', { subject: 'See report.pdf.' }, 'report', true],
    ['Japanese in the middle', { subject: '東京駅の地図' }, '京駅', true],
    ['a single character that stands alone', { subject: '水 と 火' }, '火', true],
    ['Thai', { subject: 'ใบแจ้งหนี้' }, 'แจ้ง', true],
    ['letters beside characters', { subject: 'iPhone本体' }, 'iphone 本体', true],
    ['all words, not one of them', { subject: 'Hello Ada' }, 'hello bob', false],
    ['right-to-left', { subject: 'שלום עולם' }, 'עולם', true],
  ])('finds %s', (_, mail, question, isFound) => {
    expect(isFoundBy(mail, question)).toBe(isFound);
  });

  it.each(['', '  ', '...', '<>', '@', '"'])('asks for nothing with %j', (question) => {
    expect(askedWordsOf(question).filter((word) => word !== '@')).toEqual([]);
  });

  it('finds each mail by its subject, whatever that is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (subject) => isFoundBy({ subject }, subject)),
      { numRuns: 500 },
    );
  });

  it('gives no word with a colon, which filters have, unless it has an @', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) =>
        askedWordsOf(text).every((word) => word.includes('@') || !word.includes(':')),
      ),
    );
  });
});
