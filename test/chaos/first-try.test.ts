import type { MailRecord } from '../../lambdas/domain/delivery/ledger.ts';
import type { EmailReceived } from '../../lambdas/domain/mail/event.ts';
import { env } from '../../lambdas/env.ts';
import { conversationMail, everything } from './traffic.ts';
import { World } from './world.ts';

const minuteMs = 60_000;
const [first, second] = everything.integrations.filter(({ tenant }) => tenant === everything.integrations[0]!.tenant);
const recipients = [first!, second!].map(({ key }) => `${key}@inbound.example`);
const from = 'person@company.example';

/** Receives a mail with a blind copy, and kills its reader before or after the call of this number, from 0. */
async function receiveWithCrash(callIndex: number, when: 'crash-before' | 'crash-after') {
  const calls: string[] = [];
  const world = new World({
    seed: 1,
    plan: {},
    integrations: everything,
    withoutHeartbeat: true,
    hooks: {
      onCall: ({ functionName }, call) => {
        if (functionName !== 'parse') return undefined;
        calls.push(call);
        return calls.length - 1 === callIndex ? when : undefined;
      },
    },
  });
  await world.configure();
  const mailId = world.receive(conversationMail('c1-0', from, 1, 0, recipients[0]!), from, recipients);
  await world.run(() => false, 40 * minuteMs);
  const bucket = world.s3.bucket(world.names[env.mailBucket]!);
  const rows = world.dynamo.items(world.names[env.ledgerTable]!);
  const [, event] = [...bucket].find(([key]) => key.startsWith('events/'))!;
  return {
    calls,
    record: rows.find(({ sk, mailId: id }) => sk === 'MAIL' && id === mailId) as unknown as MailRecord,
    deliveries: rows.filter(({ sk }) => String(sk).startsWith('DELIVERY#')).map(({ fate }) => fate),
    event: JSON.parse(event.body.toString()) as EmailReceived,
    receipts: [...bucket.keys()].filter((key) => key.startsWith('receipts/')),
  };
}

describe('the first reading of a mail', () => {
  it('makes five calls, when the function is warm, and stores no receipt', async () => {
    const { calls, receipts } = await receiveWithCrash(-1, 'crash-before');

    // The integrations are read once by a cold function, in four queries.
    expect(calls.filter((call) => call !== 'dynamo.Query')).toEqual([
      's3.GetObject',
      's3.PutObject',
      'dynamo.BatchGet',
      'dynamo.TransactWrite',
      'sqs.SendMessage',
      'sqs.SendMessage',
    ]);
    expect(receipts).toEqual([]);
  });

  it.each(
    Array.from({ length: 10 }, (_, callIndex) => callIndex).flatMap((callIndex) => [
      [callIndex, 'crash-before'] as const,
      [callIndex, 'crash-after'] as const,
    ]),
  )('keeps envelope and verdicts when its reader dies at call %i, %s', async (callIndex, when) => {
    const { record, deliveries, event } = await receiveWithCrash(callIndex, when);

    const authentication = { spf: 'pass', dkim: 'pass', dmarc: 'pass' };
    expect(event.authentication).toMatchObject(authentication);
    expect(record.receipt).toEqual({ mailFrom: from, authentication });
    expect(record.recipients.map(({ address }) => address)).toEqual(recipients);
    expect(deliveries).toEqual(['delivered', 'delivered']);
  });
});
