import { storyLines, type TracePorts, trace } from '../../cli/trace.ts';
import type { Delivery } from '../../lambdas/domain/delivery/delivery.ts';
import type { MailRecord } from '../../lambdas/domain/delivery/ledger.ts';
import { ConfigError } from '../../lambdas/domain/errors.ts';
import { anEvent } from '../helpers/builders.ts';
import { aFakeReader, aMailRecord, aSettledDelivery, aStoredMail } from '../helpers/fake-reader.ts';

const event = anEvent();

/** Two mails, each with an event and a delivery; `1@c.example` is the Message-ID of the first. */
function aPipeline(
  changes: { mails?: MailRecord[]; deliveries?: Delivery[]; hasEventObject?: boolean } = {},
): TracePorts {
  const { store, reader } = aFakeReader({
    stored: [aStoredMail(1), aStoredMail(2)],
    mails: changes.mails ?? [aMailRecord(1), aMailRecord(2)],
    deliveries: changes.deliveries ?? [aSettledDelivery(1), aSettledDelivery(2)],
  });
  return {
    store: { ...store, getEvent: async () => (changes.hasEventObject === false ? undefined : event) },
    reader: {
      ...reader,
      eventsByMessageId: async (id) => (id === '<1@c.example>' ? ['evt_1'] : []),
    },
  };
}

const traced = (id: string, ports = aPipeline()) => Array.fromAsync(trace(ports, id, new Date(0)));

describe('trace', () => {
  const done = (id: string) => ({ state: 'done', at: '2026-11-20T09:00:01.000Z', id }) as const;
  const withRecords = aPipeline({
    deliveries: [aSettledDelivery(1), aSettledDelivery(2, { steps: { contact: done('51'), files: done('71;72') } })],
  });

  it.each([
    ['an event id', 'evt_1', aPipeline(), 'evt_1'],
    ['a Message-ID', '<1@c.example>', aPipeline(), 'evt_1'],
    ['a mail id', 'mail-2', aPipeline(), 'evt_2'],
    ['the id of a record', '51', withRecords, 'evt_2'],
    ['the id of one of several records of a step', '72', withRecords, 'evt_2'],
  ])('finds the event by %s', async (_what, id, ports, eventId) => {
    expect(await traced(id, ports)).toEqual([expect.objectContaining({ eventId })]);
  });

  it.each(['evt_9', '<9@c.example>', '7'])('refuses %s, which leads nowhere', async (id) => {
    const attempt = traced(id, withRecords);

    await expect(attempt).rejects.toThrow(ConfigError);
    await expect(attempt).rejects.toThrow(`nothing is known of ${id};`);
  });

  it('shows the mails of an event with the fate of each recipient', async () => {
    const [story] = await traced(
      'evt_1',
      aPipeline({ deliveries: [aSettledDelivery(1, { fate: 'dead', reason: 'refused' })] }),
    );

    expect(story?.mails).toEqual([
      {
        mailId: 'mail-1',
        receivedAt: '2026-11-20T09:00:00.000Z',
        object: 'inbound/mail-1',
        recipients: [{ recipient: 'sales@inbound.localhost', integration: 'sales', fate: 'dead', reason: 'refused' }],
      },
    ]);
  });

  it('shows what the event says of the mail, and leaves it out when the event object is gone', async () => {
    const [whole] = await traced('evt_1');
    const [gone] = await traced('evt_1', aPipeline({ hasEventObject: false }));

    expect(whole).toMatchObject({
      externalId: event.externalId,
      messageId: 'a@customer.example',
      kind: event.classification.kind,
      rules: event.classification.reasons,
      attachments: 0,
    });
    expect(Object.keys(gone ?? {})).toEqual(['eventId', 'mails', 'deliveries']);
  });

  it('tells fates and records to a caller who may not read mail, and says that the rest is hidden', async () => {
    const denied = Object.assign(new Error('no'), { name: 'AccessDenied' });
    const ports = aPipeline();
    const store = { ...ports.store, getEvent: async () => Promise.reject(denied) };
    const [story] = await traced('evt_1', { ...ports, store });

    expect(Object.keys(story ?? {})).toEqual(['eventId', 'mails', 'deliveries', 'hidden']);
    expect(storyLines(story!)).toContainEqual(expect.stringContaining('your role may not read mail'));
  });

  it.each([
    ['parked', 'postern redrive --event evt_1'],
    ['dead', 'postern replay evt_1'],
    ['delivered', undefined],
  ] as const)('names the command that takes a delivery further which is %s', async (fate, next) => {
    const [story] = await traced('evt_1', aPipeline({ deliveries: [aSettledDelivery(1, { fate })] }));

    expect(story?.deliveries.map((delivery: { next?: string }) => delivery.next)).toEqual([next]);
  });

  it('names no command for a mail that was erased', async () => {
    const erased = aSettledDelivery(1, { fate: 'dead', erasedAt: '2026-12-01T10:00:00.000Z' });

    expect((await traced('evt_1', aPipeline({ deliveries: [erased] })))[0]?.deliveries[0]?.next).toBeUndefined();
  });

  it('calls a delivery without a fate pending', async () => {
    const { fate, ...pending } = aSettledDelivery(1);

    expect((await traced('evt_1', aPipeline({ deliveries: [pending] })))[0]?.deliveries).toEqual([
      expect.objectContaining({ fate: 'pending', leases: 1, crm: {} }),
    ]);
  });

  it('shows a quarantined mail, which has no event, with the command that reads it again', async () => {
    const { eventId, ...record } = aMailRecord(1, { state: 'quarantined', reason: 'virus' });

    expect(await traced('mail-1', aPipeline({ mails: [record] }))).toEqual([
      {
        mails: [
          expect.objectContaining({
            mailId: 'mail-1',
            fate: 'quarantined',
            recipients: [{ recipient: 'sales@inbound.localhost', fate: 'quarantined', reason: 'virus' }],
          }),
        ],
        deliveries: [],
        next: 'postern replay mail-1',
      },
    ]);
  });
});

describe('storyLines', () => {
  it('tells the story of a mail from its receipt to its records', async () => {
    const delivery = aSettledDelivery(1, {
      fate: 'dead',
      reason: 'rejected: 400: no such field',
      errorClass: 'validation',
      failedFirstAt: '2026-11-20T09:00:01.000Z',
      failedLastAt: '2026-11-20T09:05:01.000Z',
      attempts: 3,
      steps: {
        contact: {
          state: 'done',
          at: '2026-11-20T09:00:01.000Z',
          id: '51',
          duplicates: ['52'],
          alternatives: ['7', '9'],
        },
        stage: { state: 'done', at: '2026-11-20T09:00:01.500Z', id: '61', note: 'moved from New to Proposal' },
      },
    });
    const [story] = await traced('evt_1', aPipeline({ deliveries: [delivery] }));

    expect(storyLines(story!)).toEqual([
      'event evt_1',
      expect.stringMatching(/^ {2}kind \S+ by .+; Message-ID a@customer\.example; 0 attachment\(s\)$/),
      '  2026-11-20T09:00:00.000Z  mail mail-1 stored as inbound/mail-1',
      '    to sales@inbound.localhost → sales: dead (rejected: 400: no such field)',
      '  delivery to sales: dead, thread thread-1 (none), 1 lease(s), 3 failure(s)',
      '    rejected: 400: no such field',
      '    failed from 2026-11-20T09:00:01.000Z to 2026-11-20T09:05:01.000Z (validation)',
      '    next: postern replay evt_1',
      '    2026-11-20T09:00:01.000Z  contact: done 51',
      '      DUPLICATES at the CRM: 52; docs/runbook.md#duplicate-report',
      '      the newest of several that match; the others: 7, 9',
      '    2026-11-20T09:00:01.500Z  stage: done 61, moved from New to Proposal',
      '    2026-11-20T09:00:02.000Z  settled',
    ]);
  });

  it('tells of a quarantined mail what is known of it', async () => {
    const { eventId, ...record } = aMailRecord(1, { state: 'quarantined', reason: 'virus' });
    const [story] = await traced('mail-1', aPipeline({ mails: [record] }));

    expect(storyLines(story!)).toEqual([
      'mail mail-1 is quarantined: virus',
      '  2026-11-20T09:00:00.000Z  stored as inbound/mail-1',
      '    to sales@inbound.localhost: quarantined',
      '  next: postern replay mail-1',
    ]);
  });
});
