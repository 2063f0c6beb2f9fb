import { compact } from '../../compact.ts';
import { canaryIntegration, canaryTenant } from '../configuration/canary-integration.ts';
import { stepNames } from '../crm/crm-step.ts';
import { type ApiActivity, apiActivities, baseOf, type EmailActivity } from './audit-event.ts';
import { pseudonymOf } from './pseudonym.ts';
import {
  apiEntry,
  type EntriesOf,
  type EntryContext,
  objectOf,
  type RowImage,
  textOf,
  unknownActor,
  withoutContent,
} from './row-change.ts';

/** A mail was stored and recorded; a quarantined one may be read later, and is recorded again. */
export const mailEntries: EntriesOf = (context) => {
  const { before, after, pk, id, at, shard } = context.change;
  if (after === undefined || textOf(before, 'state') === textOf(after, 'state')) return [];
  if (isOfCanary(after)) return [];
  const { hash } = context;
  const mailId = textOf(after, 'mailId') ?? pk;
  const isRead = textOf(after, 'state') === 'parsed';
  const sender = textOf(objectOf(after, 'receipt'), 'mailFrom');
  const recipients = Array.isArray(after.recipients)
    ? (after.recipients as ReadonlyArray<Record<string, unknown>>)
    : [];
  const facts = withoutContent(
    {
      code: 'mail.received',
      activity: 2,
      message: isRead ? 'a mail was received' : 'a mail was received, and quarantined',
      hasFailed: !isRead,
      ...compact({ detail: textOf(after, 'reason') }),
      unmapped: compact({
        eventId: textOf(after, 'eventId'),
        integrations: [...new Set(recipients.map((recipient) => textOf(recipient, 'integration')))].filter(Boolean),
        receivedAt: textOf(after, 'receivedAt'),
      }),
    },
    hash,
  );
  const entry: EmailActivity = {
    ...baseOf(4009, { uid: `${shard}:${id}`, time: at, shard }, facts),
    direction_id: 1,
    email: compact({
      uid: mailId,
      message_uid: textOf(after, 'messageHash'),
      // The ledger keeps the sender of the envelope, and not the header.
      from: pseudonymOf(sender ?? '', hash),
      to: recipients.map((recipient) => pseudonymOf(textOf(recipient, 'address') ?? '', hash)),
    }),
  };
  return [entry];
};

/** Whether a mail is the heartbeat's own: it comes each minute, and says nothing of anybody. */
const isOfCanary = ({ recipients }: RowImage): boolean =>
  Array.isArray(recipients) &&
  recipients.length > 0 &&
  recipients.every((recipient) => textOf(recipient, 'integration') === canaryIntegration.key);

/** Records that a mail made or changed at a CRM, and the end of its delivery. */
export const deliveryEntries: EntriesOf = (context) => {
  const { before, after } = context.change;
  if (after === undefined || textOf(after, 'tenant') === canaryTenant) return [];
  const writes = stepNames.flatMap((step) => writeEntry(context, step) ?? []);
  const fate = textOf(after, 'fate');
  if (fate === undefined || fate === textOf(before, 'fate')) return writes;
  const end = apiEntry(
    context,
    {
      code: 'delivery.ended',
      activity: apiActivities.update,
      actor: 'postern',
      message: `a delivery ended as ${fate}`,
      ...compact({ detail: textOf(after, 'reason') }),
      resources: [{ type: 'delivery', uid: `${textOf(after, 'eventId')}/${textOf(after, 'integration')}` }],
      unmapped: { fate, ...deliveryIds(context) },
    },
    'end',
  );
  return [...writes, end];
};

/** A record that a step has written; a step that found nothing to write has none. */
function writeEntry(context: EntryContext, step: (typeof stepNames)[number]): ApiActivity | undefined {
  const { before, after } = context.change;
  const now = objectOf(objectOf(after, 'steps'), step);
  const id = textOf(now, 'id');
  if (now.state !== 'done' || id === undefined) return undefined;
  const earlier = objectOf(objectOf(before, 'steps'), step);
  if (earlier.state === 'done' && earlier.id === id) return undefined;
  return apiEntry(
    context,
    {
      code: 'record.written',
      activity: step === 'activity' ? apiActivities.create : apiActivities.update,
      actor: 'postern',
      message: `the step ${step} of a delivery is done at the CRM`,
      resources: [{ type: `crm.${step}`, uid: id }],
      unmapped: { step, ...deliveryIds(context) },
    },
    step,
  );
}

const deliveryIds = ({ change: { after } }: EntryContext) =>
  compact({
    eventId: textOf(after, 'eventId'),
    integration: textOf(after, 'integration'),
    tenant: textOf(after, 'tenant'),
    messageHash: textOf(after, 'messageHash'),
  });

/** An action of a person or a schedule, as the audit log of the ledger has it. Whoever changes that log is recorded as well. */
export const auditLogEntries: EntriesOf = (context) => {
  const { before, after, sk } = context.change;
  if (after === undefined || before !== undefined) {
    return [
      apiEntry(context, {
        code: 'audit-log.changed',
        activity: after === undefined ? apiActivities.delete : apiActivities.update,
        actor: unknownActor,
        message: 'an entry of the audit log, which nothing of Postern changes, was changed or deleted',
        isGrave: true,
        resources: [{ type: 'ledger.audit', uid: sk }],
      }),
    ];
  }
  const action = textOf(after, 'action') ?? 'unknown';
  const request = objectOf(after, 'request');
  const { actor, ip, ...details } = request;
  return [
    apiEntry(context, {
      code: action,
      activity: activities[action] ?? apiActivities.other,
      actor: typeof actor === 'string' ? actor : unknownActor,
      message: `${action} was recorded`,
      ...compact({ ip: typeof ip === 'string' ? ip : undefined }),
      resources: [{ type: 'ledger.audit', uid: sk }],
      unmapped: compact({ request: details, result: after.result }),
    }),
  ];
};

const activities: Readonly<Record<string, number>> = {
  view: apiActivities.read,
  export: apiActivities.read,
  erase: apiActivities.delete,
  configuration: apiActivities.update,
};

/** A person's judgement on a mail. */
export const reviewEntries: EntriesOf = (context) => {
  const { after, isExpired, sk } = context.change;
  if (isExpired) return [];
  const review = objectOf(after, 'review');
  return [
    apiEntry(context, {
      code: 'review',
      activity: after === undefined ? apiActivities.delete : apiActivities.update,
      actor: textOf(review, 'by') ?? unknownActor,
      message: after === undefined ? 'a review was deleted' : 'a person reviewed a mail',
      resources: [{ type: 'event', uid: sk }],
      unmapped: compact({ rightKind: textOf(review, 'rightKind'), rightIntent: textOf(review, 'rightIntent') }),
    }),
  ];
};

/** A connection whose circuit opens or closes; one that opens because its secret cannot be read is a failed access. */
export const connectionEntries: EntriesOf = (context) => {
  const { before, after, pk } = context.change;
  const [was, is] = [textOf(before, 'circuit') ?? 'closed', textOf(after, 'circuit') ?? 'closed'];
  const reason = textOf(after, 'reason');
  if (was === is) return [];
  const isSecret = reason?.startsWith('misconfigured: credentials') ?? false;
  return [
    apiEntry(context, {
      code: isSecret ? 'secret.read' : `connection.${is}`,
      activity: isSecret ? apiActivities.read : apiActivities.update,
      actor: 'postern',
      message: isSecret ? 'the credentials of a connection could not be read' : `the circuit of a connection is ${is}`,
      hasFailed: is === 'open',
      ...compact({ detail: reason }),
      resources: [{ type: 'connection', uid: pk.slice(pk.indexOf('#') + 1) }],
    }),
  ];
};
