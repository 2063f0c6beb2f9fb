import { compact } from '../compact.ts';
import type { MailRecord, ReceivedMailRecording, RecordReceivedMail } from '../domain/delivery/ledger.ts';
import { ledgerSecondsOf } from './ledger-rows.ts';
import { type Recording, type RecordPlatform, recordingsOf, writeRecordings } from './record-mail.ts';
import { claimItems, type TransactItem } from './thread-claims.ts';
import { inactiveDaysOf } from './thread-rows.ts';

/** Most items that one TransactWriteItems takes. */
const itemsPerTransaction = 100;

/** Writes the rows of one mail with the claims of its conversations, in one transaction where it takes them all. */
export function createRecordReceivedMail(
  platform: RecordPlatform,
  tables: { readonly ledger: string; readonly threads: string },
): RecordReceivedMail {
  return async (mail, event, deliveries, proposals) => {
    const inactiveDays = inactiveDaysOf(platform.environment);
    const claims = proposals.map((proposal) => claimItems(tables.threads, proposal, inactiveDays));
    const recordings = recordingsOf(
      { table: tables.ledger, keptSeconds: ledgerSecondsOf(platform.environment) },
      mail,
      event,
      deliveries,
    );
    const isTogether = claims.flat().length + recordings.length <= itemsPerTransaction;
    return isTogether
      ? writeRecordings(platform, mail, claims.flat(), recordings)
      : writeInParts(platform, mail, claims, recordings);
  };
}

/**
 * Writes what no transaction takes as a whole: the claims at each tenant, then the deliveries, and last the row of the
 * mail, without which the sweep goes on to offer it. After a crash in between the claims lead the mail to the same
 * conversations, and deliveries are found by their age.
 */
async function writeInParts(
  platform: RecordPlatform,
  mail: MailRecord,
  claims: ReadonlyArray<readonly TransactItem[]>,
  recordings: readonly Recording[],
): Promise<ReceivedMailRecording> {
  for (const items of claims)
    if (items.length > 0 && (await writeRecordings(platform, mail, items, [])).kind === 'contended')
      return { kind: 'contended' };
  const lastFirst = recordings.toReversed();
  let conflictsWith: string | undefined;
  for (let start = 0; start < lastFirst.length; start += itemsPerTransaction) {
    const recorded = await writeRecordings(platform, mail, [], lastFirst.slice(start, start + itemsPerTransaction));
    if (recorded.kind === 'recorded') conflictsWith ??= recorded.conflictsWith;
  }
  return compact({ kind: 'recorded', conflictsWith });
}
