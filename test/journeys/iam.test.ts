import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { createTransport } from 'nodemailer';
import { loadIntegrations } from '../../cli/integrations-file.ts';
import { deniedCalls } from '../../cli/local-denials.ts';
import { env } from '../../lambdas/env.ts';
import { createSqsClient } from '../../local/aws-clients.ts';
import type { Denial } from '../../local/iam/access-log.ts';
import type { Statement } from '../../local/iam/policy-document.ts';
import { type Runtime, startRuntime } from '../../local/runtime.ts';
import { noDns } from '../../local/verify-sender.ts';
import { changeStatements } from '../helpers/iam.ts';
import { temporaryFolder } from '../helpers/pipeline.ts';

type Change = (statement: Statement, policyId: string) => Statement | undefined;

const actionsOf = ({ Action = [] }: Statement): readonly string[] => [Action].flat();
const isFor = (statement: Statement, service: string): boolean =>
  JSON.stringify(statement.Principal ?? {}).includes(`"${service}.amazonaws.com"`);

/** Runs a pipeline with changed policies in its templates. */
async function withChange(
  change: Change,
  use: (run: { runtime: Runtime; dataDir: string; reports: readonly string[] }) => Promise<void>,
): Promise<void> {
  const dataDir = temporaryFolder();
  const reports: string[] = [];
  const runtime = await startRuntime({
    dataDir,
    smtpPort: 0,
    httpPort: 0,
    integrations: loadIntegrations().file,
    resolver: noDns,
    changePolicies: (resources) => changeStatements(resources, change),
    onReport: (line) => reports.push(line),
  });
  try {
    await use({ runtime, dataDir, reports });
  } finally {
    await runtime.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

const send = ({ smtp }: Runtime): Promise<unknown> =>
  createTransport({ host: '127.0.0.1', port: smtp, ignoreTLS: true }).sendMail({
    from: 'ada@customer.example',
    to: 'sales@inbound.localhost',
    subject: 'Engines',
    text: 'What would it cost?',
  });

async function denialsOf({ http }: Runtime): Promise<Denial[]> {
  return (await (await fetch(`http://127.0.0.1:${http}/sandbox/denials`)).json()) as Denial[];
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (await condition()) return;
    await pause(100);
  }
  throw new Error('it did not come to pass within 20 seconds');
}

async function untilDenied(runtime: Runtime, wanted: Pick<Denial, 'function' | 'action'>): Promise<Denial> {
  const isWanted = (denial: Denial): boolean => denial.function === wanted.function && denial.action === wanted.action;
  await until(async () => (await denialsOf(runtime)).some(isWanted));
  return (await denialsOf(runtime)).find(isWanted)!;
}

/** Returns the number of messages in a queue: visible, in flight and delayed. */
async function messagesIn({ environment }: Runtime, variable: string): Promise<number> {
  const sqs = createSqsClient(environment.AWS_ENDPOINT_URL_SQS!, environment.AWS_ACCESS_KEY_ID!);
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl: environment[variable]!,
      AttributeNames: [
        'ApproximateNumberOfMessages',
        'ApproximateNumberOfMessagesNotVisible',
        'ApproximateNumberOfMessagesDelayed',
      ],
    }),
  );
  sqs.destroy();
  return Object.values(Attributes).reduce((sum, count) => sum + Number(count), 0);
}

describe('a pipeline with a missing permission in its templates', () => {
  it('reports the missing permission of a role, and keeps the message', async () => {
    const change: Change = (statement, policyId) => {
      if (!policyId.startsWith('SinkRole')) return statement;
      return { ...statement, Action: actionsOf(statement).filter((action) => action !== 'dynamodb:UpdateItem') };
    };

    await withChange(change, async ({ runtime, dataDir, reports }) => {
      await send(runtime);
      const { resource } = await untilDenied(runtime, { function: 'sink', action: 'dynamodb:UpdateItem' });

      expect(resource).toMatch(/^arn:aws:dynamodb:us-east-1:000000000000:table\/TablesLedger/);
      expect(await messagesIn(runtime, env.deliveriesQueueUrl)).toBe(1);
      expect(await deniedCalls(runtime)).toContainEqual(
        expect.stringMatching(/^IAM denied sink \d+ times dynamodb:UpdateItem on arn:aws:dynamodb:/),
      );
      expect(runtime.crm.all('emails')).toEqual([]);
      const lines = readFileSync(join(dataDir, 'logs', 'iam.log'), 'utf8')
        .trim()
        .split('\n');
      expect(JSON.parse(lines[0]!)).toMatchObject({ function: 'sink', action: 'dynamodb:UpdateItem', resource });
      expect(reports.filter((line) => line.includes('dynamodb:UpdateItem'))).toHaveLength(1);
    });
  }, 60_000);

  it('stores a mail that SES is not permitted to announce, and reports the topic', async () => {
    const change: Change = (statement, policyId) =>
      policyId.startsWith('ReceiptsPolicy') && isFor(statement, 'ses') ? undefined : statement;

    await withChange(change, async ({ runtime }) => {
      await send(runtime);

      const { resource } = await untilDenied(runtime, { function: 'ses.amazonaws.com', action: 'sns:Publish' });
      expect(resource).toMatch(/:Receipts/);
      expect(await messagesIn(runtime, env.inboxQueueUrl)).toBe(0);
      // S3 notifies the sweep about the object, so the sweep finds the unread mail later.
      await until(async () => (await messagesIn(runtime, env.sweepQueueUrl)) === 1);
    });
  }, 60_000);

  it('refuses a mail at SMTP when SES is not permitted to use the key', async () => {
    const change: Change = (statement, policyId) =>
      policyId.startsWith('Key') && isFor(statement, 'ses') ? undefined : statement;

    await withChange(change, async ({ runtime }) => {
      await expect(send(runtime)).rejects.toMatchObject({ responseCode: 451 });

      await untilDenied(runtime, { function: 'ses.amazonaws.com', action: 'kms:GenerateDataKey' });
    });
  }, 60_000);
});

it('denies no call while a mail is delivered', async () => {
  await withChange(
    (statement) => statement,
    async ({ runtime, reports }) => {
      await send(runtime);
      await until(async () => runtime.crm.all('emails').length > 0);

      expect(runtime.crm.all('emails')).toHaveLength(1);
      expect(await denialsOf(runtime)).toEqual([]);
      expect(reports).toEqual([]);
    },
  );
}, 60_000);
