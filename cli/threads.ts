import { userInfo } from 'node:os';
import type { Command } from 'commander';
import { ageThreads } from '../lambdas/aws/age-threads.ts';
import { createAuditLog } from '../lambdas/aws/audit-log.ts';
import { readIntegrations } from '../lambdas/aws/dynamo-control.ts';
import { createThreadMerges } from '../lambdas/aws/dynamo-thread-merges.ts';
import { compact } from '../lambdas/compact.ts';
import { ConfigError } from '../lambdas/domain/errors.ts';
import type { ThreadMerge } from '../lambdas/domain/threads/thread-merge.ts';
import { env } from '../lambdas/env.ts';
import { type Backend, connectBackend } from './backend.ts';
import { fail, print, printJson } from './output.ts';

interface ThreadsOptions {
  readonly tenant?: string;
  readonly json?: boolean;
}
interface SplitOptions extends ThreadsOptions {
  readonly by?: string;
  readonly dryRun?: boolean;
}

export function registerThreads(program: Command): void {
  const threads = program.command('threads').description('conversations that a mail made one, and parting them again');
  threads
    .command('show')
    .description('merges that a conversation has part in; exit code 1 when it has none')
    .argument('<thread>', 'the key of a conversation, or the id of an event in it')
    .option('--tenant <name>', 'default: all')
    .option('--json', 'one JSON line a merge')
    .addHelpText('after', '\nExamples:\n  postern threads show evt_0123…\n  postern threads show 8c3f8fb6… --json')
    .action((thread: string, options: ThreadsOptions) => show(thread, options).catch(fail));
  threads
    .command('age')
    .description(
      'once, after an update: give rows that earlier versions wrote their time to live, and take the hashes from them that ' +
        'were made without a key. Exit code 1 when there are none',
    )
    .option('--dry-run', 'only count them')
    .option('--json', 'one JSON line')
    .addHelpText('after', '\nExamples:\n  postern threads age --dry-run\n  postern threads age')
    .action((options: Pick<SplitOptions, 'dryRun' | 'json'>) => age(options).catch(fail));
  threads
    .command('split')
    .description(
      'take the merges of a conversation back: later mail goes to the conversation that it answers, no mail merges them ' +
        'again, and what was delivered stays where it is. Exit code 1 when there is nothing to take back',
    )
    .argument('<thread>', 'the key of either conversation, or the id of an event in it')
    .option('--by <event id>', 'only what that mail merged')
    .option('--tenant <name>', 'default: all')
    .option('--dry-run', 'only show what would be parted')
    .option('--json', 'one JSON line a merge')
    .addHelpText(
      'after',
      '\nExamples:\n  postern threads split evt_0123… --dry-run\n  postern threads split 8c3f8fb6… --by evt_0123…',
    )
    .action((thread: string, options: SplitOptions) => split(thread, options).catch(fail));
}

async function age({ dryRun = false, json }: Pick<SplitOptions, 'dryRun' | 'json'>): Promise<void> {
  const backend = connectBackend();
  const at = new Date();
  const rows = await ageThreads(backend.dynamo, backend.read(env.threadsTable), at, dryRun);
  const audit = createAuditLog(backend.platform, backend.ledgerTable, 'threads-age');
  if (rows > 0 && !dryRun) await audit({ actor: userInfo().username }, { rows }, at);
  if (json) printJson({ rows, dryRun });
  else print(`${rows} row(s) of earlier versions${dryRun || rows === 0 ? '' : ': they go in 400 days'}`);
  process.exitCode = rows === 0 ? 1 : 0;
}

async function show(thread: string, { tenant, json }: ThreadsOptions): Promise<void> {
  const merges = await mergesOf(connectBackend(), thread, tenant);
  for (const merge of merges) {
    if (json) printJson(merge);
    else print(lineOf(merge));
  }
  if (merges.length === 0) throw new ConfigError(`${thread} has no part in a merge`);
}

async function split(thread: string, { by, tenant, dryRun = false, json }: SplitOptions): Promise<void> {
  const backend = connectBackend();
  const merges = await mergesOf(backend, thread, tenant);
  const wanted = merges.filter((merge) => by === undefined || merge.by === by);
  if (wanted.length === 0)
    throw new ConfigError(`${thread} has no part in a merge${by === undefined ? '' : ` by ${by}`}`);
  const index = createThreadMerges(backend.dynamo, backend.read(env.threadsTable));
  const at = new Date();
  const audit = createAuditLog(backend.platform, backend.ledgerTable, 'threads-split');
  let parted = 0;
  for (const merge of wanted) {
    const isSplit = !dryRun && (await index.undo(merge, at));
    if (isSplit) {
      parted += 1;
      await audit(compact({ actor: userInfo().username, thread, by: by || undefined }), merge, at);
    }
    if (json) printJson({ ...merge, split: isSplit });
    else print(`${lineOf(merge)}${dryRun ? '' : isSplit ? ': parted' : ': somebody else has parted them'}`);
  }
  if (parted === 0 && !dryRun) process.exitCode = 1;
}

/** @throws ConfigError when no integration has the tenant, or the event is not known */
async function mergesOf(backend: Backend, thread: string, named: string | undefined): Promise<ThreadMerge[]> {
  const { integrations } = await readIntegrations(backend.dynamo, backend.controlTable);
  const tenants = [...new Set(integrations.map(({ tenant }) => tenant))];
  if (named !== undefined && !tenants.includes(named))
    throw new ConfigError(`--tenant: found "${named}", which no integration has`);
  const keys = thread.startsWith('evt_') ? await keysOf(backend, thread) : [thread];
  const index = createThreadMerges(backend.dynamo, backend.read(env.threadsTable));
  const merges: ThreadMerge[] = [];
  for (const tenant of tenants.filter((one) => named === undefined || one === named))
    for (const key of keys) merges.push(...(await index.of(tenant, key)));
  return merges;
}

async function keysOf({ reader }: Backend, eventId: string): Promise<string[]> {
  const event = await reader.event(eventId);
  if (event === undefined) throw new ConfigError(`nothing is known of ${eventId}`);
  return [...new Set(event.deliveries.map(({ threadKey }) => threadKey))];
}

const lineOf = ({ tenant, thread, into, by, at }: ThreadMerge): string =>
  `${tenant}: ${thread} → ${into}${at === undefined ? '' : `, since ${at}`}${by === undefined ? '' : `, by ${by}`}`;
