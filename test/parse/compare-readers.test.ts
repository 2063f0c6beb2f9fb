import { type ComparedReading, disagreementsOf } from '../../lambdas/parse/compare-readers.ts';

describe('disagreementsOf', () => {
  const reading: ComparedReading = {
    subject: 'Hello',
    from: { address: 'ada@customer.example' },
    attachments: [{ sha256: 'a' }, { sha256: 'b' }],
    text: 'Grüße, and 2 words.',
  };

  it.each<[string, Partial<ComparedReading>, string[]]>([
    ['nothing', {}, []],
    ['the order of files', { attachments: [{ sha256: 'b' }, { sha256: 'a' }] }, []],
    ['blanks, capitals and punctuation', { text: ' grüße\nAND "2"  words' }, []],
    ['capitals of the sender', { from: { address: 'Ada@Customer.example' } }, []],
    ['the subject', { subject: 'Hallo' }, ['subject']],
    ['a sender that is missing', { from: undefined }, ['sender']],
    ['a file too few', { attachments: [{ sha256: 'a' }] }, ['attachments']],
    ['a broken letter', { text: 'Gr\ufffd\ufffdße, and 2 words.' }, ['words']],
    [
      'all',
      { subject: undefined, from: undefined, attachments: [], text: undefined },
      ['subject', 'sender', 'attachments', 'words'],
    ],
  ])('finds that %s differs', (_name, change, fields) => {
    expect(disagreementsOf(reading, { ...reading, ...change })).toEqual(fields);
    expect(disagreementsOf({ ...reading, ...change }, reading)).toEqual(fields);
  });
});
