import { changeItems, newProgress, outdatedTargets, recordAfter } from '../../lambdas/aws/consent-transaction.ts';
import type { ConsentRecord } from '../../lambdas/domain/consent/consent-ledger.ts';
import { defaultConsentPolicy } from '../../lambdas/domain/consent/eligibility.ts';
import { emptyConsent } from '../../lambdas/domain/consent/state.ts';
import { aChange } from '../helpers/consent.ts';

const change = aChange({ contactId: 'c1' });
const { tenant, subject } = change;
const unknown: ConsentRecord = { tenant, subject, version: 0, state: emptyConsent };

describe('recordAfter', () => {
  it('counts the version, learns the address and applies the change', () => {
    const record = recordAfter(unknown, change);

    expect(record).toMatchObject({ version: 1, address: 'lea@example.org', state: { contactId: 'c1' } });
    expect(Object.keys(record.state.registers)).not.toEqual([]);
  });

  it('keeps an erased person a hash', () => {
    const record = recordAfter({ ...unknown, version: 4, isErased: true }, change);

    expect(record).toMatchObject({ version: 5, isErased: true });
    expect(record).not.toHaveProperty('address');
    expect(record.state).not.toHaveProperty('contactId');
  });

  it('takes the state by the history, where there is one', () => {
    expect(recordAfter(unknown, change, emptyConsent).state).toBe(emptyConsent);
  });
});

describe('outdatedTargets', () => {
  const targets = ['main', 'ses', 'confirmation'];
  const outdatedBy = (changes: Parameters<typeof aChange>[0], before = unknown) => {
    const news = aChange(changes);
    return outdatedTargets(before, recordAfter(before, news), targets, defaultConsentPolicy, news);
  };

  it.each<[string, Parameters<typeof aChange>[0], string[]]>([
    ['an unsubscribe', {}, ['main']],
    ['a complaint', { signal: 'complaint' as const }, ['main', 'ses']],
    [
      'a sign-up that is to be confirmed',
      { signal: 'unconfirmed' as const, purposes: ['marketing' as const] },
      ['main', 'confirmation'],
    ],
    [
      'an import of the same',
      { signal: 'unconfirmed' as const, purposes: ['marketing' as const], source: 'import' as const },
      ['main'],
    ],
    ['a hint, which changes nothing', { standing: 'hint' as const }, []],
  ])('names who sees a difference after %s', (_, changes, outdated) => {
    expect(outdatedBy(changes)).toEqual(outdated);
  });

  it('names nobody for a repeated statement', () => {
    expect(outdatedBy({}, recordAfter(unknown, aChange()))).toEqual([]);
  });
});

describe('changeItems', () => {
  const record = recordAfter(unknown, change);
  const kindsOf = (before: ConsentRecord, news = change, outdated: string[] = ['main', 'ses']) =>
    changeItems('T', before, recordAfter(before, news), news, outdated).map(
      ({ Put, Update }) => `${Put ? 'Put' : 'Update'} ${String((Put?.Item ?? Update?.Key)?.sk).split('#')[0]}`,
    );

  it('writes the history first, then the state, the targets and the contact', () => {
    expect(kindsOf(unknown)).toEqual([
      'Put HISTORY',
      'Put CONSENT',
      'Update TARGET',
      'Update TARGET',
      `Put ${subject}`,
    ]);
  });

  it('writes a contact once', () => {
    expect(kindsOf(record, change, [])).toEqual(['Put HISTORY', 'Put CONSENT']);
  });

  it('lets people review an unproven change', () => {
    expect(kindsOf(record, aChange({ standing: 'unproven' }), [])).toEqual([
      'Put HISTORY',
      'Put CONSENT',
      'Put 2026-11-20T09:00:01.000Z',
    ]);
  });

  it('writes no address into the history, and no contact of an erased person', () => {
    const historyOf = (before: ConsentRecord) =>
      changeItems('T', before, recordAfter(before, change), change, [])[0]?.Put?.Item;

    expect(historyOf(unknown)).toMatchObject({ changeId: change.changeId, contactId: 'c1' });
    expect(historyOf(unknown)).not.toHaveProperty('address');
    expect(historyOf({ ...unknown, isErased: true })).not.toHaveProperty('contactId');
  });

  it('replaces the version that it has read, and no other', () => {
    const putOf = (before: ConsentRecord) => changeItems('T', before, recordAfter(before, change), change, [])[1]?.Put;

    expect(putOf(unknown)).toMatchObject({ ConditionExpression: 'attribute_not_exists(pk)' });
    expect(putOf({ ...unknown, version: 3 })).toMatchObject({
      ConditionExpression: 'version = :before',
      ExpressionAttributeValues: { ':before': 3 },
    });
  });
});

describe('newProgress', () => {
  it('waits since the change was received, and is held by nobody', () => {
    expect(newProgress({ ...unknown, version: 2 }, 'main', change)).toMatchObject({
      target: 'main',
      wanted: 2,
      done: 0,
      fence: -1,
      receivedAt: change.receivedAt,
    });
  });
});
