import { ScanCommand, type TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { createDynamoThreadIndex } from '../../lambdas/aws/dynamo-thread-index.ts';
import { createGatheredReads } from '../../lambdas/aws/gathered-reads.ts';
import { createLedgerReader } from '../../lambdas/aws/ledger-reader.ts';
import { createRecordReceivedMail } from '../../lambdas/aws/record-received-mail.ts';
import type { MailRecord, NewDelivery, ReceivedMailRecording } from '../../lambdas/domain/delivery/ledger.ts';
import type { ThreadClues } from '../../lambdas/domain/threads/thread-entry.ts';
import type { ThreadProposal } from '../../lambdas/domain/threads/thread-index.ts';
import { aDelivery, anEvent } from '../helpers/builders.ts';
import { useTestDynamo } from '../helpers/dynamo.ts';
import { canceledTransaction, scriptedClient } from '../helpers/scripted-client.ts';
import { cluesOfMail, from } from '../helpers/thread-mails.ts';

const database = useTestDynamo();
const threads = () => {
  const { platform, threadsTable } = database();
  return createDynamoThreadIndex(platform, createGatheredReads(platform), threadsTable);
};
const recorder = () =>
  createRecordReceivedMail(database().platform, { ledger: database().ledgerTable, threads: database().threadsTable });
const reader = () => createLedgerReader(database().dynamo, database().ledgerTable);
const mailOf = async (mailId: string) => (await reader().mails([mailId])).get(mailId);

let counter = 0;
const aTenant = () => `recorded-${counter++}`;

/** A mail at some tenants, with one delivery at each unless told otherwise. */
interface TestMail {
  readonly mailId: string;
  readonly messageId: string;
  readonly clues: readonly ThreadClues[];
  readonly recipients?: readonly string[];
  readonly deliveriesPerTenant?: number;
  readonly receipt?: MailRecord['receipt'];
}

/** Records a mail by one proposal at each tenant. */
function recordAs(
  { mailId, messageId, recipients = ['sales@inbound.localhost'], deliveriesPerTenant = 1, receipt }: TestMail,
  proposals: readonly ThreadProposal[],
  record = recorder(),
): Promise<ReceivedMailRecording> {
  const event = { ...anEvent({ messageId }), messageId };
  const deliveries = proposals.flatMap(({ clues: { tenant }, decision }) =>
    Array.from(
      { length: deliveriesPerTenant },
      (_, nth): NewDelivery =>
        aDelivery(event, {
          tenant,
          integration: `${tenant}-${nth}`,
          threadKey: decision.key,
          matchedBy: decision.matchedBy,
          recipients: [...recipients],
        }),
    ),
  );
  const mail: MailRecord = {
    mailId,
    objectKey: `inbound/${mailId}`,
    receivedAt: event.receivedAt,
    state: 'parsed',
    eventId: event.eventId,
    recipients: recipients.map((address) => ({ address })),
    ...(receipt && { receipt }),
  };
  return record(mail, event, deliveries, proposals);
}

/** Proposes and records until nobody came in between, as parse does. @returns how many rounds it took */
async function receive(mail: TestMail): Promise<number> {
  for (let round = 0; round < 8; round += 1) {
    const proposals = await Promise.all(mail.clues.map((clues) => threads().propose(clues, round)));
    if ((await recordAs(mail, proposals)).kind === 'recorded') return round + 1;
  }
  throw new Error(`${mail.mailId} is contended`);
}

const aMail = (tenant: string, name: string, references: readonly string[] = [], copy = ''): TestMail => ({
  mailId: `${tenant}-${name}${copy}`,
  messageId: `${tenant}-${name}`,
  clues: [
    cluesOfMail(tenant, `${tenant}-${name}`, { references: references.map((reference) => `${tenant}-${reference}`) }),
  ],
});

const eventIdOf = ({ messageId }: TestMail): string => anEvent({ messageId }).eventId;
const deliveriesOf = async (mail: TestMail) => (await reader().event(eventIdOf(mail)))?.deliveries ?? [];

async function threadRowsOf(tenant: string): Promise<Array<Record<string, unknown>>> {
  const { Items = [] } = await database().dynamo.send(new ScanCommand({ TableName: database().threadsTable }));
  return Items.filter(({ pk }) => String(pk).includes(`#${tenant}#`));
}

describe('createRecordReceivedMail', () => {
  it('records a mail, its deliveries and its conversation, and a repetition changes nothing', async () => {
    const tenant = aTenant();
    const mail = aMail(tenant, 'a');

    expect(await receive(mail)).toBe(1);
    const rows = await threadRowsOf(tenant);
    expect(await receive(mail)).toBe(1);

    expect(await mailOf(mail.mailId)).toMatchObject({ state: 'parsed', eventId: eventIdOf(mail) });
    expect(await threadRowsOf(tenant)).toEqual(rows);
    expect(rows.map(({ threadKey }) => threadKey)).toContain((await deliveriesOf(mail))[0]?.threadKey);
  });

  it('records nothing where another worker has claimed an id in the meantime', async () => {
    const tenant = aTenant();
    const reply = aMail(tenant, 'reply', ['root']);
    const late = await threads().propose(reply.clues[0]!, 0);
    await receive(aMail(tenant, 'root'));

    expect(await recordAs(reply, [late])).toEqual({ kind: 'contended' });
    expect(await mailOf(reply.mailId)).toBeUndefined();
    expect(await deliveriesOf(reply)).toEqual([]);

    await receive(reply);
    const [root] = await deliveriesOf(aMail(tenant, 'root'));
    expect(await deliveriesOf(reply)).toMatchObject([{ threadKey: root?.threadKey, matchedBy: 'references' }]);
  });

  it('records nothing at one tenant where another worker has claimed an id at the other', async () => {
    const [first, second] = [aTenant(), aTenant()];
    const both: TestMail = {
      ...aMail(first, 'a'),
      clues: [first, second].map((tenant) => cluesOfMail(tenant, 'a', { references: ['root'] })),
    };
    const late = await Promise.all(both.clues.map((clues) => threads().propose(clues, 0)));
    await receive({ ...aMail(second, 'root'), clues: [cluesOfMail(second, 'root')] });

    expect(await recordAs(both, late)).toEqual({ kind: 'contended' });
    expect(await threadRowsOf(first)).toEqual([]);

    await receive(both);
    expect((await deliveriesOf(both)).map(({ tenant }) => tenant).toSorted()).toEqual([first, second].toSorted());
  });

  it('joins copies of one mail that come at the same moment under several ids', async () => {
    const tenant = aTenant();
    const copies = ['', '-2', '-3', '-4'].map((copy, nth) => ({
      ...aMail(tenant, 'a', [], copy),
      recipients: [`r${nth}@inbound.localhost`],
    }));

    await Promise.all(copies.map(receive));

    const [delivery, ...others] = await deliveriesOf(copies[0]!);
    expect(others).toEqual([]);
    expect(delivery?.recipients.toSorted()).toEqual(copies.flatMap(({ recipients }) => recipients));
    expect((await reader().event(eventIdOf(copies[0]!)))?.mails.toSorted()).toEqual(
      copies.map(({ mailId }) => mailId).toSorted(),
    );
  });

  it('puts all mails of a conversation that come at the same moment into one thread', async () => {
    const tenant = aTenant();
    const mails = Array.from({ length: 8 }, (_, nth) => aMail(tenant, `m${nth}`, nth === 0 ? [] : ['m0']));

    await Promise.allSettled(mails.map(receive));
    for (const mail of mails) await receive(mail);

    const deliveries = await Promise.all(mails.map(deliveriesOf));
    expect(deliveries.map(({ length }) => length)).toEqual(mails.map(() => 1));
    expect(new Set(deliveries.flat().map(({ threadKey }) => threadKey)).size).toBe(1);
  });

  it('notices a merge of the conversation that it found, and follows it', async () => {
    const tenant = aTenant();
    const at = (hour: number) => `2026-11-20T${hour}:00:00.000Z`;
    const mail = (name: string, hour: number, references: readonly string[] = []): TestMail => {
      const plain = aMail(tenant, name, references);
      return { ...plain, clues: [{ ...plain.clues[0]!, receivedAt: at(hour), subject: `mail ${name}` }] };
    };
    await receive(mail('older', 10));
    await receive(mail('younger', 11));
    const answer = mail('answer', 13, ['younger']);
    const late = await threads().propose(answer.clues[0]!, 0);
    await receive(mail('merge', 12, ['older', 'younger']));

    expect(await recordAs(answer, [late])).toEqual({ kind: 'contended' });
    await receive(answer);

    const [older] = await deliveriesOf(mail('older', 10));
    expect(await deliveriesOf(answer)).toMatchObject([{ threadKey: older?.threadKey }]);
  });

  it('takes an answer that got lost for what it was, when the mail is tried again', async () => {
    const tenant = aTenant();
    const mail = aMail(tenant, 'a');
    const { platform, dynamo, ledgerTable, threadsTable } = database();
    const losing = {
      ...platform,
      dynamo: Object.assign(Object.create(dynamo), {
        async send(command: TransactWriteCommand) {
          await dynamo.send(command);
          throw Object.assign(new Error('the answer is lost'), { name: 'TimeoutError' });
        },
      }),
    };
    const record = createRecordReceivedMail(losing, { ledger: ledgerTable, threads: threadsTable });
    const proposal = await threads().propose(mail.clues[0]!, 0);
    await expect(recordAs(mail, [proposal], record)).rejects.toThrow('the answer is lost');
    const rows = await threadRowsOf(tenant);

    expect(await receive(mail)).toBe(1);

    expect(await threadRowsOf(tenant)).toEqual(rows);
    expect(await deliveriesOf(mail)).toHaveLength(1);
  });
});

describe('createRecordReceivedMail, with more rows than a transaction takes', () => {
  const longReferences = (tenant: string) => Array.from({ length: 45 }, (_, nth) => `${tenant}-r${nth}`);

  it('records the conversations at several tenants, and then the mail', async () => {
    const tenants = [aTenant(), aTenant(), aTenant()];
    const mail: TestMail = {
      ...aMail(tenants[0]!, 'a'),
      clues: tenants.map((tenant) => cluesOfMail(tenant, 'a', { references: longReferences(tenant) })),
    };

    await receive(mail);

    expect(await mailOf(mail.mailId)).toMatchObject({ state: 'parsed' });
    expect(await deliveriesOf(mail)).toHaveLength(3);
    for (const tenant of tenants) expect((await threadRowsOf(tenant)).length).toBeGreaterThan(40);
  });

  it('records no mail where an id was claimed in the meantime', async () => {
    const tenants = [aTenant(), aTenant(), aTenant()];
    const mail: TestMail = {
      ...aMail(tenants[0]!, 'a'),
      clues: tenants.map((tenant) => cluesOfMail(tenant, 'a', { references: longReferences(tenant) })),
    };
    const late = await Promise.all(mail.clues.map((clues) => threads().propose(clues, 0)));
    await receive({ ...aMail(tenants[2]!, 'root'), clues: [cluesOfMail(tenants[2]!, `${tenants[2]}-r0`)] });

    expect(await recordAs(mail, late)).toEqual({ kind: 'contended' });
    expect(await mailOf(mail.mailId)).toBeUndefined();

    await receive(mail);
    expect(await deliveriesOf(mail)).toHaveLength(3);
  });

  it('records the row of the mail last, after more deliveries than a transaction takes', async () => {
    const mail: TestMail = { ...aMail(aTenant(), 'a'), deliveriesPerTenant: 230 };
    const { platform, dynamo, ledgerTable, threadsTable } = database();
    const written: string[][] = [];
    const watching = {
      ...platform,
      dynamo: Object.assign(Object.create(dynamo), {
        async send(command: TransactWriteCommand) {
          const { TransactItems = [] } = command.input;
          written.push(TransactItems.map(({ Put, Update }) => String(Put?.Item?.sk ?? Update?.Key?.sk)));
          return dynamo.send(command);
        },
      }),
    };
    const record = createRecordReceivedMail(watching, { ledger: ledgerTable, threads: threadsTable });

    const proposal = await threads().propose(mail.clues[0]!, 0);
    expect(await recordAs(mail, [proposal], record)).toEqual({ kind: 'recorded' });

    expect(written.map((rows) => rows.includes('MAIL'))).toEqual([false, false, false, true]);
    expect(await deliveriesOf(mail)).toHaveLength(230);
    await receive(mail);
    expect(await deliveriesOf(mail)).toHaveLength(230);
  });

  it('records a mail that names ids under which many people have mailed', async () => {
    const tenant = aTenant();
    const ids = Array.from({ length: 6 }, (_, nth) => `shared${nth}`);
    for (const messageId of ids)
      for (let nth = 0; nth < 18; nth += 1) {
        const name = `${messageId}-${nth}`;
        const clues = cluesOfMail(tenant, messageId, { ...from(tenant, `p${nth}@x.example`), subject: name });
        await receive({ ...aMail(tenant, name), clues: [{ ...clues, eventId: `evt_${name}` }] });
      }
    const answer = aMail(tenant, 'answer');

    const named = await receive({ ...answer, clues: [{ ...answer.clues[0]!, references: ids }] });

    expect(named).toBe(1);
    expect(await deliveriesOf(answer)).toHaveLength(1);
  }, 60_000);
});

describe('createRecordReceivedMail, with the receipt', () => {
  const recovered = { authentication: {}, recovered: true } as const;
  const real = { mailFrom: 'ada@customer.example', authentication: { dmarc: 'pass' }, spam: 'pass' } as const;

  it.each<[string, readonly NonNullable<MailRecord['receipt']>[], MailRecord['receipt'], readonly string[]]>([
    ['replaces one that the sweep made by the real one', [recovered, real], real, ['1@x', '2@x']],
    ['keeps the real one when the one of the sweep comes later', [real, recovered], real, ['1@x']],
    ['keeps the first of two real ones', [real, { ...real, spam: 'fail' }], real, ['1@x']],
  ])('%s', async (_name, receipts, kept, recipients) => {
    const mail = aMail(aTenant(), 'a');

    for (const [nth, receipt] of receipts.entries())
      await receive({ ...mail, receipt, recipients: nth === 0 ? ['1@x'] : ['1@x', '2@x'] });

    const record = await mailOf(mail.mailId);
    expect(record?.receipt).toEqual(kept);
    expect(record?.recipients.map(({ address }) => address)).toEqual(recipients);
  });

  it('adds none to a mail that an earlier version has recorded', async () => {
    const mail = aMail(aTenant(), 'a');

    await receive(mail);
    await receive({ ...mail, receipt: real });

    expect(await mailOf(mail.mailId)).not.toHaveProperty('receipt');
  });
});

describe('createRecordReceivedMail, when a transaction is canceled', () => {
  const mail = aMail('scripted', 'a');
  const proposal: ThreadProposal = {
    clues: mail.clues[0]!,
    decision: {
      key: 't',
      since: '2026-11-20T09:00:00.000Z',
      aliases: [],
      matchedBy: 'none',
      confidence: 1,
      claims: [{ messageId: 'a', threadKey: 't', threadSince: '2026-11-20T09:00:00.000Z' }],
    },
    lookup: { known: [], merges: new Map(), isCareful: false },
  };
  const [unmet, conflict, none] = ['ConditionalCheckFailed', 'TransactionConflict', 'None'];

  it.each<[string, readonly string[], { readonly kind: string; readonly calls: number; readonly pauses: number }]>([
    ['by a claim', [unmet, none, none, none, none, none], { kind: 'contended', calls: 1, pauses: 0 }],
    ['by a claim and a row', [unmet, unmet, none, none, none, unmet], { kind: 'contended', calls: 1, pauses: 0 }],
    ['by a conflict at a claim', [conflict, none, none, none, none, none], { kind: 'contended', calls: 1, pauses: 0 }],
    ['by a conflict at a row', [none, none, conflict, none, none, none], { kind: 'recorded', calls: 2, pauses: 1 }],
    ['by a row that is there', [none, unmet, none, none, none, unmet], { kind: 'recorded', calls: 2, pauses: 0 }],
    ['without a reason', [], { kind: 'recorded', calls: 2, pauses: 1 }],
  ])('%s', async (_name, codes, expected) => {
    type RecordPlatform = Parameters<typeof createRecordReceivedMail>[0];
    const { client: dynamo, sent } = scriptedClient<RecordPlatform['dynamo']>(canceledTransaction(...codes));
    const pauses: number[] = [];
    const pause = async (ms: number) => void pauses.push(ms);

    const record = createRecordReceivedMail({ dynamo, pause }, { ledger: 'L', threads: 'T' });
    const { kind } = await recordAs(mail, [proposal], record);

    expect({ kind, calls: sent.length, pauses: pauses.length }).toEqual(expected);
    for (const { input } of sent) expect(JSON.stringify(input)).toContain('"TableName":"T"');
  });
});
