import { InvalidArgumentError } from 'commander';
import { compact } from '../../lambdas/compact.ts';
import type { HoldTarget, LegalHold } from '../../lambdas/domain/delivery/legal-hold.ts';
import { ConfigError } from '../../lambdas/domain/errors.ts';
import { isMailable, normalizeAddress } from '../../lambdas/domain/mail/address.ts';
import type { ThreadMerge } from '../../lambdas/domain/threads/thread-merge.ts';

/** The mail that a hold is about, as options say it. */
export interface TargetOptions {
  readonly tenant?: string;
  readonly address?: string;
  readonly thread?: string;
  readonly from?: Date;
  readonly to?: Date;
}

/** Where names in a target are looked up. */
export interface TargetPorts {
  readonly tenants: () => Promise<readonly string[]>;
  /** The merges in which a conversation of a tenant has part. */
  readonly mergesOf: (tenant: string, thread: string) => Promise<readonly ThreadMerge[]>;
  /** Keys of the conversations of an event; undefined for an event that is not known. */
  readonly threadsOf: (eventId: string) => Promise<readonly string[] | undefined>;
}

/**
 * Reads a target: an address, a conversation or a period, of one tenant or all; or a tenant with all its mail.
 *
 * @param options that {@link checkTarget} has accepted
 * @throws ConfigError for a tenant or an event that is not known
 */
export async function targetOf(options: TargetOptions, ports: TargetPorts): Promise<HoldTarget> {
  const { tenant, address, thread, from, to } = options;
  const tenants = await ports.tenants();
  if (tenant !== undefined && !tenants.includes(tenant))
    throw new ConfigError(`--tenant: found "${tenant}", which no integration has`);
  if (address !== undefined) return compact({ kind: 'address', address: normalizeAddress(address), tenant });
  if (thread !== undefined)
    return compact({ kind: 'thread', threads: await allKeysOf(thread, tenant ? [tenant] : tenants, ports), tenant });
  if (from !== undefined && to !== undefined)
    return compact({ kind: 'time', from: from.toISOString(), to: to.toISOString(), tenant });
  return { kind: 'tenant', tenant: tenant! };
}

/** @throws InvalidArgumentError where the options name no mail, or several kinds of it */
export function checkTarget({ tenant, address, thread, from, to }: TargetOptions): void {
  if ((from === undefined) !== (to === undefined)) throw new InvalidArgumentError('--from and --to go together');
  const named = [address, thread, from].filter((value) => value !== undefined).length;
  if (named > 1) throw new InvalidArgumentError('name one of --address, --thread, and --from with --to');
  if (named === 0 && tenant === undefined)
    throw new InvalidArgumentError('name the mail: --tenant, --address, --thread, or --from with --to');
  if (from !== undefined && to !== undefined && from >= to)
    throw new InvalidArgumentError('--from must be before --to');
  if (address !== undefined && !isMailable(address))
    throw new InvalidArgumentError('--address wants an address that can be mailed');
}

/** Every key of a conversation: a merge gives its later mail another one. */
async function allKeysOf(thread: string, tenants: readonly string[], ports: TargetPorts): Promise<string[]> {
  const first = thread.startsWith('evt_') ? await ports.threadsOf(thread) : [thread];
  if (first === undefined) throw new ConfigError(`--thread: nothing is known of ${thread}`);
  const keys = new Set(first);
  // A set that grows while it is walked: a merge of a merge has keys as well.
  for (const key of keys)
    for (const tenant of tenants)
      for (const merge of await ports.mergesOf(tenant, key)) keys.add(merge.thread).add(merge.into);
  return [...keys];
}

/** A target in words. */
export function targetWords(target: HoldTarget): string {
  const at = target.tenant === undefined ? '' : ` at ${target.tenant}`;
  switch (target.kind) {
    case 'tenant':
      return `all mail of ${target.tenant}`;
    case 'address':
      return `mail of ${target.address}${at}`;
    case 'thread':
      return `conversation ${target.threads.join(', ')}${at}`;
    case 'time':
      return `mail received from ${target.from} to ${target.to}${at}`;
  }
}

/** A hold in one line. */
export const holdLine = (hold: LegalHold, mails: number, objects: number): string =>
  `${hold.id} ${hold.state}: ${targetWords(hold)}, since ${hold.placedAt}` +
  `${hold.placedBy === undefined ? '' : ` by ${hold.placedBy}`}: ${hold.reason} (${mails} stored mails, ${objects} locked objects)`;
