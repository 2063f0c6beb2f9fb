import { ageThreads } from '../lambdas/aws/age-threads.ts';
import { createAuditLog } from '../lambdas/aws/audit-log.ts';
import { readIntegrations } from '../lambdas/aws/dynamo-control.ts';
import { createThreadMerges } from '../lambdas/aws/dynamo-thread-merges.ts';
import { compact } from '../lambdas/compact.ts';
import { ConfigError } from '../lambdas/domain/errors.ts';
import type { ThreadMerge } from '../lambdas/domain/threads/thread-merge.ts';
import { env } from '../lambdas/env.ts';
import { actorOf } from './actor.ts';
import { type Backend, connectBackend } from './backend.ts';
import { print, printJson } from './output.ts';

interface ThreadsOptions {
  readonly tenant?: string;
  readonly json?: boolean;
}
interface SplitOptions extends ThreadsOptions {
  readonly by?: string;
  readonly dryRun?: boolean;
}

export async function runAge({ dryRun = false, json }: Pick<SplitOptions, 'dryRun' | 'json'>): Promise<void> {
  const backend = connectBackend();
  const at = new Date();
  const rows = await ageThreads(backend.dynamo, backend.read(env.threadsTable), at, dryRun);
  const audit = createAuditLog(backend.platform, backend.ledgerTable, 'threads-age');
  if (rows > 0 && !dryRun) await audit({ actor: await actorOf(backend.platform) }, { rows }, at);
  if (json) printJson({ rows, dryRun });
  else print(`${rows} row(s) of earlier versions${dryRun || rows === 0 ? '' : ': they go in 400 days'}`);
  process.exitCode = rows === 0 ? 1 : 0;
}

export async function runShow(thread: string, { tenant, json }: ThreadsOptions): Promise<void> {
  const merges = await mergesOf(portsOf(connectBackend()), thread, tenant);
  for (const merge of merges) {
    if (json) printJson(merge);
    else print(mergeLine(merge));
  }
  if (merges.length === 0) throw new ConfigError(`${thread} has no part in a merge`);
}

export async function runSplit(thread: string, { by, tenant, dryRun = false, json }: SplitOptions): Promise<void> {
  const backend = connectBackend();
  const audit = createAuditLog(backend.platform, backend.ledgerTable, 'threads-split');
  const actor = await actorOf(backend.platform);
  let splits = 0;
  for await (const { merge, split, at } of splitThread(portsOf(backend), thread, compact({ by, tenant, dryRun }))) {
    if (split) {
      splits += 1;
      await audit(compact({ actor, thread, by: by || undefined }), merge, at);
    }
    if (json) printJson({ ...merge, split });
    else print(`${mergeLine(merge)}${dryRun ? '' : split ? ': parted' : ': somebody else has parted them'}`);
  }
  if (splits === 0 && !dryRun) process.exitCode = 1;
}

/** The stores that show and split read and change. */
export interface ThreadPorts {
  readonly reader: Pick<Backend['reader'], 'event'>;
  readonly merges: Pick<ReturnType<typeof createThreadMerges>, 'of' | 'undo'>;
  readonly tenants: () => Promise<readonly string[]>;
}

const portsOf = (backend: Backend): ThreadPorts => ({
  reader: backend.reader,
  merges: createThreadMerges(backend.dynamo, backend.read(env.threadsTable)),
  async tenants() {
    const { integrations } = await readIntegrations(backend.dynamo, backend.controlTable);
    return [...new Set(integrations.map(({ tenant }) => tenant))];
  },
});

/**
 * Takes the merges of a conversation back, one after the other.
 *
 * @returns each merge, and whether this call took it back: not in a dry run, nor where somebody else was faster
 * @throws ConfigError when there is no merge to take back
 */
export async function* splitThread(
  ports: ThreadPorts,
  thread: string,
  { by, tenant, dryRun }: { readonly by?: string; readonly tenant?: string; readonly dryRun: boolean },
): AsyncGenerator<{ readonly merge: ThreadMerge; readonly split: boolean; readonly at: Date }> {
  const merges = await mergesOf(ports, thread, tenant);
  const selected = merges.filter((merge) => by === undefined || merge.by === by);
  if (selected.length === 0)
    throw new ConfigError(`${thread} has no part in a merge${by === undefined ? '' : ` by ${by}`}`);
  const at = new Date();
  for (const merge of selected) yield { merge, split: !dryRun && (await ports.merges.undo(merge, at)), at };
}

/**
 * The merges in which a conversation has part, over one tenant or all of them.
 *
 * @param thread the key of a conversation, or the id of an event in it
 * @throws ConfigError when no integration has the tenant, or the event is unknown
 */
export async function mergesOf(ports: ThreadPorts, thread: string, tenant: string | undefined): Promise<ThreadMerge[]> {
  const tenants = await ports.tenants();
  if (tenant !== undefined && !tenants.includes(tenant))
    throw new ConfigError(`--tenant: found "${tenant}", which no integration has`);
  const keys = thread.startsWith('evt_') ? await threadKeysOf(ports, thread) : [thread];
  const merges: ThreadMerge[] = [];
  for (const each of tenant === undefined ? tenants : [tenant])
    for (const key of keys) merges.push(...(await ports.merges.of(each, key)));
  return merges;
}

async function threadKeysOf({ reader }: ThreadPorts, eventId: string): Promise<string[]> {
  const event = await reader.event(eventId);
  if (event === undefined) throw new ConfigError(`nothing is known of ${eventId}`);
  return [...new Set(event.deliveries.map(({ threadKey }) => threadKey))];
}

const mergeLine = ({ tenant, thread, into, by, at }: ThreadMerge): string =>
  `${tenant}: ${thread} → ${into}${at === undefined ? '' : `, since ${at}`}${by === undefined ? '' : `, by ${by}`}`;
