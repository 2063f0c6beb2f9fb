import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { LegalHoldRecord } from '../../lambdas/aws/dynamo-legal-holds.ts';
import { type HoldTarget, type LegalHold, targetKey } from '../../lambdas/domain/delivery/legal-hold.ts';
import { ConfigError } from '../../lambdas/domain/errors.ts';
import { actorOf } from '../actor.ts';
import { confirm } from '../confirm.ts';
import { createStatusLine, print, printJson } from '../output.ts';
import { connectHolds, type HoldBackend } from './hold-backend.ts';
import { checkTarget, holdLine, type TargetOptions, targetOf, targetWords } from './target.ts';
import { countMatches, type HoldPorts, type HoldResult, putOnStored, takeOffStored } from './work.ts';

interface WorkOptions {
  /** In ms. */
  readonly settle: number;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly json?: boolean;
}
interface PlaceOptions extends TargetOptions, WorkOptions {
  readonly reason: string;
}

export async function runPlace({ settle, dryRun = false, yes = false, json, reason, ...options }: PlaceOptions) {
  checkTarget(options);
  const backend = connectHolds();
  const target = await targetOf(options, backend.target);
  const earlier = sameTarget(await backend.holds.records(), target);
  if (dryRun) {
    const mails = await countMatches(backend, target);
    if (json) printJson({ target, mails, objectLock: backend.hasObjectLock, dryRun });
    else for (const line of [`${targetWords(target)}: ${mails} stored mails`, ...promiseLines(backend)]) print(line);
    return;
  }
  const question = earlier === undefined ? `Hold ${targetWords(target)}?` : `Go over ${targetWords(target)} again?`;
  if (!(await confirm(yes, question))) throw new ConfigError('nothing was done');
  const { hold, progress } = earlier ?? (await addHold(backend, target, reason));
  await withStatus(backend, settle, hold, json, (ports) => putOnStored(ports, hold, progress));
}

export async function runRelease(id: string, { settle, dryRun = false, yes = false, json }: WorkOptions) {
  const backend = connectHolds();
  const record = (await backend.holds.records()).find(({ hold }) => hold.id === id);
  if (record === undefined) throw new ConfigError(`${id} is no legal hold; postern holds legal list shows them`);
  if (dryRun) {
    if (json) printJson({ ...record.hold, dryRun });
    else print(holdLine(record.hold, record.progress.mails, record.progress.objects));
    return;
  }
  if (!(await confirm(yes, `Release ${id} (${targetWords(record.hold)})?`))) throw new ConfigError('nothing was done');
  const releasing = await beginRelease(backend, record);
  await withStatus(backend, settle, releasing.hold, json, (ports) =>
    takeOffStored(ports, releasing.hold, releasing.progress),
  );
}

export async function runList({ json }: { readonly json?: boolean }): Promise<void> {
  const backend = connectHolds();
  const records = await backend.holds.records();
  for (const { hold, progress } of records) {
    const { mails, objects } = progress;
    if (json)
      printJson({ ...hold, mails, objects, isComplete: hold.state === 'placed', objectLock: backend.hasObjectLock });
    else print(holdLine(hold, mails, objects));
  }
  if (json) return;
  if (records.length === 0) print('No mail is under a legal hold.');
  else for (const line of promiseLines(backend)) print(line);
}

/**
 * The hold that is about the same mail, to go on with or to go over again.
 *
 * @throws ConfigError while that one is being released
 */
export function sameTarget(records: readonly LegalHoldRecord[], target: HoldTarget): LegalHoldRecord | undefined {
  const earlier = records.find(({ hold }) => targetKey(hold) === targetKey(target));
  if (earlier?.hold.state === 'releasing')
    throw new ConfigError(
      `${earlier.hold.id} holds the same mail and is being released: postern holds legal release ${earlier.hold.id} ends that first`,
    );
  return earlier;
}

async function addHold(
  { holds, platform, auditPlace }: HoldBackend,
  target: HoldTarget,
  reason: string,
): Promise<LegalHoldRecord> {
  const actor = await actorOf(platform);
  const at = platform.serverNow();
  const hold: LegalHold = {
    ...target,
    id: `hold_${randomUUID().replaceAll('-', '').slice(0, 12)}`,
    reason,
    placedAt: at.toISOString(),
    placedBy: actor,
    state: 'placing',
  };
  // Recorded first: no hold is in force of which the record says nothing.
  await auditPlace({ actor, hold: hold.id, kind: hold.kind, reason }, { state: 'placing' }, at);
  await holds.add(hold);
  return { hold, progress: { mails: 0, objects: 0 } };
}

async function beginRelease(
  { holds, platform, auditRelease }: HoldBackend,
  { hold, progress }: LegalHoldRecord,
): Promise<LegalHoldRecord> {
  if (hold.state === 'releasing') return { hold, progress };
  const actor = await actorOf(platform);
  await auditRelease({ actor, hold: hold.id, kind: hold.kind }, { state: 'releasing' }, platform.serverNow());
  if (!(await holds.move(hold.id, ['placing', 'placed'], 'releasing')))
    throw new ConfigError(`${hold.id} was released by somebody else meanwhile`);
  return { hold: { ...hold, state: 'releasing' }, progress: { mails: 0, objects: 0 } };
}

/** Runs work on the stored mail with a status line, and prints its result. */
async function withStatus(
  backend: HoldBackend,
  settleMs: number,
  hold: LegalHold,
  json: boolean | undefined,
  act: (ports: HoldPorts) => Promise<HoldResult>,
): Promise<void> {
  const status = createStatusLine();
  const ports: HoldPorts = {
    ...backend,
    async settle() {
      status.show(`${hold.id}: waits ${settleMs / 1000} s for functions that do not know of it yet`);
      await wait(settleMs);
    },
    onProgress: ({ mails, objects }) => status.show(`${hold.id}: ${mails} mails, ${objects} objects`),
  };
  try {
    const { mails, objects, withoutEvent } = await act(ports);
    status.end();
    const state = hold.state === 'releasing' ? 'released' : 'placed';
    if (json) printJson({ ...hold, state, mails, objects, withoutEvent, objectLock: backend.hasObjectLock });
    else for (const line of resultLines({ ...hold }, state, mails, objects, withoutEvent, backend)) print(line);
  } catch (error) {
    status.end();
    if (error instanceof Error && error.name === 'ObjectLockDeniedError')
      throw new ConfigError(`${error.message}; ${hold.id} is not complete: the same command goes on where it stopped`);
    throw error;
  }
}

const resultLines = (
  hold: LegalHold,
  state: 'placed' | 'released',
  mails: number,
  objects: number,
  withoutEvent: number,
  backend: Pick<HoldBackend, 'hasObjectLock'>,
): string[] => [
  `${hold.id} is ${state}: ${targetWords(hold)}: ${mails} stored mails, ${objects} versions of objects`,
  ...(withoutEvent === 0
    ? []
    : [`${withoutEvent} of them have no event any more: their rows of Message-ID and conversation keep their ends`]),
  ...(state === 'placed' ? promiseLines(backend) : []),
];

/** The limits of what a hold promises on a stage. */
const promiseLines = ({ hasObjectLock }: Pick<HoldBackend, 'hasObjectLock'>): string[] =>
  hasObjectLock
    ? []
    : [
        'The buckets of this stage have no Object Lock: rows are held, and erasure leaves held mail alone,',
        'but lifecycle rules of S3 go on to delete raw mail, receipts, events and attachments at their age.',
      ];
