import * as consentRows from '../../../lambdas/aws/consent-rows.ts';
import * as feedRows from '../../../lambdas/aws/feed-rows.ts';
import * as ledgerRows from '../../../lambdas/aws/ledger-rows.ts';
import { entriesOf, unreadableChange } from '../../../lambdas/domain/audit/entries.ts';
import type { RowChange } from '../../../lambdas/domain/audit/row-change.ts';
import { canaryIntegration, canaryTenant } from '../../../lambdas/domain/configuration/canary-integration.ts';

const hash = (address: string): string => `hash-of-${address.length}`;
const at = Date.UTC(2026, 11, 1);

const aChange = (change: Partial<RowChange>): RowChange => ({
  shard: 'ledger',
  id: 'r1',
  at,
  pk: 'MAIL#m1',
  sk: 'MAIL',
  isExpired: false,
  ...change,
});

const codesOf = (change: Partial<RowChange>): string[] =>
  entriesOf(aChange(change), hash).map(({ metadata }) => metadata.event_code);
const onlyEntry = (change: Partial<RowChange>) => entriesOf(aChange(change), hash)[0]!;

const delivery = {
  eventId: 'evt_1',
  integration: 'sales',
  tenant: 'acme',
  messageHash: 'ff',
  steps: { contact: { state: 'done', id: '7' }, company: { state: 'done' }, activity: { state: 'intent' } },
};
const ofDelivery = { pk: 'EVENT#evt_1', sk: 'DELIVERY#sales' };
const target = { shard: 'consent', pk: 'SUBJECT#acme#s1', sk: 'TARGET#main' } as const;
const connection = { pk: 'CONNECTION#main', sk: 'GATE' };
const integration = { shard: 'control', pk: 'INTEGRATION', sk: 'sales' } as const;
const review = { pk: 'REVIEWS', sk: 'evt_1' };
const history = { shard: 'consent', pk: 'SUBJECT#acme#s1', sk: 'HISTORY#t#chg' } as const;
const consent = { shard: 'consent', pk: 'SUBJECT#acme#s1', sk: 'CONSENT' } as const;
const hold = { shard: 'control', pk: 'LEGALHOLD', sk: 'h1' } as const;

describe('entriesOf', () => {
  it.each<[string, Partial<RowChange>, string[]]>([
    ['the index of an event', { pk: 'EVENT#evt_1', sk: 'INDEXED', after: {} }, []],
    ['the index of a mail', { pk: 'MAIL#m1', sk: 'INDEXED', after: {} }, []],
    ['the list of mails', { pk: 'MAILS#acme#2026-12-01', sk: 't#m1', after: {} }, []],
    ['the counts of mails', { pk: 'MAILDAYS#acme', sk: '2026-12-01', after: {} }, []],
    ['a word of a mail', { pk: 'FIND#acme#ff', sk: 't#m1', after: {} }, []],
    ['how far a replay is', { pk: 'REPLAY#rpl_1', sk: 'JOB', after: {} }, []],
    ['a new mail', { after: { state: 'parsed', recipients: [] } }, ['mail.received']],
    [
      'a quarantined mail that is read',
      { before: { state: 'quarantined' }, after: { state: 'parsed' } },
      ['mail.received'],
    ],
    ['a mail with a real receipt', { before: { state: 'parsed' }, after: { state: 'parsed', receipt: {} } }, []],
    ['a mail that expires', { before: { state: 'parsed' }, isExpired: true }, []],
    ['a mail that somebody deletes', { before: { state: 'parsed' } }, ['row.deleted']],
    ['a mail of the canary', { after: { state: 'parsed', recipients: [{ integration: canaryIntegration.key }] } }, []],
    ['a delivery of the canary', { ...ofDelivery, before: {}, after: { ...delivery, tenant: canaryTenant } }, []],
    ['consent of the canary', { shard: 'consent', pk: `SUBJECT#${canaryTenant}#s`, sk: 'HISTORY#t', after: {} }, []],
    ['a new delivery', { ...ofDelivery, after: { ...delivery, steps: {} } }, []],
    ['a lease', { ...ofDelivery, before: delivery, after: { ...delivery, fence: 2 } }, []],
    ['a step that is done', { ...ofDelivery, before: { ...delivery, steps: {} }, after: delivery }, ['record.written']],
    [
      'a step with another record',
      { ...ofDelivery, before: { steps: { contact: { state: 'done', id: '6' } } }, after: delivery },
      ['record.written'],
    ],
    [
      'steps and a fate',
      { ...ofDelivery, before: { steps: {} }, after: { ...delivery, fate: 'delivered' } },
      ['record.written', 'delivery.ended'],
    ],
    [
      'a fate that stays',
      { ...ofDelivery, before: { ...delivery, fate: 'dead' }, after: { ...delivery, fate: 'dead' } },
      [],
    ],
    ['a delivery that somebody deletes', { ...ofDelivery, before: delivery }, ['row.deleted']],
    ['a new change of consent', { ...history, after: { signal: 'unsubscribe', source: 'mail' } }, ['consent.changed']],
    [
      'a history without its contact',
      { ...history, before: { signal: 'x', contactId: '1' }, after: { signal: 'x' } },
      [],
    ],
    ['a history that is deleted', { ...history, before: { signal: 'x' } }, ['consent.history-deleted']],
    ['consent that changes', { ...consent, before: { version: 1 }, after: { version: 2 } }, []],
    ['a person who is erased', { ...consent, before: { version: 1 }, after: { isErased: true } }, ['consent.erased']],
    ['an erased person', { ...consent, before: { isErased: true }, after: { isErased: true } }, []],
    ['consent that is deleted', { ...consent, before: { version: 1 } }, ['consent.deleted']],
    ['a target that is informed', { ...target, before: { done: 1 }, after: { done: 2 } }, ['consent.delivered']],
    ['a target that waits', { ...target, before: { done: 1 }, after: { done: 1, wanted: 2 } }, []],
    [
      'a provider that is held',
      { shard: 'consent', pk: 'HOLD#acme', sk: 'gmail', after: { hold: {} } },
      ['provider-hold.placed'],
    ],
    [
      'a provider that is released',
      { shard: 'consent', pk: 'HOLD#acme', sk: 'gmail', before: { hold: {} } },
      ['provider-hold.released'],
    ],
    ['a new integration', { ...integration, after: { value: {} } }, ['configuration.applied']],
    [
      'an integration that stays',
      { ...integration, before: { value: { a: 1 } }, after: { value: { a: 1 }, by: 'x' } },
      [],
    ],
    ['an integration that goes', { ...integration, before: { value: { a: 1 } } }, ['configuration.applied']],
    ['a legal hold', { ...hold, after: { state: 'placing', value: {} } }, ['legal-hold.placing']],
    ['a legal hold with progress', { ...hold, before: { state: 'placing' }, after: { state: 'placing' } }, []],
    ['a legal hold that is gone', { ...hold, before: { state: 'releasing' } }, ['legal-hold.released']],
    ['a review', { ...review, after: { review: { by: 'laptop' } } }, ['review']],
    ['a review that expires', { ...review, before: { review: {} }, isExpired: true }, []],
    ['a review that is deleted', { ...review, before: { review: {} } }, ['review']],
    ['a rate', { ...connection, before: { tokens: 1 }, after: { tokens: 2 } }, []],
    [
      'an open circuit',
      { ...connection, before: {}, after: { circuit: 'open', reason: 'unknown: no clear answer' } },
      ['connection.open'],
    ],
    [
      'a closed circuit',
      { ...connection, before: { circuit: 'open' }, after: { circuit: 'closed' } },
      ['connection.closed'],
    ],
    [
      'an unreadable secret',
      { ...connection, after: { circuit: 'open', reason: 'misconfigured: credentials: x' } },
      ['secret.read'],
    ],
    ['an action', { pk: 'AUDIT#2026-12-01', sk: 't#1', after: { action: 'replay', request: {} } }, ['replay']],
    ['an action that is changed', { pk: 'AUDIT#2026-12-01', sk: 't#1', before: {}, after: {} }, ['audit-log.changed']],
    ['an action that is deleted', { pk: 'AUDIT#2026-12-01', sk: 't#1', before: {} }, ['audit-log.changed']],
    ['a row of an unknown kind', { pk: 'NEWS#1', sk: 'X', after: {} }, ['row.unknown']],
    ['a kind of another table', { shard: 'control', after: {} }, ['row.unknown']],
    ['a kind with a name of every object', { pk: 'constructor', sk: 'toString', after: {} }, ['row.unknown']],
  ])('of %s', (_, change, codes) => expect(codesOf(change)).toEqual(codes));

  it('names a mail by its ids, and people by hashes', () => {
    const entry = onlyEntry({
      after: {
        mailId: 'm1',
        state: 'quarantined',
        reason: 'From is forged: ada@acme.example',
        messageHash: 'ff',
        receipt: { mailFrom: 'ada@acme.example' },
        recipients: [{ address: 'deals@in.example', integration: 'deals' }, { address: 'none@in.example' }],
      },
    });

    expect(entry).toEqual({
      class_uid: 4009,
      category_uid: 4,
      activity_id: 2,
      type_uid: 400_902,
      severity_id: 1,
      time: at,
      status_id: 2,
      status_detail: 'From is forged: hash-of-16@hashed.invalid',
      message: 'a mail was received, and quarantined',
      metadata: {
        version: '1.3.0',
        product: { name: 'Postern', vendor_name: 'Postern' },
        uid: 'ledger:r1',
        event_code: 'mail.received',
        log_name: 'ledger',
      },
      direction_id: 1,
      email: {
        uid: 'm1',
        message_uid: 'ff',
        from: 'hash-of-16@hashed.invalid',
        to: ['hash-of-16@hashed.invalid', 'hash-of-15@hashed.invalid'],
      },
      unmapped: { integrations: ['deals'] },
    });
  });

  it('names a record with the mail that it comes of, each step by an id of its own', () => {
    const [entry] = entriesOf(aChange({ ...ofDelivery, before: { steps: {} }, after: delivery }), hash);

    expect(entry).toMatchObject({
      class_uid: 6003,
      category_uid: 6,
      type_uid: 600_303,
      metadata: { uid: 'ledger:r1:contact' },
      resources: [{ type: 'crm.contact', uid: '7' }],
      unmapped: { eventId: 'evt_1', integration: 'sales', tenant: 'acme', messageHash: 'ff' },
    });
  });

  it('shows the differences of a configuration, and who applied it', () => {
    const entry = onlyEntry({
      ...integration,
      before: { value: { mode: 'shadow', rules: [{ when: 'a' }] } },
      after: { value: { mode: 'live', rules: [{ when: 'a' }, { when: 'b' }] }, by: 'arn:aws:iam::1:user/ada' },
    });

    expect(entry).toMatchObject({
      actor: { user: { uid: 'arn:aws:iam::1:user/ada', type_id: 1 } },
      message: 'integration sales was changed',
      unmapped: {
        differences: [
          { path: 'mode', from: '"shadow"', to: '"live"' },
          { path: 'rules.1.when', to: '"b"' },
        ],
      },
    });
  });

  it('counts the differences that it does not list', () => {
    const value = Object.fromEntries(Array.from({ length: 60 }, (_, nth) => [`f${nth}`, nth]));

    expect(onlyEntry({ ...integration, after: { value } }).unmapped).toMatchObject({ more: 10 });
  });

  it.each([
    [{ source: 'cli', evidence: 'arn:aws:iam::1:user/ada by the command line' }, 'arn:aws:iam::1:user/ada'],
    [{ source: 'mail', evidence: 'eve by the command line' }, 'mail'],
    [{ source: 'cli', evidence: 'a file' }, 'cli'],
    [{}, 'unknown'],
  ])('names the actor of a change of consent: %j', (after, uid) =>
    expect(onlyEntry({ ...history, after })).toMatchObject({ actor: { user: { uid } } }),
  );

  it('hides addresses in an action, and leaves out a long result', () => {
    const action = { pk: 'AUDIT#2026-12-01', sk: 't#1' };
    const request = { actor: 'laptop', ip: '192.0.2.1', address: 'ada@acme.example' };
    const entry = onlyEntry({ ...action, after: { action: 'erase', request, result: { rows: 3 } } });
    const long = onlyEntry({ ...action, after: { action: 'erase', request, result: 'x'.repeat(20_000) } });

    expect(entry).toMatchObject({
      activity_id: 4,
      actor: { user: { uid: 'laptop', type_id: 1 } },
      src_endpoint: { ip: '192.0.2.1' },
      unmapped: { request: { address: 'hash-of-16@hashed.invalid' }, result: { rows: 3 } },
    });
    expect(long.unmapped).toEqual({ leftOut: expect.stringMatching(/^200\d\d characters$/) });
  });

  it('copies nothing of a row that it does not know', () => {
    const entry = onlyEntry({ pk: 'secret@acme.example', sk: 'X', after: { body: 'words' }, before: {} });

    expect(JSON.stringify(entry)).not.toMatch(/secret|words/);
    expect(entry.unmapped).toEqual({ kind: '?', change: 'changed' });
  });

  it('records a change that cannot be read', () => {
    expect(unreadableChange(aChange({ pk: 'ada@acme.example' }), hash)).toMatchObject({
      metadata: { uid: 'ledger:r1', event_code: 'row.unreadable' },
      status_id: 2,
    });
  });

  /** Keys of rows, as the code of the tables makes them of any arguments. */
  const keysOf = (rows: object): Array<[string, { readonly pk: string; readonly sk: string }]> =>
    Object.entries(rows)
      .filter(([name]) => /^(?!is).*Key$/.test(name))
      .map(([name, key]) => {
        const any = {
          eventId: 'e',
          integration: 'i',
          tenant: 't',
          subject: 's',
          target: 'x',
          at: 'a',
          receivedAt: 'r',
          changeId: 'c',
        };
        return [
          name,
          typeof key === 'function' ? (key.length > 1 || /Key$/.test(name) ? callKey(key, any) : key()) : key,
        ];
      });

  it.each([...keysOf(ledgerRows), ...keysOf(feedRows)])('knows the rows of the ledger under %s', (_, { pk, sk }) => {
    expect(codesOf({ pk, sk, before: {}, after: {} })).not.toContain('row.unknown');
  });

  it.each(keysOf(consentRows))('knows the rows of consent under %s', (_, { pk, sk }) => {
    expect(codesOf({ shard: 'consent', pk, sk, before: {}, after: {} })).not.toContain('row.unknown');
  });
});

/** Calls a builder of keys with texts, or with an object of all fields where it takes one. */
function callKey(key: (...values: never[]) => { pk: string; sk: string }, any: object) {
  const call = key as unknown as (...values: unknown[]) => { pk: string; sk: string };
  for (const values of [['a', 'b', 'c'], [any], ['a', any], ['a', 'b', any]]) {
    try {
      const made = call(...values);
      if (!/undefined|\[object/.test(`${made.pk}${made.sk}`)) return made;
    } catch {
      // It takes other values.
    }
  }
  throw new Error('a key of unknown arguments');
}
