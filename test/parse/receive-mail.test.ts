import { createMemoryThreadIndex } from '../../cli/memory-thread-index.ts';
import type { Integration } from '../../lambdas/domain/configuration/integration.ts';
import type { Antivirus } from '../../lambdas/domain/mail/antivirus.ts';
import type { EmailReceived } from '../../lambdas/domain/mail/event.ts';
import type { Log } from '../../lambdas/domain/mail/log.ts';
import type { MailReader } from '../../lambdas/domain/mail/mail-reader.ts';
import { readMail } from '../../lambdas/mime/read-mail.ts';
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
  readonly antivirus?: Antivirus;
  readonly conflictsWith?: string;
  readonly read?: MailReader;
}

/** A receiver over ports that write down what is asked of them, in its order. */
function aReceiver({
  raw = plainMail,
  integrations = [anIntegration({ addresses: ['sales@inbound.localhost', 'unsubscribe@inbound.localhost'] })],
  isCrowded = false,
  antivirus,
  conflictsWith,
  read = readMail,
}: Setting = {}) {
  const calls: string[] = [];
  const compared: string[] = [];
  const events: EmailReceived[] = [];
  const warnings: string[] = [];
  const log: Log = { info: () => {}, warn: (message) => void warnings.push(message), error: () => {} };
  const dependencies: ReceiveDependencies = {
    store: {
      openRaw: async (key) => (key === 'inbound/mail-1' ? once(raw) : undefined),
      putReceipt: async (mailId, notification) => void calls.push(`receipt ${mailId} ${notification}`),
      putEvent: async (event) => {
        events.push(event);
        calls.push('event');
      },
      getEvent: async () => undefined,
      putAttachment: async (_key, contentType, body) => {
        const bytes = Buffer.concat(await Array.fromAsync(body));
        calls.push(`attachment ${contentType} ${bytes.toString()}`);
      },
    },
    read,
    compareReaders: async (receipt, { eventId }) => void compared.push(`${receipt.mailId} ${eventId.slice(0, 4)}`),
    antivirus,
    threads: createMemoryThreadIndex(),
    ledger: {
      recordMail: async ({ state, recipients }, _event, deliveries) => {
        calls.push(`ledger ${state} ${recipients.length} recipients, ${deliveries?.length ?? 0} deliveries`);
        return conflictsWith === undefined ? {} : { conflictsWith };
      },
      park: async (_group, { message }, { kind, connection, isHead }, at) => {
        const head = isHead ? 'head' : 'rest';
        calls.push(`park ${message.integration} ${kind} ${connection} ${head} ${at.toISOString()}`);
      },
    } as Partial<ReceiveDependencies['ledger']> as ReceiveDependencies['ledger'],
    queues: {
      sendDelivery: async ({ integration, subject }) => void calls.push(`delivery ${integration} ${subject?.tenant}`),
      sendChange: async ({ signal, standing }) => void calls.push(`change ${signal} ${standing ?? 'holds'}`),
    },
    gate: { isCrowded: async () => isCrowded },
    countInWindow: async () => 1,
    subjectHash: async () => subjectFor,
    tokenKeys: async () => ({ current: 'k1', keys: { k1: 'a key of the tests' } }),
    now: () => now,
    control: { integrations: async () => integrations },
    log,
  };
  return { receive: createReceiveMail(dependencies), calls, compared, events, warnings };
}

describe('createReceiveMail', () => {
  it('writes objects, then the ledger, then the queue', async () => {
    const { receive, calls, events } = aReceiver({ raw: attachedMail });

    const received = await receive(aReceipt(), '{}');

    expect(calls).toEqual([
      'receipt mail-1 {}',
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
    expect(calls).toEqual(['receipt mail-1 {}', 'ledger quarantined 1 recipients, 0 deliveries']);
    expect(events).toEqual([]);
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

describe('createReceiveMail, at a mail that was tried before', () => {
  const anAttempt = (calls: string[]) => ({
    begin: async () => void calls.push('begin'),
    end: async () => void calls.push('end'),
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
