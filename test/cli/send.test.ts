import type { MailSource } from '../../cli/mail-sources.ts';
import { type FatePorts, type SendPorts, sendMails, waitForFates } from '../../cli/send.ts';
import type { Delivery } from '../../lambdas/domain/delivery/delivery.ts';
import { aFakeReader, aMailRecord, aSettledDelivery } from '../helpers/fake-reader.ts';

const idOf = (nth: number): string => String(nth).padStart(40, '0');

const aSource = (nth: number, headers = '', index = 0): MailSource => ({
  source: `${nth}.eml`,
  index,
  async *open() {
    yield Buffer.from(`From: ada@customer.example\r\nMessage-ID: <${nth}@c.example>\r\n${headers}\r\nHi.\r\n`);
  },
});

async function* listed(...sources: readonly MailSource[]) {
  yield* sources;
}

/** A server that accepts the mails in their order, but for those that it refuses; steps and lines are kept. */
function aServer({ refuses = [] as number[] } = {}) {
  const steps: string[] = [];
  const lines: Array<[object, string]> = [];
  const ports: SendPorts = {
    transmit: async ({ to }, raw) => {
      const nth = Number(/<(\d+)@/.exec(raw.toString())?.[1]);
      steps.push(`send ${nth} to ${to.join(', ')}`);
      if (refuses.includes(nth)) throw Object.assign(new Error('Message failed'), { response: '552 too large' });
      return `250 OK ${idOf(nth)} queued`;
    },
    untilArrived: async (mailIds) => {
      steps.push(`await ${mailIds.map(Number).join(', ')}`);
    },
    report: (json, text) => lines.push([json, text]),
  };
  return { steps, lines, ports };
}

describe('sendMails', () => {
  it('sends every mail and reports the id that it was given', async () => {
    const { lines, ports } = aServer();

    const { sent, refused } = await sendMails(listed(aSource(1), aSource(2, '', 3)), ports, {});

    expect(refused).toBe(0);
    expect(sent).toEqual([
      { source: '1.eml', mailId: idOf(1) },
      { source: '2.eml#3', mailId: idOf(2) },
    ]);
    expect(lines[0]).toEqual([{ source: '1.eml', mailId: idOf(1) }, `1.eml  accepted as ${idOf(1)}`]);
  });

  it('reports nothing yet when the fates are awaited', async () => {
    const { lines, ports } = aServer();

    await sendMails(listed(aSource(1)), ports, { wait: true });

    expect(lines).toEqual([]);
  });

  it('reports a refused mail with the words of the server, and sends the others', async () => {
    const { lines, ports } = aServer({ refuses: [1] });

    const { sent, refused } = await sendMails(listed(aSource(1), aSource(2)), ports, { wait: true });

    expect(refused).toBe(1);
    expect(sent.map(({ source }) => source)).toEqual(['2.eml']);
    expect(lines).toEqual([
      [{ source: '1.eml', error: { code: 'refused', message: '552 too large' } }, '1.eml  refused: 552 too large'],
    ]);
  });

  it('lets an answer wait until the mail that it answers has arrived', async () => {
    const { steps, ports } = aServer();

    await sendMails(listed(aSource(1), aSource(2, 'In-Reply-To: <1@c.example>\r\n')), ports, { to: ['a@b.example'] });

    expect(steps).toEqual(['send 1 to a@b.example', 'await 1', 'send 2 to a@b.example']);
  });

  it('does not let an answer wait for a mail that was refused', async () => {
    const { steps, ports } = aServer({ refuses: [1] });

    await sendMails(listed(aSource(1), aSource(2, 'In-Reply-To: <1@c.example>\r\n')), ports, { to: ['a@b.example'] });

    expect(steps).toEqual(['send 1 to a@b.example', 'send 2 to a@b.example']);
  });

  it('reads no more than 24 mails ahead', async () => {
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    let [opened, inFlight] = [0, 0];
    async function* many() {
      for (let nth = 0; nth < 60; nth += 1) {
        opened += 1;
        yield aSource(nth);
      }
    }
    const { ports } = aServer();
    const transmit: SendPorts['transmit'] = async (envelope, raw) => {
      inFlight += 1;
      // By then everything that may be read ahead has been read.
      if (inFlight === 24) setImmediate(release);
      await released;
      return ports.transmit(envelope, raw);
    };
    const sending = sendMails(many(), { ...ports, transmit }, {});
    await released;

    expect(opened).toBe(24);
    expect((await sending).sent).toHaveLength(60);
  });
});

/** A ledger whose deliveries change with each look. */
function aLedger(...looks: ReadonlyArray<readonly Delivery[]>) {
  const lines: Array<[object, string]> = [];
  let look = 0;
  const mails = [aMailRecord(1, { mailId: idOf(1) })];
  const ports: FatePorts = {
    reader: {
      mails: (ids) => aFakeReader({ mails: looks[look] === undefined ? [] : mails }).reader.mails(ids),
      event: (eventId) => aFakeReader({ mails, deliveries: looks[look] ?? [] }).reader.event(eventId),
    },
    report: (json, text) => lines.push([json, text]),
    wait: async () => {
      look += 1;
    },
  };
  return { lines, ports };
}

describe('waitForFates', () => {
  const sent = [{ source: '1.eml', mailId: idOf(1) }];
  const { fate, settledAt, ...pending } = aSettledDelivery(1);

  it('reports the fate of each recipient as soon as the ledger has it', async () => {
    const settled = aSettledDelivery(1, { steps: { contact: { state: 'done', at: 'T', id: '51' } } });
    const { lines, ports } = aLedger([], [pending], [settled]);

    expect(await waitForFates(ports, sent, 60_000)).toBe(true);
    expect(lines).toEqual([
      [
        {
          source: '1.eml',
          eventId: 'evt_1',
          integration: 'sales',
          fate: 'delivered',
          thread: 'thread-1',
          crm: { contactId: '51' },
          lagMs: 2000,
          recipient: 'sales@inbound.localhost',
          reason: undefined,
          mailId: idOf(1),
        },
        '1.eml  sales@inbound.localhost  delivered  2000 ms',
      ],
    ]);
  });

  it('does not take a delivery for settled that waits for its connection', async () => {
    const buffered = { ...pending, fate: 'parked', waitsFor: 'main' } as const;
    const { lines, ports } = aLedger([buffered], [aSettledDelivery(1, { fate: 'parked', reason: 'HTTP 400' })]);

    expect(await waitForFates(ports, sent, 60_000)).toBe(true);
    expect(lines.map(([, text]) => text)).toEqual(['1.eml  sales@inbound.localhost  parked  2000 ms  (HTTP 400)']);
  });

  it.each([
    ['a mail that is not read', [], '1.eml  on its way'],
    ['a delivery without a fate', [[pending]], '1.eml  sales@inbound.localhost  on its way'],
  ])('reports %s as on its way when the time is over', async (_what, looks, text) => {
    const { lines, ports } = aLedger(...looks);

    expect(await waitForFates(ports, sent, 0)).toBe(false);
    expect(lines.map(([, line]) => line)).toEqual([text]);
  });

  it('has nothing to wait for when nothing was sent', async () => {
    expect(await waitForFates(aLedger().ports, [], 60_000)).toBe(true);
  });
});
