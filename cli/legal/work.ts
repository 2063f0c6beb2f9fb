import type { HoldProgress, LegalHolds } from '../../lambdas/aws/dynamo-legal-holds.ts';
import { compact } from '../../lambdas/compact.ts';
import type { HoldKeeper } from '../../lambdas/domain/delivery/held-mail.ts';
import { type HoldTarget, type LegalHold, matches } from '../../lambdas/domain/delivery/legal-hold.ts';
import { ConfigError } from '../../lambdas/domain/errors.ts';
import type { StoredMails, WalkedMail } from './stored-mails.ts';

/** The stores that holds are put on and taken off. */
export interface HoldPorts {
  readonly holds: LegalHolds;
  readonly stored: StoredMails;
  readonly keeper: HoldKeeper;
  /** Waits until no function works any more that does not know the newest state of the holds. */
  readonly settle: () => Promise<void>;
  /** Called after each page. */
  readonly onProgress: (progress: HoldProgress) => void;
}

/** The work of a call, together with that of earlier calls that were stopped. */
export interface HoldResult extends HoldProgress {
  /** Mails in this call whose events are not stored any more. */
  readonly withoutEvent: number;
}

/** Mails that are worked on at once. */
const atOnce = 8;

/**
 * Puts a hold on all stored mail that matches it. The hold is in force for mail that arrives from the moment it was added;
 * the scan begins when every function knows that, so that no mail is between the two. The progress is kept after each
 * page: another call goes on where one was stopped.
 */
export async function putOnStored(ports: HoldPorts, hold: LegalHold, before: HoldProgress): Promise<HoldResult> {
  if (hold.state === 'placing' && before.cursor === undefined) await ports.settle();
  let withoutEvent = 0;
  const put: Act = async (record) => {
    if (isSurelyOther(hold, record)) return undefined;
    const { subject, mail, isWithoutEvent } = await ports.stored.load(record, 'own');
    if (!matches(hold, subject)) return undefined;
    withoutEvent += isWithoutEvent ? 1 : 0;
    return ports.keeper.put(mail, [hold.id]);
  };
  const progress = await walk(ports, hold, before, put, async (mails) => {
    // Somebody releases it, and may have passed these mails by now.
    for (const record of mails) await takeOff(ports, record, hold.id);
  });
  if (hold.state === 'placing' && !(await ports.holds.move(hold.id, ['placing'], 'placed', progress)))
    throw changed(hold);
  return { ...progress, withoutEvent };
}

/** Takes a hold that is being released off all mail that it is on, and deletes it. */
export async function takeOffStored(ports: HoldPorts, hold: LegalHold, before: HoldProgress): Promise<HoldResult> {
  // Until then functions may put the hold on mail that arrives.
  if (before.cursor === undefined) await ports.settle();
  const take: Act = async (record) => (record.heldBy?.includes(hold.id) ? takeOff(ports, record, hold.id) : undefined);
  const progress = await walk(ports, hold, before, take, async () => {});
  await ports.holds.remove(hold.id);
  return { ...progress, withoutEvent: 0 };
}

async function takeOff({ stored, keeper }: HoldPorts, record: WalkedMail, hold: string): Promise<number> {
  const { mail } = await stored.load(record, 'all');
  return keeper.take(mail, hold);
}

/** The number of stored mails that match a target; nothing is written. */
export async function countMatches({ stored }: Pick<HoldPorts, 'stored'>, target: HoldTarget): Promise<number> {
  let count = 0;
  for await (const { mails } of stored.pages(undefined))
    for (const record of mails)
      if (!isSurelyOther(target, record) && matches(target, (await stored.load(record, 'own')).subject)) count += 1;
  return count;
}

/** Whether the row of a mail alone shows that a target is not about it. */
const isSurelyOther = (target: HoldTarget, { receivedAt }: WalkedMail): boolean =>
  target.kind === 'time' &&
  target.tenant === undefined &&
  !matches(target, { receivedAt, tenants: [], addresses: [], threads: [] });

/** Returns the number of objects that were locked or unlocked, undefined where the mail is no matter of the hold. */
type Act = (record: WalkedMail) => Promise<number | undefined>;

/**
 * Does something with every mail, and keeps the progress after each page. On the way it takes off holds that are gone: a
 * process that was held up for minutes may have put one on after its release.
 *
 * @param undo called with the mails of a page where somebody has changed the state of the hold meanwhile
 */
async function walk(
  ports: HoldPorts,
  hold: LegalHold,
  before: HoldProgress,
  act: Act,
  undo: (mails: readonly WalkedMail[]) => Promise<void>,
): Promise<HoldProgress> {
  const { holds, stored, onProgress } = ports;
  const isGone = createIsGone(holds);
  const visit: Act = async (record) => {
    for (const id of record.heldBy ?? []) if (await isGone(id)) await takeOff(ports, record, id);
    return act(record);
  };
  let progress = before;
  for await (const { mails, next } of stored.pages(before.cursor)) {
    let { mails: done, objects } = progress;
    for (let start = 0; start < mails.length; start += atOnce)
      for (const count of await Promise.all(mails.slice(start, start + atOnce).map(visit))) {
        if (count === undefined) continue;
        done += 1;
        objects += count;
      }
    progress = compact({ mails: done, objects, cursor: next });
    onProgress(progress);
    if (await holds.advance(hold.id, hold.state, progress)) continue;
    await undo(mails);
    throw changed(hold);
  }
  return progress;
}

/** Whether a hold does not exist any more. A hold is added before anything is put under it. */
function createIsGone({ list }: Pick<LegalHolds, 'list'>): (id: string) => Promise<boolean> {
  const known = new Set<string>();
  return async (id) => {
    if (!known.has(id)) for (const hold of await list()) known.add(hold.id);
    return !known.has(id);
  };
}

const changed = ({ id }: LegalHold): ConfigError =>
  new ConfigError(`${id} was placed or released by somebody else meanwhile; see postern holds legal list`);
