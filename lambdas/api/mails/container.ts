import type { LedgerReader } from '../../aws/ledger-reader.ts';
import { ledgerSecondsOf } from '../../aws/ledger-rows.ts';
import { createMailIndexReader } from '../../aws/mail-index-reader.ts';
import type { Platform } from '../../aws/platform.ts';
import { optionalSetting, readSettings } from '../../aws/settings.ts';
import { createSubjectHash } from '../../aws/subject-hash.ts';
import { countUnread } from '../../aws/unread-mail.ts';
import type { Control } from '../../domain/configuration/control.ts';
import type { DayCounts, MailIndex } from '../../domain/delivery/mail-index.ts';
import type { MailStore } from '../../domain/mail/mail-store.ts';
import type { TokenKeys } from '../../domain/mail/signed-text.ts';
import { createListMails, listedTenants } from './list-mails.ts';
import { createFindWaiting } from './waiting.ts';

interface MailRoutesPorts {
  readonly table: string;
  readonly control: Pick<Control, 'integrations'>;
  readonly reader: LedgerReader;
  readonly mail: Pick<MailStore, 'getEvent'>;
  readonly tokenKeys: () => Promise<TokenKeys>;
}

/** The routes of the list of mails. */
export type MailRoutes = ReturnType<typeof mailRoutesOf>;

/** Wires the list of mails; undefined where the stage has no index behind it. */
export function mailRoutesOf(platform: Platform, { table, control, reader, mail, tokenKeys }: MailRoutesPorts) {
  const { dynamo, environment, sqs } = platform;
  if (optionalSetting(environment, 'mailIndex') === undefined) return undefined;
  const { inboxQueueUrl } = readSettings(environment, ['inboxQueueUrl']);
  const subjectHash = createSubjectHash(environment);
  const index = async (): Promise<MailIndex> => createMailIndexReader({ dynamo, table }, await subjectHash());
  const days = (tenant: string | undefined): Promise<DayCounts[]> => daysOf(platform, { control, index }, tenant);
  return {
    list: createListMails({
      control,
      mails: reader.mails,
      deliveries: reader.deliveries,
      mail,
      index,
      tokenKeys,
      waiting: createFindWaiting({ unread: () => countUnread(sqs, inboxQueueUrl), days }),
    }),
  };
}

/** The days of all tenants that a caller sees, as far back as the ledger goes. */
async function daysOf(
  { environment, now }: Platform,
  { control, index }: { readonly control: Pick<Control, 'integrations'>; readonly index: () => Promise<MailIndex> },
  tenant: string | undefined,
): Promise<DayCounts[]> {
  const nowMs = now().getTime();
  const since = new Date(nowMs - 1000 * ledgerSecondsOf(environment)).toISOString().slice(0, 10);
  // The clock of who received a mail may be ahead.
  const until = new Date(nowMs + 86_400_000).toISOString().slice(0, 10);
  const tenants = listedTenants(await control.integrations(), tenant);
  const reads = await index();
  return (await Promise.all(tenants.map((name) => reads.days(name, since, until)))).flat();
}
