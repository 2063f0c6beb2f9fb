import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { DeleteObjectCommand, GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { lineHash, readLine } from '../../lambdas/domain/audit/chain.ts';
import type { Tampering } from '../../lambdas/domain/audit/verify-chain.ts';
import { env } from '../../lambdas/env.ts';
import { conversationMails, eventually } from '../helpers/mail-set.ts';
import { operatorOf } from '../helpers/operator.ts';
import { discard, type Pipeline, type SentLine, startPipeline } from '../helpers/pipeline.ts';

interface Entry {
  readonly metadata: { readonly uid: string; readonly event_code: string };
  readonly email?: { readonly uid: string };
  readonly resources?: ReadonlyArray<{ readonly type: string; readonly uid: string }>;
  readonly unmapped?: { readonly eventId?: string; readonly messageHash?: string };
}

interface Report {
  readonly segments: number;
  readonly findings: readonly Tampering[];
}

const mails = 200;

describe('the audit trail of 200 mails', () => {
  let pipeline: Pipeline;
  let operator: ReturnType<typeof operatorOf>;
  beforeAll(async () => {
    pipeline = await startPipeline();
    operator = operatorOf(pipeline);
  }, 60_000);
  afterAll(() => discard(pipeline), 60_000);

  const bucket = (): string => operator.environment[env.auditBucket]!;
  const verify = async () => {
    const { code, lines } = await pipeline.cli('audit', 'verify', '--json');
    return { code, report: lines<Report>()[0]! };
  };
  const entriesOf = async (...options: string[]): Promise<Entry[]> =>
    (await pipeline.cli('audit', 'log', '--json', ...options)).lines<Entry>();

  /** Every record that the ledger knows at a CRM, as in `evt_1 crm.activity 7`. */
  async function recordsInLedger(): Promise<string[]> {
    const found: string[] = [];
    let ExclusiveStartKey: Record<string, unknown> | undefined;
    do {
      const page = await operator.documents.send(
        new ScanCommand({ TableName: operator.environment[env.ledgerTable]!, ExclusiveStartKey }),
      );
      for (const { sk, eventId, steps = {} } of page.Items ?? [])
        if (String(sk).startsWith('DELIVERY#'))
          for (const [step, { state, id }] of Object.entries(steps as Record<string, { state: string; id?: string }>))
            if (state === 'done' && id !== undefined) found.push(`${eventId} crm.${step} ${id}`);
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey !== undefined);
    return found.toSorted();
  }

  it('has each mail and each record once, whatever happens to its writer', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'postern-trail-'));
    for (const { name, raw } of conversationMails(mails)) writeFileSync(join(folder, `${name}.eml`), raw);
    const sending = pipeline.cli('send', folder, '--wait', '--json');
    // The writer dies while mail flows; Lambda offers it the same changes again.
    for (let crashes = 0; crashes < 3; crashes += 1)
      await eventually(async () => (await pipeline.killWorker('trail')) || undefined, 'a worker to kill');
    const sent = (await sending).lines<SentLine>();
    const { code } = await pipeline.cli('consent', 'set', 'person1@company1.example', 'out');

    const entries = await eventually(async () => {
      const found = await entriesOf();
      const counts = Map.groupBy(found, ({ metadata }) => metadata.event_code);
      const isComplete = counts.get('delivery.ended')?.length === mails && counts.has('consent.delivered');
      return isComplete ? found : undefined;
    }, 'the trail to have every delivery');
    const of = (operation: string): Entry[] => entries.filter(({ metadata }) => metadata.event_code === operation);
    const written = of('record.written').map(
      ({ resources, unmapped }) => `${unmapped?.eventId} ${resources?.[0]?.type} ${resources?.[0]?.uid}`,
    );

    expect([code, sent.filter(({ fate }) => fate === 'delivered').length]).toEqual([0, mails]);
    expect(new Set(entries.map(({ metadata }) => metadata.uid)).size).toBe(entries.length);
    expect(new Set(of('mail.received').map(({ email }) => email?.uid)).size).toBe(mails);
    expect(of('mail.received')).toHaveLength(mails);
    expect(written.toSorted()).toEqual(await recordsInLedger());
    expect(of('record.written').every(({ unmapped }) => /^[0-9a-f]{64}$/.test(unmapped?.messageHash ?? ''))).toBe(true);
    expect(of('consent.changed')).toMatchObject([{ actor: { user: { uid: 'laptop' } } }]);
    expect(JSON.stringify(entries)).not.toContain('person1@');
    expect(await verify()).toMatchObject({ code: 0, report: { findings: [] } });
  }, 240_000);

  it('shows each kind of tampering', async () => {
    const { Contents = [] } = await operator.s3.send(
      new ListObjectsV2Command({ Bucket: bucket(), Prefix: 'trail/ledger/' }),
    );
    const keys = Contents.map(({ Key = '' }) => Key).toSorted();
    const read = async (Key: string): Promise<Uint8Array> => {
      const { Body } = await operator.s3.send(new GetObjectCommand({ Bucket: bucket(), Key }));
      return Body!.transformToByteArray();
    };
    const write = (Key: string, Body: Uint8Array) =>
      operator.s3.send(new PutObjectCommand({ Bucket: bucket(), Key, Body }));
    const objects = await Promise.all(keys.map(async (key) => [key, await read(key)] as const));
    // A segment with several entries, and one behind it.
    const [key, bytes] = objects
      .slice(0, -1)
      .findLast(([, body]) => gunzipSync(body).toString().split('\n').length > 5)!;
    const lines = gunzipSync(bytes).toString().split('\n').filter(Boolean);
    const problemsAfter = async (changed: readonly string[] | undefined): Promise<string[]> => {
      if (changed === undefined) await operator.s3.send(new DeleteObjectCommand({ Bucket: bucket(), Key: key }));
      else await write(key, gzipSync(`${changed.join('\n')}\n`));
      const { code, report } = await verify();
      await write(key, bytes);
      expect(code).toBe(1);
      return report.findings.map(({ problem }) => problem);
    };

    expect(await problemsAfter(lines.with(2, lines[2]!.replace('"status_id":1', '"status_id":2')))).toEqual([
      'altered',
    ]);
    expect(await problemsAfter(lines.toSpliced(2, 1))).toEqual(['removed']);
    expect(await problemsAfter(lines.toSpliced(2, 2, lines[3]!, lines[2]!))).toEqual(['reordered']);
    expect(await problemsAfter(lines.toSpliced(2, 0, lines[2]!.replace('"time":', '"time":1')))).toEqual(['inserted']);
    expect(await problemsAfter(lines.toSpliced(3, 0, lines[2]!))).toEqual(['duplicated']);
    // A segment that is chained in itself, and goes on from nothing that is there; and one that is gone.
    expect(await problemsAfter(rechained(lines))).toEqual(['broken-link', 'broken-link']);
    expect(await problemsAfter(undefined)).toContain('removed');
    expect(await verify()).toMatchObject({ code: 0, report: { findings: [] } });
  }, 120_000);
});

/** The same entries behind another hash. */
function rechained(lines: readonly string[]): string[] {
  const [header, ...entries] = lines.map((line) => readLine(line)!.json);
  const previous = 'a'.repeat(64);
  const moved = header!.replace(/("previous":\{[^}]*"hash":")[0-9a-f]{64}/, `$1${previous}`);
  let hash = previous;
  return [moved, ...entries].map((json) => {
    hash = lineHash(hash, json);
    return `{"hash":"${hash}","line":${json}}`;
  });
}
