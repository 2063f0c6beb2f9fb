import {
  filterOf,
  partIds,
  type ReplayPorts,
  replay,
  replayLines,
  rereadLines,
  rereadMails,
} from '../../cli/replay.ts';
import type { Delivery } from '../../lambdas/domain/delivery/delivery.ts';
import type { ReplayRequest } from '../../lambdas/domain/delivery/redrive-report.ts';
import type { RereadRequest } from '../../lambdas/domain/delivery/reread-report.ts';
import { ConfigError } from '../../lambdas/domain/errors.ts';
import { aFakeReader, aMailRecord, aSettledDelivery, aStoredMail } from '../helpers/fake-reader.ts';

const settings = { dryRun: false, actor: 'ada' };

/** A pipeline of these deliveries, whose functions answer with success; the requests are kept. */
function aPipeline(deliveries: readonly Delivery[]) {
  const numbers = deliveries.map(({ eventId }) => Number(eventId.slice('evt_'.length)));
  const requests: Array<ReplayRequest | RereadRequest> = [];
  const { store, reader } = aFakeReader({
    stored: numbers.map((nth) => aStoredMail(nth)),
    mails: numbers.map((nth) => aMailRecord(nth)),
    deliveries,
  });
  const invoke = async (_stage: string, request: ReplayRequest | RereadRequest) => {
    requests.push(request);
    return 'replay' in request
      ? { dryRun: false, deliveries: request.replay.map((id) => ({ ...id, result: 'delivered' as const })) }
      : { mails: request.reread.map((mailId) => ({ mailId, result: 'queued' as const })) };
  };
  const eventsByMessageId = async (id: string) => (id === '<1@c.example>' ? ['evt_1'] : []);
  const ports: ReplayPorts = {
    store,
    reader: { ...reader, eventsByMessageId },
    invoke: invoke as never,
  };
  return { ports, requests };
}

const dead = (nth: number, changes: Partial<Delivery> = {}): Delivery =>
  aSettledDelivery(nth, { fate: 'dead', errorClass: 'validation', ...changes });

describe('replay', () => {
  it('delivers the events of the given ids again, whatever their fate, oldest first', async () => {
    const { ports, requests } = aPipeline([
      aSettledDelivery(1, { receivedAt: '2026-11-20T10:00:00.000Z' }),
      dead(2, { receivedAt: '2026-11-20T08:00:00.000Z' }),
      dead(3),
    ]);

    const report = await replay(ports, ['<1@c.example>', 'evt_2'], { ...settings, filter: {} });

    expect(requests).toEqual([
      {
        replay: [
          { eventId: 'evt_2', integration: 'sales' },
          { eventId: 'evt_1', integration: 'sales' },
        ],
        dryRun: false,
        actor: 'ada',
      },
    ]);
    expect(report.deliveries.map(({ eventId }) => eventId)).toEqual(['evt_2', 'evt_1']);
  });

  it('delivers a delivery once that two ids lead to', async () => {
    const { ports } = aPipeline([dead(1)]);

    expect((await replay(ports, ['evt_1', '<1@c.example>'], { ...settings, filter: {} })).deliveries).toHaveLength(1);
  });

  it.each<[string, Parameters<typeof filterOf>[0], string[]]>([
    ['an integration', { integration: 'support' }, ['evt_2']],
    ['a conversation', { thread: 'thread-3' }, ['evt_3']],
    ['a class of errors', { error: 'outage' }, ['evt_4']],
    ['a time from which on', { since: new Date('2026-11-20T09:00:00Z') }, ['evt_1', 'evt_2', 'evt_3', 'evt_4']],
    ['a time before which', { until: new Date('2026-11-20T09:00:00Z') }, ['evt_5']],
  ])('without ids selects what was given up by %s', async (_what, options, eventIds) => {
    const { ports } = aPipeline([
      dead(1),
      dead(2, { integration: 'support' }),
      dead(3),
      dead(4, { errorClass: 'outage' }),
      dead(5, { receivedAt: '2026-11-20T08:59:59.999Z' }),
      aSettledDelivery(6),
    ]);
    // Mail is listed by the time at which it was stored, deliveries are filtered by that of their receipt.
    const report = await replay(ports, [], { ...settings, filter: filterOf(options, []) });

    expect(report.deliveries.map(({ eventId }) => eventId)).toEqual(eventIds);
  });

  it('selects mail that was kept out by the fate that is taken back, and names that fate to the function', async () => {
    const { ports, requests } = aPipeline([
      aSettledDelivery(1, { fate: 'filtered' }),
      aSettledDelivery(2, { fate: 'quarantined' }),
      dead(3),
      aSettledDelivery(4),
    ]);

    await replay(ports, [], { ...settings, filter: filterOf({ fate: 'filtered', integration: 'sales' }, []) });

    expect(requests).toMatchObject([{ replay: [{ eventId: 'evt_1' }], reopen: ['filtered'] }]);
  });

  it('selects all deliveries for a replay of what was delivered, under one mark, so that the refused are named', async () => {
    const { ports, requests } = aPipeline([
      aSettledDelivery(1, { fate: 'filtered' }),
      dead(2),
      aSettledDelivery(3),
      aSettledDelivery(4, { integration: 'support' }),
    ]);

    await replay(ports, [], { ...settings, filter: filterOf({ delivered: true, integration: 'sales' }, []) });

    expect(requests).toMatchObject([
      {
        replay: [{ eventId: 'evt_1' }, { eventId: 'evt_2' }, { eventId: 'evt_3' }],
        marked: { id: expect.stringMatching(/^rpl_[0-9a-f]{24}$/), messageId: 'same', delivered: true },
      },
    ]);
  });

  it('asks for a hundred deliveries a call', async () => {
    const { ports, requests } = aPipeline(Array.from({ length: 130 }, (_, nth) => dead(nth)));

    const report = await replay(ports, [], {
      ...settings,
      filter: { integration: 'sales' },
    });

    expect(requests.map((request) => ('replay' in request ? request.replay.length : 0))).toEqual([100, 30]);
    expect(report.deliveries).toHaveLength(130);
  });

  it.each(['evt_9', '<9@c.example>'])('refuses the unknown id %s before anything is delivered', async (id) => {
    const { ports, requests } = aPipeline([dead(1)]);

    await expect(replay(ports, ['evt_1', id], { ...settings, filter: {} })).rejects.toThrow(
      `nothing is known of ${id};`,
    );
    expect(requests).toEqual([]);
  });
});

describe('filterOf', () => {
  it('keeps what is given', () => {
    expect(filterOf({ error: 'quota', thread: 't', dryRun: true, json: true }, [])).toEqual({
      errorClass: 'quota',
      thread: 't',
    });
    expect(filterOf({}, ['evt_1'])).toEqual({});
    expect(filterOf({ delivered: true, newIds: true }, ['evt_1'])).toMatchObject({ marked: { messageId: 'new' } });
  });

  it.each([
    ['a class of errors that there is not', { error: 'weather' }, /--error: found "weather", wants one of quota, /],
    ['neither ids nor a filter', {}, /nothing named/],
    ['a fate that no replay takes back', { fate: 'delivered' }, /--fate: found "delivered", wants one of filtered, /],
    ['all that was delivered', { delivered: true }, /--delivered alone is all mail ever delivered/],
    ['--delivered beside a fate', { delivered: true, fate: 'filtered' }, /exclude each other/],
    ['new ids of what stays as it is', { newIds: true, thread: 't' }, /add --delivered/],
    ['a fate alone, which is all mail ever', { fate: 'filtered' }, /--fate filtered alone is all mail ever filtered/],
  ])('refuses %s', (_what, options, message) => {
    expect(() => filterOf(options, [])).toThrow(ConfigError);
    expect(() => filterOf(options, [])).toThrow(message);
  });
});

describe('partIds', () => {
  it('parts mail ids of quarantined mail from all other ids', async () => {
    const { reader } = aFakeReader({ mails: [aMailRecord(1, { state: 'quarantined' }), aMailRecord(2)] });

    expect(
      await partIds({ reader: { ...reader, eventsByMessageId: async () => [] } }, [
        'mail-1',
        'mail-2',
        'evt_1',
        'a@b',
        'x',
      ]),
    ).toEqual({
      quarantined: ['mail-1'],
      others: ['mail-2', 'evt_1', 'a@b', 'x'],
    });
  });
});

describe('rereadMails', () => {
  it('asks for a hundred mails a call', async () => {
    const { ports, requests } = aPipeline([]);
    const mailIds = Array.from({ length: 101 }, (_, nth) => `mail-${nth}`);

    const { mails } = await rereadMails(ports, mailIds, { dryRun: true, actor: 'ada' });

    expect(requests).toEqual([
      { reread: mailIds.slice(0, 100), dryRun: true, actor: 'ada' },
      { reread: mailIds.slice(100), dryRun: true, actor: 'ada' },
    ]);
    expect(mails.map(({ mailId }) => mailId)).toEqual(mailIds);
  });
});

describe('the lines of a replay', () => {
  it('show the way of each delivery', () => {
    const id = { eventId: 'evt_1', integration: 'sales' };

    expect(
      replayLines({
        dryRun: false,
        deliveries: [
          { ...id, before: 'dead', result: 'delivered', fate: 'delivered' },
          { ...id, result: 'failed', reason: 'HTTP 400' },
        ],
      }),
    ).toEqual(['evt_1 to sales: dead → delivered', 'evt_1 to sales: pending → failed (HTTP 400)']);
  });

  it.each([
    ['nothing was given up', false, [], ['There is nothing of the kind to replay.']],
    [
      'it was a dry run',
      true,
      [{ eventId: 'evt_1', integration: 'sales', before: 'dead', result: 'would-replay' }] as const,
      ['evt_1 to sales: dead → would-replay', 'Nothing was done: this was a dry run.'],
    ],
  ])('say that %s', (_what, dryRun, deliveries, lines) => {
    expect(replayLines({ dryRun, deliveries })).toEqual(lines);
  });

  it('show what became of quarantined mail, and where to look when it is queued', () => {
    expect(
      rereadLines({
        mails: [
          { mailId: 'a', result: 'queued', reason: 'virus' },
          { mailId: 'b', result: 'unknown' },
        ],
      }),
    ).toEqual([
      'mail a: quarantined (virus) → queued',
      'mail b: quarantined → unknown',
      'See what became of it with: postern trace <mail id>',
    ]);
    expect(rereadLines({ mails: [{ mailId: 'a', result: 'would-queue' }] })).toHaveLength(1);
  });
});
