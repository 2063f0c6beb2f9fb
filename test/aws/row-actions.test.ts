import { type RowAction, rowActionOf, type SubjectMails } from '../../lambdas/aws/row-actions.ts';
import type { TableStore } from '../../lambdas/aws/row-kinds.ts';
import type { SubjectKeys } from '../../lambdas/aws/subject-rows.ts';
import { textAddress } from '../../lambdas/domain/mail/text-address.ts';

const keys: SubjectKeys = {
  text: textAddress('ada@customer.example'),
  hashes: new Set(['ada', 'ada-at-main']),
  ids: new Set(['evt_gone', 'evt_shared', 'evt_kept', 'mail_gone', 'mail_kept', 'id_gone', 'id_kept']),
  contacts: new Set(['51']),
};
const mails: SubjectMails = {
  erased: new Set(['evt_gone', 'mail_gone', 'id_gone']),
  kept: new Set(['evt_kept', 'mail_kept', 'id_kept']),
  keptThreads: new Set(['thread-kept']),
  alias: 'erased@erased.invalid',
};
const address = 'Ada <ada@customer.example>';
const without = 'Ada <erased@erased.invalid>';
const keep: RowAction = { kind: 'keep' };
const gone: RowAction = { kind: 'delete' };
const keepFor = (why: string): RowAction => ({ kind: 'keep', why: expect.stringContaining(why) as never });
const update = (set: object): RowAction => ({ kind: 'update', set: set as never });

describe('how erasure treats a row', () => {
  it.each<[string, TableStore, object, RowAction]>([
    ['the mail that goes', 'ledger', { pk: 'MAIL#mail_gone', sk: 'MAIL', receipt: { mailFrom: address } }, gone],
    ['a row that a hold has marked', 'ledger', { pk: 'MAIL#mail_gone', sk: 'MAIL', heldBy: new Set(['hold-1']) }, keep],
    ['a mark of its reading', 'ledger', { pk: 'MAIL#mail_gone', sk: 'READING' }, gone],
    ['a mail that stays', 'ledger', { pk: 'MAIL#mail_kept', sk: 'MAIL', receipt: { mailFrom: address } }, keep],
    [
      'the mail of a shared event',
      'ledger',
      { pk: 'MAIL#m', sk: 'MAIL', eventId: 'evt_shared', receipt: { mailFrom: address, spf: 'pass' } },
      update({ receipt: { mailFrom: without, spf: 'pass' } }),
    ],
    ['the event that goes, which is buried', 'ledger', { pk: 'EVENT#evt_gone', sk: 'EVENT' }, keep],
    ['its delivery, which is buried', 'ledger', { pk: 'EVENT#evt_gone', sk: 'DELIVERY#sales' }, keep],
    ['a mark of a conflict', 'ledger', { pk: 'EVENT#evt_gone', sk: 'CONFLICT' }, gone],
    ['results of scans', 'ledger', { pk: 'EVENT#evt_gone', sk: 'SCANS' }, gone],
    [
      'a delivery of a shared event that quotes the address',
      'ledger',
      { pk: 'EVENT#evt_shared', sk: 'DELIVERY#sales', reason: `550 ${address}`, attempts: 1 },
      update({ reason: `550 ${without}` }),
    ],
    ['its words', 'ledger', { pk: 'FIND#acme#h', sk: '2026-11-20T09:00:00.000Z#mail_gone' }, gone],
    ['the words of a mail that stays', 'ledger', { pk: 'FIND#acme#h', sk: '2026-11-20T09:00:00.000Z#mail_kept' }, keep],
    ['its place in the list, which feed takes out', 'ledger', { pk: 'MAILS#acme#2026-11-20', sk: 't#mail_gone' }, keep],
    ['its state in the index, which feed clears', 'ledger', { pk: 'EVENT#evt_gone', sk: 'INDEXED' }, keep],
    ['its external id', 'ledger', { pk: 'EXTERNAL#x', sk: 'EXTERNAL', eventId: 'evt_gone' }, gone],
    [
      'an external id that another mail has',
      'ledger',
      { pk: 'EXTERNAL#id_gone', sk: 'EXTERNAL', eventId: 'evt_other' },
      keep,
    ],
    ['its Message-ID', 'ledger', { pk: 'MESSAGE#id_gone', sk: 'evt_gone', eventId: 'evt_gone' }, gone],
    [
      'another mail under its Message-ID',
      'ledger',
      { pk: 'MESSAGE#id_gone', sk: 'evt_other', eventId: 'evt_other' },
      keep,
    ],
    ['the memory of the person', 'ledger', { pk: 'PERSON#ada-at-main', sk: 'PERSON', contact: '51' }, gone],
    ['the answer of a look-up', 'ledger', { pk: 'PERSON#ada-at-main', sk: 'ASKED' }, gone],
    ['the claim on their record', 'ledger', { pk: 'RECORD#1', sk: 'RECORD', id: '51' }, gone],
    ['an offer for review', 'ledger', { pk: 'OFFERS', sk: 'evt_gone#sales' }, gone],
    ['a judgement', 'ledger', { pk: 'REVIEWS', sk: 'evt_gone' }, gone],
    ['a judgement of a mail that stays', 'ledger', { pk: 'REVIEWS', sk: 'evt_kept' }, keep],
    ['a request to confirm a forwarding', 'ledger', { pk: 'FORWARDINGS', sk: 'evt_gone#sales' }, gone],
    ['the move of a deal', 'ledger', { pk: 'DEAL#main#9', sk: 'MOVE', eventId: 'evt_gone' }, gone],
    [
      'a delivery that waits',
      'ledger',
      { pk: 'PARK#sales#t', sk: 'M#1', message: { eventId: 'evt_gone' } },
      keepFor('next redrive'),
    ],
    [
      'an audit entry',
      'ledger',
      { pk: 'AUDIT#2026-11-20', sk: '1', request: { replay: [{ eventId: 'evt_gone' }] } },
      keepFor('never changed'),
    ],
    [
      'a row of an unknown kind with the address',
      'ledger',
      { pk: 'LATER#1', sk: 'KIND', note: [address, 1] },
      update({ note: [without, 1] }),
    ],
    ['an id of their mail in the index', 'threads', { pk: 'M#acme#id_gone', sender: 'ada', threadKey: 't' }, gone],
    ['our own mail to them that goes', 'threads', { pk: 'M#acme#id_gone', sender: 'us', threadKey: 't' }, gone],
    [
      'a mark that they brought',
      'threads',
      { pk: 'M#acme#x', namedBy: 'ada', threadKey: 't', participants: ['ada'] },
      gone,
    ],
    [
      'an id of another sender that they named',
      'threads',
      { pk: 'M#acme#x', sender: 'bob', namedBy: 'ada', threadKey: 't' },
      { kind: 'update', set: {}, remove: ['namedBy'] },
    ],
    [
      'a mail that they got',
      'threads',
      { pk: 'M#acme#x', sender: 'bob', threadKey: 't', participants: ['bob', 'ada'] },
      { kind: 'update', set: { participants: ['bob'] }, remove: [] },
    ],
    [
      'a rival of another mail',
      'threads',
      { pk: 'M#acme#x', sender: 'bob', threadKey: 't', rivals: [{ sender: 'ada' }, { sender: 'eve' }] },
      { kind: 'update', set: { rivals: [{ sender: 'eve' }] }, remove: [] },
    ],
    ['a conversation of mail that stays', 'threads', { pk: 'M#acme#x', sender: 'ada', threadKey: 'thread-kept' }, keep],
    ['a merge', 'threads', { pk: 'T#acme#t', aliasOf: 'u', mergedBy: 'evt_gone', threadKey: 't' }, keep],
    ['what they refused', 'consent', { pk: 'SUBJECT#acme#ada', sk: 'CONSENT', version: 1 }, keepFor('stays refused')],
    [
      'a reason that quotes them',
      'consent',
      { pk: 'SUBJECT#acme#ada', sk: 'HISTORY#1', reason: `550 ${address}` },
      update({ reason: `550 ${without}` }),
    ],
    ['their segments', 'consent', { pk: 'SUBJECT#acme#ada', sk: 'SEGMENTS' }, gone],
    ['the link to their other addresses', 'consent', { pk: 'CONTACT#acme#9', sk: 'ada' }, gone],
    ['a change for review', 'consent', { pk: 'REVIEW#acme', sk: '1', subject: 'ada' }, gone],
    [
      'the configuration',
      'control',
      { pk: 'INTEGRATION', sk: 'sales', value: { owner: address } },
      keepFor('integrations.yaml'),
    ],
    ['a legal hold', 'control', { pk: 'LEGALHOLD', sk: '1', hold: { address } }, keepFor('legal hold')],
  ])('%s', (_what, store, row, action) => {
    expect(rowActionOf(keys, mails, store, row)).toEqual(action);
  });

  it('keeps sets as sets', () => {
    const row = { pk: 'EVENT#evt_shared', sk: 'DELIVERY#sales', recipients: new Set([address]) };

    expect(rowActionOf(keys, mails, 'ledger', row)).toEqual(update({ recipients: new Set([without]) }));
  });
});
