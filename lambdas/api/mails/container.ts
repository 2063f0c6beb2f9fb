import { createAuditLog } from '../../aws/audit-log.ts';
import { createFeedTimes } from '../../aws/feed-times.ts';
import type { LedgerReader } from '../../aws/ledger-reader.ts';
import { ledgerSecondsOf } from '../../aws/ledger-rows.ts';
import { createMailIndexReader } from '../../aws/mail-index-reader.ts';
import type { Platform } from '../../aws/platform.ts';
import { optionalSetting, readSettings } from '../../aws/settings.ts';
import { createSubjectHash } from '../../aws/subject-hash.ts';
import { log } from '../../aws/telemetry.ts';
import { countUnread } from '../../aws/unread-mail.ts';
import type { Control } from '../../domain/configuration/control.ts';
import type { ConsentLedger } from '../../domain/consent/consent-ledger.ts';
import type { DayCounts, MailIndex } from '../../domain/delivery/mail-index.ts';
import type { TokenKeys } from '../../domain/mail/signed-text.ts';
import type { EventPorts } from '../visible-event.ts';
import { createCountMails } from './count-mails.ts';
import { createListMails, listedTenants } from './list-mails.ts';
import { createShowMail } from './show-mail.ts';
import { createShowSource } from './show-source.ts';
import { createFindSuppressions } from './suppressions.ts';
import { createFindWaiting } from './waiting.ts';

interface MailRoutesPorts {
  readonly table: string;
  readonly control: Control;
  readonly reader: LedgerReader;
  readonly events: EventPorts;
  readonly consent: Pick<ConsentLedger, 'history' | 'progress'>;
  readonly tokenKeys: () => Promise<TokenKeys>;
}

/** The routes of the list of mails. */
export type MailRoutes = ReturnType<typeof mailRoutesOf>;

/** Wires the list of mails; undefined where the stage has no index behind it. */
export function mailRoutesOf(platform: Platform, ports: MailRoutesPorts) {
  const { dynamo, environment, getObject, now, sqs } = platform;
  const { table, control, reader, events, consent, tokenKeys } = ports;
  if (optionalSetting(environment, 'mailIndex') === undefined) return undefined;
  const { inboxQueueUrl, mailBucket } = readSettings(environment, ['inboxQueueUrl', 'mailBucket']);
  const subjectHash = createSubjectHash(environment);
  const index = async (): Promise<MailIndex> => createMailIndexReader({ dynamo, table }, await subjectHash());
  const days = (tenant: string | undefined, since: string, until: string): Promise<DayCounts[]> =>
    daysOf({ control, index }, tenant, since, until);
  const waiting = createFindWaiting({
    unread: () => countUnread(sqs, inboxQueueUrl),
    days: (tenant) => days(tenant, firstDay(platform), lastDay(now())),
  });
  const recordView = createAuditLog(platform, table, 'view');
  const seen = { control, mails: reader.mails, deliveries: reader.deliveries, mail: events.mail };
  return {
    list: createListMails({ ...seen, index, tokenKeys, waiting }),
    counts: createCountMails({ days, waiting, now }),
    show: createShowMail({
      ...seen,
      events,
      index,
      feedTimes: createFeedTimes({ dynamo, table }),
      suppressions: createFindSuppressions(consent),
      connection: control.connection,
    }),
    source: createShowSource({
      ...seen,
      events,
      rawMail: (key) => getObject(mailBucket, key),
      recordView: (view, at) => recordView(view, {}, at),
      log,
      now,
    }),
  };
}

/** The oldest day that the ledger has. */
const firstDay = ({ environment, now }: Pick<Platform, 'environment' | 'now'>): string =>
  new Date(now().getTime() - 1000 * ledgerSecondsOf(environment)).toISOString().slice(0, 10);

/** The clock of who received a mail may be ahead. */
const lastDay = (now: Date): string => new Date(now.getTime() + 86_400_000).toISOString().slice(0, 10);

/** The days of all tenants that a caller sees. */
async function daysOf(
  { control, index }: { readonly control: Pick<Control, 'integrations'>; readonly index: () => Promise<MailIndex> },
  tenant: string | undefined,
  since: string,
  until: string,
): Promise<DayCounts[]> {
  const tenants = listedTenants(await control.integrations(), tenant);
  const reads = await index();
  return (await Promise.all(tenants.map((name) => reads.days(name, since, until)))).flat();
}
