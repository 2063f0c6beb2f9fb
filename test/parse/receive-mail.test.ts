import { createMemoryThreadIndex } from '../../cli/memory-thread-index.ts';
import { compact } from '../../lambdas/compact.ts';
import type { Integration } from '../../lambdas/domain/configuration/integration.ts';
import type { HeldMail } from '../../lambdas/domain/delivery/held-mail.ts';
import type { MailRecord } from '../../lambdas/domain/delivery/ledger.ts';
import type { HoldSubject } from '../../lambdas/domain/delivery/legal-hold.ts';
import { TransientError } from '../../lambdas/domain/errors.ts';
import type { Antivirus } from '../../lambdas/domain/mail/antivirus.ts';
import type { EmailReceived } from '../../lambdas/domain/mail/event.ts';
import type { Log } from '../../lambdas/domain/mail/log.ts';
import type { MailReader } from '../../lambdas/domain/mail/mail-reader.ts';
import { readMail } from '../../lambdas/mime/read-mail.ts';
import { EarlyMailError } from '../../lambdas/parse/await-parent.ts';
import { createReceiveMail, type ReceiveDependencies } from '../../lambdas/parse/receive-mail.ts';
import { anIntegration, aReceipt, subjectFor } from '../helpers/builders.ts';

const now = new Date('2026-11-20T09:01:00.000Z');
const mailOf = (...lines: readonly string[]): string =>
  ['From: Ada <ada@customer.example>', 'Message-ID: <a@customer.example>', ...lines].join('\r\n');
const plainMail = mailOf('Subject: Hello', '', 'Hi.', '');
const attachedMail = mailOf(
  'Content-Type: multipart/mixed; boundary=b',
  '',
  '--b',
  'Content-Type: text/csv',
  'Content-Disposition: attachment; filename=a.csv',
  '',
  'a,b',
  '--b--',
  '',
);
const unsubscribeReceipt = aReceipt({ recipients: ['unsubscribe@inbound.localhost'] });

async function* once(raw: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(raw);
}

interface Setting {
  readonly raw?: string | undefined;
  readonly integrations?: readonly Integration[];
  readonly isCrowded?: boolean;
  /** An earlier copy of the mail wrote the event. */
  readonly isStoredBefore?: boolean;
  /** The event in the store. */
  readonly stored?: EmailReceived | undefined;
  readonly antivirus?: Antivirus;
  readonly conflictsWith?: string;
  readonly read?: MailReader;
  /** How often another worker has claimed an id of the conversation when the mail is recorded. */
  readonly contended?: number;
  /** Whether receipts cannot be stored. */
  readonly isStoreAway?: boolean;
}

/** A receiver over ports that write down what is asked of them, in its order. */
function aReceiver({
  raw = plainMail,
  integrations = [anIntegration({ addresses: ['sales@inbound.localhost', 'unsubscribe@inbound.localhost'] })],
  isCrowded = false,
  isStoredBefore = false,
  stored,
  antivirus,
  conflictsWith,
  read = readMail,
  contended = 0,
  isStoreAway = false,
}: Setting = {}) {
  const calls: string[] = [];
  const held: Array<{ readonly subject: HoldSubject; readonly mail: HeldMail; readonly after?: string | undefined }> =
    [];
  const compared: string[] = [];
  const records: MailRecord[] = [];
  const rounds: number[] = [];
  const index = createMemoryThreadIndex();
  let refusals = contended;
  const events: EmailReceived[] = [];
  const warnings: string[] = [];
  const seals: string[] = [];
  const sealedFor: string[] = [];
  const carried: Array<string | undefined> = [];
  const places: Array<string | undefined> = [];
  const log: Log = { info: () => {}, warn: (message) => void warnings.push(message), error: () => {} };
  const dependencies: ReceiveDependencies = {
    store: {
      openRaw: async (key) => (key === 'inbound/mail-1' ? once(raw) : undefined),
      putReceipt: async (mailId, notification) => {
        calls.push(`receipt ${mailId} ${notification}`);
        if (isStoreAway) throw new Error('the store of receipts is away');
      },
      putEvent: async (event, tenants) => {
        sealedFor.push(...tenants);
        events.push(event);
        calls.push('event');
        return !isStoredBefore;
      },
      getEvent: async () => stored,
      putAttachment: async (_key, contentType, body) => {
        const bytes = Buffer.concat(await Array.fromAsync(body));
        calls.push(`attachment ${contentType} ${bytes.toString()}`);
      },
    },
    read,
    compareReaders: async (receipt, { eventId }) => void compared.push(`${receipt.mailId} ${eventId.slice(0, 4)}`),
    antivirus,
    threads: {
      propose(clues, round) {
        rounds.push(round);
        return index.propose(clues, round);
      },
    },
    ledger: {
      recordMail: async ({ state, recipients }) => {
        calls.push(`ledger ${state} ${recipients.length} recipients`);
        return {};
      },
      park: async (_group, { message }, { kind, connection, isHead }, at) => {
        const head = isHead ? 'head' : 'rest';
        calls.push(`park ${message.integration} ${kind} ${connection} ${head} ${at.toISOString()}`);
      },
    },
    recordReceived: async (mail, _event, deliveries, proposals) => {
      refusals -= 1;
      if (refusals >= 0) return { kind: 'contended' };
      records.push(mail);
      for (const proposal of proposals) index.claim(proposal);
      calls.push(`ledger ${mail.state} ${mail.recipients.length} recipients, ${deliveries.length} deliveries`);
      return compact({ kind: 'recorded', conflictsWith });
    },
    queues: {
      sendDelivery: async ({ integration, subject }, { place, sealedEvent } = {}) => {
        places.push(place);
        calls.push(`delivery ${integration} ${subject?.tenant}`);
        carried.push(sealedEvent && Buffer.from(sealedEvent).toString());
      },
      sendChange: async ({ signal, standing }) => void calls.push(`change ${signal} ${standing ?? 'holds'}`),
    },
    sealEvent: async ({ eventId }) => {
      seals.push(eventId);
      return Buffer.from(`sealed ${eventId}`);
    },
    isCrowded: async () => isCrowded,
    countInWindow: async () => 1,
    subjectHash: async () => subjectFor,
    tokenKeys: async () => ({ current: 'k1', keys: { k1: 'a key of the tests' } }),
    now: () => now,
    control: { integrations: async () => integrations },
    holdArrival: async (subject, mail) => {
      held.push({ subject, mail, after: calls.at(-1) });
    },
    log,
  };
  return {
    receive: createReceiveMail(dependencies),
    sealedFor,
    held,
    calls,
    compared,
    events,
    warnings,
    records,
    rounds,
    seals,
    carried,
    places,
  };
}

describe('createReceiveMail', () => {
  it('writes objects, then the ledger, then the queue', async () => {
    const { receive, calls, events } = aReceiver({ raw: attachedMail });

    const received = await receive(aReceipt(), '{}');

    expect(calls).toEqual([
      'attachment text/csv a,b',
      'event',
      'ledger parsed 1 recipients, 1 deliveries',
      'delivery sales acme',
    ]);
    expect(received).toEqual({
      state: 'parsed',
      eventId: events[0]!.eventId,
      deliveries: 1,
      attachments: { kept: 1, failed: 0 },
    });
  });

  it('reads nothing where the object is missing', async () => {
    const { receive, calls } = aReceiver();

    expect(await receive(aReceipt({ objectKey: 'inbound/other' }), '{}')).toEqual({ state: 'missing', deliveries: 0 });
    expect(calls).toEqual([]);
  });

  it('quarantines bytes that are no mail, and keeps their receipt', async () => {
    const { receive, calls, events } = aReceiver({ raw: 'just words' });

    expect(await receive(aReceipt(), '{}')).toMatchObject({ state: 'quarantined', deliveries: 0 });
    expect(calls).toEqual(['receipt mail-1 {}', 'ledger quarantined 1 recipients']);
    expect(events).toEqual([]);
  });

  it('asks for holds once the mail is recorded, before anything is queued', async () => {
    const { receive, held } = aReceiver();
    await receive(aReceipt(), '{}');

    expect(held).toEqual([
      {
        after: 'ledger parsed 1 recipients, 1 deliveries',
        subject: expect.objectContaining({ tenants: ['acme'] }),
        mail: expect.objectContaining({ mailId: 'mail-1', hasReceipt: false }),
      },
    ]);
  });

  it('records a mail to nobody we know without a delivery', async () => {
    const { receive, calls } = aReceiver({ integrations: [] });

    expect(await receive(aReceipt(), '{}')).toMatchObject({ state: 'parsed', deliveries: 0 });
    expect(calls.at(-1)).toBe('ledger parsed 1 recipients, 0 deliveries');
  });

  it('sends a change of consent, and no delivery of a suppression', async () => {
    const { receive, calls } = aReceiver();

    expect(await receive(unsubscribeReceipt, '{}')).toMatchObject({ deliveries: 1 });
    expect(calls.filter((call) => /^(?:change|delivery)/.test(call))).toEqual(['change unsubscribe holds']);
  });

  it('counts a change of consent that nothing proves', async () => {
    const { receive } = aReceiver();

    expect(await receive({ ...unsubscribeReceipt, authentication: {} }, '{}')).toMatchObject({ unproven: 1 });
  });

  it('parks a new conversation where its connection has much to do', async () => {
    const { receive, calls } = aReceiver({ isCrowded: true });

    await receive(aReceipt(), '{}');

    expect(calls.at(-1)).toBe(`park sales buffered main head ${now.toISOString()}`);
  });

  it('queues an answer even then, behind the mail that it answers', async () => {
    const { receive, calls } = aReceiver({
      isCrowded: true,
      raw: mailOf('In-Reply-To: <a@customer.example>', '', 'Hi.'),
    });

    await receive(aReceipt(), '{}');
    await receive(aReceipt(), '{}');

    expect(calls.at(-1)).toBe('delivery sales acme');
  });

  it('seals the event that it wrote once, for the messages of all its deliveries', async () => {
    const both = ['sales', 'support'].map((key) => anIntegration({ key, addresses: [`${key}@inbound.localhost`] }));
    const { receive, events, seals, carried, places } = aReceiver({ integrations: both });

    await receive(aReceipt({ recipients: ['sales@inbound.localhost', 'support@inbound.localhost'] }), '{}');

    const { eventId, receivedAt } = events[0]!;
    expect(seals).toEqual([eventId]);
    expect(carried).toEqual([`sealed ${eventId}`, `sealed ${eventId}`]);
    expect(places).toEqual([`${receivedAt}#${eventId}`, `${receivedAt}#${eventId}`]);
  });

  it('sends no copy of an event where that of an earlier copy of the mail counts', async () => {
    const { receive, seals, carried } = aReceiver({ isStoredBefore: true });

    await receive(aReceipt(), '{}');

    expect([seals, carried]).toEqual([[], [undefined]]);
  });

  it('seals nothing for a mail that only changes consent', async () => {
    const { receive, seals } = aReceiver();

    await receive(unsubscribeReceipt, '{}');

    expect(seals).toEqual([]);
  });

  it('warns of an event that says something else under the same id', async () => {
    const { receive, warnings } = aReceiver({ conflictsWith: 'evt_1' });

    await receive(aReceipt(), '{}');

    expect(warnings).toEqual(['parse.conflict']);
  });

  it('lets the antivirus engine judge each attachment', async () => {
    const { receive, events } = aReceiver({
      raw: attachedMail,
      antivirus: { scan: async () => ({ kind: 'infected', name: 'Eicar' }) },
    });

    await receive(aReceipt(), '{}');

    expect(events[0]?.attachments[0]).toMatchObject({ verdict: 'blocked' });
  });
});

describe('createReceiveMail, with the receipt', () => {
  it('keeps it in the ledger, and nowhere else, for a mail that is recorded at the first try', async () => {
    const { receive, calls, records } = aReceiver();

    await receive(aReceipt({ spam: 'pass', recovered: true }), '{}');

    expect(records[0]?.receipt).toEqual({
      mailFrom: 'ada@customer.example',
      authentication: { spf: 'pass', dkim: 'pass', dmarc: 'pass' },
      spam: 'pass',
      recovered: true,
    });
    expect(calls.filter((call) => call.startsWith('receipt'))).toEqual([]);
  });

  it('stores the event under the keys of the tenants that ask for it', async () => {
    const addresses = ['sales@inbound.localhost'];
    const sealing = aReceiver({ integrations: [anIntegration({ addresses, encryptEvents: true })] });
    const open = aReceiver();

    for (const { receive } of [sealing, open]) await receive(aReceipt({ recipients: addresses }), '{}');

    expect(sealing.sealedFor).toEqual([anIntegration().tenant]);
    expect(open.sealedFor).toEqual([]);
  });

  it('takes a lost receipt from the event of an earlier reading, and routes by its envelope', async () => {
    const lost = aReceipt({ recipients: [], authentication: {}, recovered: true });
    const first = aReceiver();
    await first.receive(aReceipt({ recipients: ['sales@inbound.localhost'], spam: 'pass' }), '{}');
    const again = aReceiver({ isStoredBefore: true, stored: first.events[0] });
    const unknown = aReceiver({ isStoredBefore: true });

    await again.receive(lost, '{}');
    await unknown.receive(lost, '{}');

    expect(again.records[0]).toMatchObject({
      recipients: [{ address: 'sales@inbound.localhost', integration: 'sales' }],
      receipt: { authentication: { dmarc: 'pass' }, spam: 'pass', recovered: true },
    });
    expect(again.calls.filter((call) => call.startsWith('delivery'))).toHaveLength(1);
    expect(unknown.records[0]?.receipt?.authentication).toEqual({});
  });

  describe('that answers mail which the ledger has lost as well', () => {
    const raw = mailOf('Message-ID: <b@customer.example>\r\nIn-Reply-To: <a@customer.example>', '', 'Agreed.');
    const lost = aReceipt({ recovered: true });
    const earlier = async (read = raw) => {
      const first = aReceiver({ raw: read });
      await first.receive(aReceipt(), '{}');
      return { raw: read, isStoredBefore: true, stored: first.events[0] };
    };
    const opening = mailOf('Message-ID: <a@customer.example>', '', 'Hi.');

    it('waits for that mail, unrecorded and with nothing queued', async () => {
      const { receive, records, calls } = aReceiver(await earlier());

      await expect(receive(lost, '{}', { mayWait: true })).rejects.toBeInstanceOf(EarlyMailError);
      expect(records).toEqual([]);
      expect(calls).toEqual(['event', 'receipt mail-1 {}']);
    });

    it('is recorded once it may wait no longer', async () => {
      const { receive, records } = aReceiver(await earlier());

      await receive(lost, '{}', { mayWait: false });

      expect(records).toHaveLength(1);
    });

    it.each([
      ['was never lost', aReceipt(), {}],
      ['was never read before', lost, { isStoredBefore: false, stored: undefined }],
      ['reaches nobody we know', lost, { integrations: [] }],
    ])('does not wait where it %s', async (_title, receipt, setting) => {
      const { receive, records } = aReceiver({ ...(await earlier()), ...setting });

      await receive(receipt, '{}', { mayWait: true });

      expect(records).toHaveLength(1);
    });

    it('does not wait where it begins a conversation', async () => {
      const { receive, records } = aReceiver(await earlier(opening));

      await receive(lost, '{}', { mayWait: true });

      expect(records).toHaveLength(1);
    });
  });

  it('keeps the recipients that a lost copy names beside those of the stored event', async () => {
    const raw = 'From: ada@customer.example\r\nTo: support@inbound.localhost\r\nSubject: Hi\r\n\r\nHi\r\n';
    const integrations = [
      anIntegration({ addresses: ['sales@inbound.localhost'] }),
      anIntegration({ key: 'support', addresses: ['support@inbound.localhost'] }),
    ];
    const first = aReceiver({ raw, integrations });
    await first.receive(aReceipt({ recipients: ['sales@inbound.localhost'] }), '{}');
    const copy = aReceiver({ raw, integrations, isStoredBefore: true, stored: first.events[0] });

    await copy.receive(aReceipt({ recipients: [], recovered: true }), '{}');

    expect(copy.records[0]?.recipients).toEqual([
      { address: 'sales@inbound.localhost', integration: 'sales' },
      { address: 'support@inbound.localhost', integration: 'support' },
    ]);
  });

  it('does not take a receipt that came from the event of an earlier copy', async () => {
    const first = aReceiver();
    await first.receive(aReceipt(), '{}');
    const copy = aReceiver({ isStoredBefore: true, stored: first.events[0] });

    await copy.receive(aReceipt({ authentication: { dmarc: 'fail' } }), '{}');

    expect(copy.records[0]?.receipt?.authentication).toEqual({ dmarc: 'fail' });
  });

  const readerIsAway: MailReader = async () => {
    throw new Error('the reader is away');
  };

  it.each([false, true])('stores it when the first try fails, and hands on that failure: %p', async (isStoreAway) => {
    const { receive, calls } = aReceiver({ read: readerIsAway, isStoreAway });

    await expect(receive(aReceipt(), '{}')).rejects.toThrow('the reader is away');
    expect(calls).toEqual(['receipt mail-1 {}']);
  });
});

describe('createReceiveMail, when another worker has claimed an id of the conversation', () => {
  it('plans the mail anew, and stores and sends everything once', async () => {
    const { receive, calls, rounds } = aReceiver({ contended: 3 });

    await receive(aReceipt(), '{}');

    expect(rounds).toEqual([0, 1, 2, 3]);
    expect(calls).toEqual(['event', 'ledger parsed 1 recipients, 1 deliveries', 'delivery sales acme']);
  });

  it('sends a change of consent once, after the mail is recorded', async () => {
    const { receive, calls } = aReceiver({ contended: 2 });

    await receive(unsubscribeReceipt, '{}');

    expect(calls).toEqual(['event', 'ledger parsed 1 recipients, 1 deliveries', 'change unsubscribe holds']);
  });

  it('gives up its turn after eight rounds, with the receipt stored for the next', async () => {
    const { receive, calls, rounds } = aReceiver({ contended: 8 });

    await expect(receive(aReceipt(), '{}')).rejects.toThrow(TransientError);
    expect(rounds).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(calls).toEqual(['event', 'receipt mail-1 {}']);
  });
});

describe('createReceiveMail, at a mail that was tried before', () => {
  const anAttempt = (calls: string[]) => ({
    attempt: {
      begin: async () => void calls.push('begin'),
      end: async () => void calls.push('end'),
    },
  });

  it('marks the reading, and nothing of the writing', async () => {
    const { receive, calls } = aReceiver();

    await receive(aReceipt(), '{}', anAttempt(calls));

    expect(calls).toEqual([
      'receipt mail-1 {}',
      'begin',
      'end',
      'event',
      'ledger parsed 1 recipients, 1 deliveries',
      'delivery sales acme',
    ]);
  });

  it('stores the receipt also while the object is missing, and nothing where that fails', async () => {
    const { receive, calls } = aReceiver();
    const absent = aReceipt({ objectKey: 'inbound/other' });
    expect(await receive(absent, '{}', anAttempt(calls))).toEqual({ state: 'missing', deliveries: 0 });

    const away = aReceiver({ isStoreAway: true });
    await expect(away.receive(aReceipt(), '{}', anAttempt(away.calls))).rejects.toThrow(
      'the store of receipts is away',
    );

    expect([calls, away.calls]).toEqual([['receipt mail-1 {}'], ['receipt mail-1 {}']]);
  });

  it('has the mail read where it can do no harm', async () => {
    const suspicions: unknown[] = [];
    const read: MailReader = async (raw, isSuspect) => {
      suspicions.push(isSuspect);
      return readMail(raw);
    };
    const { receive, calls } = aReceiver({ read });

    await receive(aReceipt(), '{}');
    await receive(aReceipt(), '{}', anAttempt(calls));

    expect(suspicions).toEqual([false, true]);
  });

  it('removes the mark when the reading fails, and hands on the failure', async () => {
    const read: MailReader = async () => {
      throw new Error('the store is away');
    };
    const { receive, calls } = aReceiver({ read });

    await expect(receive(aReceipt(), '{}', anAttempt(calls))).rejects.toThrow('the store is away');
    expect(calls).toEqual(['receipt mail-1 {}', 'begin', 'end']);
  });

  it('offers a delivered mail for comparison, unless it was tried before', async () => {
    const { receive, calls, compared } = aReceiver();

    await receive(aReceipt(), '{}');
    await receive(aReceipt(), '{}', anAttempt(calls));

    expect(compared).toEqual(['mail-1 evt_']);
  });

  it('disposes of a mail whose event could not be built', async () => {
    let disposals = 0;
    const read: MailReader = async (raw) => {
      const reading = await readMail(raw);
      if (reading.kind === 'unreadable') return reading;
      return {
        ...reading,
        buildEvent: async () => ({ kind: 'unreadable', code: 'too-slow', message: 'more than a minute' }),
        [Symbol.asyncDispose]: async () => {
          disposals += 1;
          await reading[Symbol.asyncDispose]();
        },
      };
    };
    const { receive } = aReceiver({ read });

    expect(await receive(aReceipt(), '{}')).toMatchObject({ state: 'quarantined' });
    expect(disposals).toBe(1);
  });
});
