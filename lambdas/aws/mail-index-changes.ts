import type { DynamoDBRecord } from 'aws-lambda';
import { canaryTenant } from '../domain/configuration/canary-integration.ts';
import { isNotifyKey } from '../domain/configuration/integrations.ts';
import type { Log } from '../domain/mail/log.ts';
import { errorNameOf } from './aws-error.ts';
import { isDeliveryKey } from './ledger-rows.ts';
import type { IndexSource } from './mail-index-rows.ts';
import type { IndexMails } from './mail-index-writer.ts';

/**
 * In ms: how long an index that cannot be written holds up the feed of the same changes. After that mails are left out of the
 * list; the audit and the trace of a mail still know them.
 */
const patienceMs = 300_000;

interface IndexDependencies {
  readonly index: IndexMails;
  readonly log: Log;
  readonly now: () => Date;
}

/**
 * Brings the index up to date with the changes of a batch.
 *
 * @throws whatever the index throws, as long as the changes are young; later it leaves out what cannot be indexed
 */
export async function indexChanges(
  { index, log, now }: IndexDependencies,
  records: readonly DynamoDBRecord[],
): Promise<void> {
  const sources = records.flatMap(sourcesOf);
  if (sources.length === 0) return;
  try {
    await index(sources);
  } catch (error) {
    const newestMs = 1000 * Math.max(...records.map(({ dynamodb }) => dynamodb?.ApproximateCreationDateTime ?? 0));
    if (now().getTime() - newestMs < patienceMs) throw error;
    for (const source of sources)
      await index([source]).catch((failure: unknown) =>
        log.error('mail-index.left-out', { ...source, error: errorNameOf(failure) }),
      );
  }
}

/** The mails that a change of the ledger is about, as far as the list of mails shows it. */
export function sourcesOf({ eventName, dynamodb }: DynamoDBRecord): IndexSource[] {
  const pk = dynamodb?.Keys?.pk?.S ?? '';
  const sk = dynamodb?.Keys?.sk?.S ?? '';
  const image = dynamodb?.NewImage;
  // A mail without an event leaves the list with its row; others leave it with their deliveries.
  if (image === undefined) return eventName === 'REMOVE' && sk === 'MAIL' ? [{ mailId: idIn(pk) }] : [];
  if (isDeliveryKey(sk)) return isListed(image) ? [{ eventId: idIn(pk) }] : [];
  return sk === 'MAIL' ? sourcesOfMail(idIn(pk), image.eventId?.S, eventName === 'INSERT') : [];
}

type Image = NonNullable<NonNullable<DynamoDBRecord['dynamodb']>['NewImage']>;

/** Deliveries of the canary, and those that notify another connection, change nothing in the list. */
const isListed = ({ tenant, integration }: Image): boolean =>
  tenant?.S !== canaryTenant && !isNotifyKey(integration?.S ?? '');

/** A mail that was quarantined may get its event later, and leaves its own card then. */
function sourcesOfMail(mailId: string, eventId: string | undefined, isNew: boolean): IndexSource[] {
  if (eventId === undefined) return [{ mailId }];
  return isNew ? [{ eventId }] : [{ eventId }, { mailId }];
}

const idIn = (pk: string): string => pk.slice(pk.indexOf('#') + 1);
