import { canaryTenant } from '../configuration/canary-integration.ts';
import { sha256 } from '../mail/identity.ts';
import { type AuditEvent, apiActivities } from './audit-event.ts';
import { consentEntries, historyEntries, providerHoldEntries, targetEntries } from './consent-entries.ts';
import { configurationEntries, legalHoldEntries } from './control-entries.ts';
import { auditLogEntries, connectionEntries, deliveryEntries, mailEntries, reviewEntries } from './ledger-entries.ts';
import type { HashAddress } from './pseudonym.ts';
import {
  apiEntry,
  type EntriesOf,
  type EntryContext,
  kindOf,
  type RowChange,
  type TrailShard,
  unknownActor,
} from './row-change.ts';

/** Rows with a purpose inside Postern: their changes say nothing that another entry does not. */
const nothing: EntriesOf = () => [];

/** A row that is kept: who deletes it before its time is recorded. */
const kept =
  (entriesOf: EntriesOf): EntriesOf =>
  (context) => {
    const { after, isExpired, pk, sk } = context.change;
    if (after !== undefined) return entriesOf(context);
    if (isExpired) return [];
    const { partition, sort } = kindOf(context.change);
    return [
      apiEntry(context, {
        code: 'row.deleted',
        activity: apiActivities.delete,
        actor: unknownActor,
        message: `a row ${partition}/${sort} was deleted before its time`,
        resources: [{ type: `row.${partition}`, uid: `${pk}/${sk}` }],
      }),
    ];
  };

/** The entries of each kind of row, by shard and partition; of partitions with several kinds by the sort key as well. */
const kinds: Readonly<Record<TrailShard, Readonly<Record<string, EntriesOf>>>> = {
  ledger: {
    'MAIL/MAIL': kept(mailEntries),
    'MAIL/READING': nothing,
    'MAIL/INDEXED': nothing,
    'EVENT/EVENT': kept(nothing),
    'EVENT/CONFLICT': nothing,
    'EVENT/SCANS': nothing,
    'EVENT/DELIVERY': kept(deliveryEntries),
    'EVENT/FEED': nothing,
    'EVENT/INDEXED': nothing,
    MAILS: nothing,
    MAILDAYS: nothing,
    FIND: nothing,
    FEED: nothing,
    FEEDACKS: nothing,
    EXTERNAL: nothing,
    MESSAGE: nothing,
    PARK: nothing,
    PERSON: nothing,
    RECORD: nothing,
    TOKEN: nothing,
    'CONNECTION/GATE': connectionEntries,
    'CONNECTION/STAGES': nothing,
    'CONNECTION/POLLED': nothing,
    SWEEP: nothing,
    MAPPINGS: nothing,
    CANARY: nothing,
    BRAKE: nothing,
    DEAL: nothing,
    QUOTA: nothing,
    REPLAY: nothing,
    AUDIT: auditLogEntries,
    REVIEWS: reviewEntries,
    OFFERS: nothing,
    FORWARDINGS: nothing,
  },
  consent: {
    'SUBJECT/CONSENT': consentEntries,
    'SUBJECT/SEGMENTS': nothing,
    'SUBJECT/HISTORY': historyEntries,
    'SUBJECT/TARGET': targetEntries,
    CONTACT: nothing,
    REVIEW: nothing,
    HOLD: providerHoldEntries,
    RATE: nothing,
    INTAKE: nothing,
  },
  control: {
    INTEGRATION: configurationEntries,
    CONNECTION: configurationEntries,
    INTAKE: configurationEntries,
    MAPPING: configurationEntries,
    APIKEY: configurationEntries,
    LEGALHOLD: legalHoldEntries,
  },
};

/** The entries of one change, in a fixed order: the same change always gives the same ones. */
export function entriesOf(change: RowChange, hash: HashAddress): readonly AuditEvent[] {
  if (change.pk.startsWith(`SUBJECT#${canaryTenant}#`)) return [];
  const { partition, sort } = kindOf(change);
  const ofShard = kinds[change.shard];
  const known = own(ofShard, `${partition}/${sort}`) ?? own(ofShard, partition) ?? unknownRow;
  return known({ change, hash });
}

/** The entry of a change that cannot be read: it is recorded that there was one. */
export const unreadableChange = (change: RowChange, hash: HashAddress): AuditEvent =>
  apiEntry(
    { change, hash },
    {
      code: 'row.unreadable',
      activity: apiActivities.other,
      actor: unknownActor,
      message: 'a change of a row could not be read',
      hasFailed: true,
      resources: [{ type: 'row', uid: sha256(change.pk, change.sk) }],
    },
  );

const own = <T>(values: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(values, name) ? values[name] : undefined;

/** A row of a kind that this version does not know: another version, or somebody else, wrote it. Its content is not copied. */
function unknownRow(context: EntryContext): readonly AuditEvent[] {
  const { before, after, pk, sk, isExpired } = context.change;
  const { partition } = kindOf(context.change);
  return [
    apiEntry(context, {
      code: 'row.unknown',
      activity: apiActivities.other,
      actor: unknownActor,
      message: 'a row of a kind that the trail does not know was written or deleted',
      resources: [{ type: 'row', uid: sha256(pk, sk) }],
      unmapped: {
        kind: /^[A-Z]{1,30}$/.test(partition) ? partition : '?',
        change: after === undefined ? (isExpired ? 'expired' : 'deleted') : before === undefined ? 'added' : 'changed',
      },
    }),
  ];
}
