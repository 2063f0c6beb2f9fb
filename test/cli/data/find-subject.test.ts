import { randomBytes } from 'node:crypto';
import { findSubject, type SubjectQuestion } from '../../../cli/data/find-subject.ts';
import { sealEvent } from '../../../lambdas/aws/sealed-event.ts';
import { personAt } from '../../../lambdas/domain/delivery/known-person.ts';
import type { EmailReceived } from '../../../lambdas/domain/mail/event.ts';
import { aDelivery, anEvent, subjectFor } from '../../helpers/builders.ts';
import { aStoreOfData, type StoredData } from '../../helpers/stored-data.ts';

const ada = 'ada@customer.example';
const question: SubjectQuestion = { address: ada, tenant: 'acme', connections: ['main'], subjectFor };
const bob = { address: 'bob@other.example' };

/** A mail as parse leaves it: its event, its raw mail and its rows. */
function keep(data: StoredData, event: EmailReceived, mailId: string, tenant = 'acme'): void {
  const pk = `EVENT#${event.eventId}`;
  data.put('mail', `events/${event.eventId}.json`, JSON.stringify(event));
  data.put('mail', `inbound/${mailId}`, 'raw');
  data.tables.ledger.push(
    {
      pk: `MAIL#${mailId}`,
      sk: 'MAIL',
      mailId,
      objectKey: `inbound/${mailId}`,
      receivedAt: event.receivedAt,
      state: 'parsed',
      recipients: [],
      eventId: event.eventId,
    },
    { pk, sk: 'EVENT', mails: new Set([mailId]) },
    {
      pk,
      sk: 'DELIVERY#sales',
      ...aDelivery(event, { tenant }),
      recipients: new Set(['x']),
      attempts: 0,
      fence: 0,
      steps: {},
    },
  );
}

const ofBob = (messageId: string, text = 'Hi.\n') => {
  const event = anEvent({ messageId, from: bob, text });
  return { ...event, envelope: { ...event.envelope, mailFrom: bob.address } };
};

describe('a search for a person', () => {
  it('finds their mails with mails and deliveries, and not those of others', async () => {
    const data = aStoreOfData();
    const own = anEvent();
    const naming = ofBob('b@other.example', `Ask ${ada}.\n`);
    keep(data, own, 'm1');
    keep(data, naming, 'm2');
    keep(data, ofBob('c@other.example'), 'm3');
    const { mails, names, searched } = await findSubject(data, question);

    expect(
      mails.map(({ event, role, mails: records, deliveries }) => [
        event.eventId,
        role,
        records.map(({ mailId }) => mailId),
        deliveries.length,
      ]),
    ).toEqual(
      expect.arrayContaining([
        [own.eventId, 'author', ['m1'], 1],
        [naming.eventId, 'mentioned', ['m2'], 1],
      ]),
    );
    expect(mails).toHaveLength(2);
    expect(names).toEqual(['Ada Lovelace']);
    expect(searched).toEqual({ events: 3, rawMails: 3, rows: 9 });
  });

  it('finds a mail whose event is under a key of its tenant, and leaves it out when that was destroyed', async () => {
    const data = aStoreOfData();
    const event = anEvent();
    keep(data, event, 'm1');
    data.keys.set('acme', randomBytes(32));
    data.put('mail', `events/${event.eventId}.json`, sealEvent(event, data.keys));
    const other = aStoreOfData();
    other.put('mail', `events/${event.eventId}.json`, sealEvent(event, data.keys));

    expect((await findSubject(data, question)).mails.map((mail) => mail.role)).toEqual(['author']);
    expect((await findSubject(other, question)).mails).toEqual([]);
  });

  it('finds a mail by an old version, behind a newer one or a marker', async () => {
    const data = aStoreOfData();
    const event = anEvent();
    keep(data, event, 'm1');
    data.put(
      'mail',
      `events/${event.eventId}.json`,
      JSON.stringify({ ...ofBob('x@x.example'), eventId: event.eventId }),
    );
    const hidden = anEvent({ messageId: 'hidden@x.example' });
    data.put('mail', `events/${hidden.eventId}.json`, JSON.stringify(hidden));
    data.hide('mail', `events/${hidden.eventId}.json`);
    const { mails } = await findSubject(data, question);

    expect(mails.map((mail) => [mail.event.eventId, mail.role]).toSorted()).toEqual(
      [
        [event.eventId, 'mentioned'],
        [hidden.eventId, 'author'],
      ].toSorted(),
    );
  });

  it('finds raw mail that has no event, by its record or its bytes', async () => {
    const data = aStoreOfData();
    for (const [mailId, raw] of [
      ['m1', `From: Ada <${ada}>`],
      ['m2', 'broken'],
      ['m3', 'From: somebody'],
    ] as const)
      data.put('mail', `inbound/${mailId}`, raw);
    data.tables.ledger.push({
      pk: 'MAIL#m2',
      sk: 'MAIL',
      mailId: 'm2',
      objectKey: 'inbound/m2',
      receivedAt: '2026-11-20T09:00:00.000Z',
      state: 'quarantined',
      recipients: [],
      receipt: { mailFrom: ada },
    });
    const { unread } = await findSubject(data, question);

    expect(unread.map(({ mailId }) => mailId)).toEqual(['m1', 'm2']);
  });

  it('finds rows by the keyed hashes, by the ids of mails, by records and by the words', async () => {
    const data = aStoreOfData();
    const event = anEvent();
    const hash = subjectFor('acme', ada);
    keep(data, event, 'm1');
    const steps = { contact: { state: 'done', at: '2026-11-20T09:00:00.000Z', id: '51' } };
    data.tables.ledger[2] = { ...data.tables.ledger[2]!, steps };
    const found = [
      { pk: `PERSON#${personAt(subjectFor, 'main', ada)}`, sk: 'ASKED', lookUp: {} },
      { pk: 'RECORD#1', sk: 'RECORD', id: '51' },
      { pk: 'OFFERS', sk: `${event.eventId}#sales`, offer: {} },
      { pk: 'UNKNOWN#1', sk: 'KIND', note: `about ${ada}` },
    ];
    const others = [
      { pk: 'PERSON#0', sk: 'PERSON', contact: '51' },
      { pk: 'RECORD#2', sk: 'RECORD', id: '52' },
    ];
    data.tables.ledger.push(...found, ...others);
    data.tables.threads.push({ pk: 'M#acme#1', participants: [hash] }, { pk: 'M#acme#2', participants: ['x'] });
    data.tables.consent.push({ pk: `SUBJECT#acme#${hash}`, sk: 'CONSENT' }, { pk: 'HOLD#acme', sk: 'google' });
    const { rows } = await findSubject(data, question);
    const keys = rows.map(({ row }) => row.pk);

    expect(keys).toEqual([
      ...data.tables.ledger.slice(0, 3).map(({ pk }) => pk),
      ...found.map(({ pk }) => pk),
      'M#acme#1',
      `SUBJECT#acme#${hash}`,
    ]);
  });

  it('leaves out what belongs to another tenant alone', async () => {
    const data = aStoreOfData();
    keep(data, anEvent(), 'm1', 'globex');
    data.tables.consent.push({ pk: `SUBJECT#globex#${subjectFor('globex', ada)}`, sk: 'CONSENT', address: ada });
    const { mails, rows } = await findSubject(data, question);

    expect([mails, rows]).toEqual([[], []]);
  });

  it('passes by an object that is no event', async () => {
    const data = aStoreOfData();
    data.put('mail', 'events/evt_1.json', 'not json');
    data.put('mail', 'events/evt_2.json', '{"eventId":"evt_2"}');

    expect((await findSubject(data, question)).mails).toEqual([]);
  });
});
