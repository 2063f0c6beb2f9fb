import { hasWork, planLines } from '../../../cli/data/erase.ts';
import type { SubjectFindings } from '../../../cli/data/find-subject.ts';
import type { ErasurePlan } from '../../../cli/data/plan-erasure.ts';
import { textAddress } from '../../../lambdas/domain/mail/text-address.ts';
import { anEvent } from '../../helpers/builders.ts';

const event = anEvent();
const mail = { event, role: 'author', mails: [], deliveries: [] } as const;
const found = (...rows: SubjectFindings['rows']): SubjectFindings => ({
  keys: { text: textAddress('ada@customer.example'), hashes: new Set(['ada']), ids: new Set(), contacts: new Set() },
  mails: [],
  unread: [],
  names: [],
  rows,
  searched: { events: 0, rawMails: 0, rows: 0 },
});
const consentRow = { store: 'consent', row: { pk: 'SUBJECT#acme#ada', sk: 'CONSENT', version: 1 } } as const;
const nothing: ErasurePlan = { mails: [], unread: [] };

describe('an erasure has work', () => {
  it.each<[string, ErasurePlan, SubjectFindings, boolean]>([
    ['for nobody', nothing, found(), false],
    ['for a mail', { mails: [{ mail, fate: { kind: 'erase' } }], unread: [] }, found(), true],
    ['for a mail that stays', { mails: [{ mail, fate: { kind: 'keep', why: 'x' } }], unread: [] }, found(), false],
    ['for what an earlier one left', nothing, found(consentRow), false],
    [
      'for a consent with the address',
      nothing,
      found({ ...consentRow, row: { ...consentRow.row, address: 'ada@customer.example' } }),
      true,
    ],
    [
      'for a consent under a hold',
      { ...nothing, keepsConsent: 'held' },
      found({ ...consentRow, row: { ...consentRow.row, address: 'ada@customer.example' } }),
      false,
    ],
    ['for the memory of look-ups', nothing, found({ store: 'ledger', row: { pk: 'PERSON#ada', sk: 'PERSON' } }), true],
  ])('%s: %#', (_what, plan, findings, expected) => {
    expect(hasWork(plan, findings, 'alias')).toBe(expected);
  });
});

describe('a plan for people', () => {
  it('counts by fate, and names what stays', () => {
    const plan: ErasurePlan = {
      mails: [
        { mail, fate: { kind: 'erase' } },
        { mail, fate: { kind: 'pseudonymize' } },
        { mail, fate: { kind: 'keep', why: 'under legal hold hold-1' } },
      ],
      unread: [{ mail: { mailId: 'm9', objectKey: 'inbound/m9' }, fate: { kind: 'keep', why: 'held' } }],
      keepsConsent: 'held',
    };

    expect(planLines(plan, found(consentRow))).toEqual([
      '1 mail(s) to erase, 1 that others are in and that lose the person, 2 to keep; 1 row(s)',
      `KEPT ${event.eventId}: under legal hold hold-1`,
      'KEPT m9: held',
      'KEPT the consent of the person: held',
    ]);
  });
});
