import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createTransport } from 'nodemailer';
import { loadIntegrations } from '../cli/integrations-file.ts';
import { buildMail, textPart } from '../fixtures/mail-builder.ts';
import { createLedgerReader } from '../lambdas/aws/ledger-reader.ts';
import { env } from '../lambdas/env.ts';
import { type Runtime, startRuntime } from '../local/runtime.ts';

/** Times of delivered mails as the ledger has them, whenever they are read. */
interface Settled {
  /** From receipt to fate of each mail, in ms. */
  readonly lags: number[];
  /** The fate of the last of them, epoch ms. */
  readonly lastAt: number;
}

/** A running pipeline and a client that sends it mail. */
export interface Lane {
  readonly runtime: Runtime;
  readonly dataDir: string;
  /** A client of its database. */
  readonly dynamo: DynamoDBDocumentClient;
  /** Sends the mail with this index, or the answer to it. @returns its mail id */
  send(index: number, turn: 0 | 1, run: string): Promise<string>;
  /** Waits until mails are delivered. */
  settle(mailIds: readonly string[]): Promise<Settled>;
  /** Sends mails over several connections and waits for all of them. */
  burst(from: number, mails: number, run: string): Promise<{ readonly lags: number[]; readonly perSecond: number }>;
  stop(): Promise<void>;
}

export const connections = 4;

/** Starts a pipeline for a measurement. @param iam whether IAM decides about its calls */
export async function startLane(iam: boolean): Promise<Lane> {
  const dataDir = mkdtempSync(join(tmpdir(), 'postern-bench-data-'));
  const { file } = loadIntegrations();
  const runtime = await startRuntime({ dataDir, smtpPort: 0, httpPort: 0, integrations: file, iam });
  const dynamo = createDynamo(runtime.environment);
  const reader = createLedgerReader(dynamo, runtime.environment[env.ledgerTable]!);
  const transport = createTransport({
    host: '127.0.0.1',
    port: runtime.smtp,
    pool: true,
    maxConnections: connections,
    ignoreTLS: true,
  });

  const send: Lane['send'] = async (index, turn, run) => {
    const { raw, from } = mailOf(index, turn, run);
    const { response } = await transport.sendMail({ envelope: { from, to: ['sales@inbound.localhost'] }, raw });
    return /\b([0-9a-f]{40})\b/.exec(response)?.[1] ?? '';
  };

  /**
   * Reads the times of delivered mails. The clock is the ledger's, so the reads may come late: while mails are on their way,
   * only the last one is looked at, now and then, for reads would be a load of their own.
   */
  const settle: Lane['settle'] = async (mailIds) => {
    const settledAt = new Map<string, { readonly lag: number; readonly at: number }>();
    for (let open = [...mailIds]; open.length > 0; open = open.filter((id) => !settledAt.has(id))) {
      const records = await reader.mails(open.slice(-1));
      const isLastDone = (await settledOf(records)).length > 0;
      const batch = isLastDone ? await reader.mails(open) : records;
      const found = isLastDone ? await settledOf(batch) : [];
      for (const { mailId, lag, at } of found) settledAt.set(mailId, { lag, at });
      if (found.length < open.length) await wait(100);
    }
    const all = [...settledAt.values()];
    return { lags: all.map(({ lag }) => lag), lastAt: Math.max(0, ...all.map(({ at }) => at)) };
  };

  /** The mails that have their fate, among some records. */
  const settledOf = async (records: Awaited<ReturnType<typeof reader.mails>>) => {
    const deliveries = await reader.deliveries([...records.values()]);
    return [...records].flatMap(([mailId, { eventId = '' }]) => {
      const [delivery] = deliveries.get(eventId) ?? [];
      if (delivery?.settledAt === undefined) return [];
      const at = Date.parse(delivery.settledAt);
      return [{ mailId, at, lag: at - Date.parse(delivery.receivedAt) }];
    });
  };

  return {
    runtime,
    dataDir,
    dynamo,
    send,
    settle,
    async burst(from, mails, run) {
      const startedAt = Date.now();
      const ids: string[] = [];
      await Promise.all(
        Array.from({ length: connections }, async (_, lane) => {
          for (let index = lane; index < mails; index += connections) ids.push(await send(from + index, 0, run));
        }),
      );
      const { lags, lastAt } = await settle(ids);
      return { lags, perSecond: (mails * 1000) / (lastAt - startedAt) };
    },
    async stop() {
      transport.close();
      dynamo.destroy();
      await runtime.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** A client of this pipeline's database: two of them may run beside each other. */
const createDynamo = (environment: Runtime['environment']): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(
    new DynamoDBClient({
      region: environment.AWS_REGION!,
      endpoint: environment.AWS_ENDPOINT_URL_DYNAMODB!,
      credentials: {
        accessKeyId: environment.AWS_ACCESS_KEY_ID!,
        secretAccessKey: environment.AWS_SECRET_ACCESS_KEY!,
      },
    }),
  );

/** A mail of the conversation with this index: its first, or a reply to it. */
function mailOf(index: number, turn: 0 | 1, run: string): { raw: Buffer; from: string } {
  const from = `person${index}@company${index}.example`;
  const id = (which: number): string => `<${run}-${index}-${which}@bench.example>`;
  const raw = buildMail({
    headers: [
      `From: Person ${index} <${from}>`,
      'To: sales@inbound.localhost',
      `Subject: ${turn === 1 ? 'Re: ' : ''}Bench ${index}`,
      `Message-ID: ${id(turn)}`,
      ...(turn === 1 ? [`In-Reply-To: ${id(0)}`, `References: ${id(0)}`] : []),
      'MIME-Version: 1.0',
    ],
    multipart: { subtype: 'mixed', parts: [textPart('What would it cost?\n')] },
  });
  return { raw, from };
}
