import { type Command, Option } from 'commander';
import { compact } from '../lambdas/compact.ts';
import { stepNames } from '../lambdas/domain/crm/crm-step.ts';
import { crmIds } from '../lambdas/domain/delivery/delivery.ts';
import { recipientFates } from '../lambdas/domain/delivery/recipient-fates.ts';
import { ConfigError } from '../lambdas/domain/errors.ts';
import { type Backend, connectBackend } from './backend.ts';
import { eventsSince } from './events-since.ts';
import { moment } from './option-values.ts';
import { fail, print, printJson } from './output.ts';

export function registerTrace(program: Command): void {
  program
    .command('trace')
    .description("tell one mail's whole story: receipts, event, thread, deliveries, CRM records")
    .argument('<id>', "an event id (evt_…), a Message-ID, the id that SMTP answered with, or a record's id at the CRM")
    .addOption(
      new Option('--since <time>', 'how far back to look for the id of a CRM')
        .argParser(moment)
        .default(moment('30d'), '30d'),
    )
    .option('--json', 'one JSON line an event')
    .addHelpText(
      'after',
      "\nExamples:\n  postern trace evt_0123…\n  postern trace '<id@example.com>' --json\n  postern trace 51003 --since 7d   the mail behind a record of the CRM",
    )
    .action(async (id: string, { json, since }: { json?: boolean; since: Date }) => {
      try {
        const backend = connectBackend();
        const known = await eventIdsOf(backend, id);
        const quarantined = known.length > 0 ? undefined : await quarantinedStory(backend, id);
        if (quarantined !== undefined) {
          if (json) printJson(quarantined);
          else tellQuarantined(quarantined);
          return;
        }
        const eventIds = known.length > 0 ? known : await eventsOfRecord(backend, id, since);
        if (eventIds.length === 0)
          throw new ConfigError(
            `nothing is known of ${id}; ids are event ids, Message-IDs, mail ids, and ids of a CRM's records since ${since.toISOString()}`,
          );
        for (const eventId of eventIds) {
          const story = await storyOf(backend, eventId);
          if (json) printJson(story);
          else tell(story);
        }
      } catch (error) {
        fail(error);
      }
    });
}

async function eventIdsOf({ reader }: Backend, id: string): Promise<string[]> {
  if (id.startsWith('evt_')) return (await reader.event(id)) ? [id] : [];
  const eventId = (await reader.mails([id])).get(id)?.eventId;
  return eventId === undefined ? reader.eventsByMessageId(id) : [eventId];
}

/** A mail that never became an event: all that is known of it is its record. */
async function quarantinedStory({ reader }: Backend, id: string) {
  const mail = (await reader.mails([id])).get(id);
  if (mail?.state !== 'quarantined') return undefined;
  const { mailId, receivedAt, objectKey, reason } = mail;
  const recipients = recipientFates(mail, []).map(({ recipient, fate }) => ({ recipient, fate, reason }));
  return {
    mails: [{ mailId, receivedAt, object: objectKey, fate: 'quarantined', reason, recipients }],
    deliveries: [],
    next: `postern replay ${mailId}`,
  };
}

function tellQuarantined({ mails, next }: NonNullable<Awaited<ReturnType<typeof quarantinedStory>>>): void {
  for (const { mailId, receivedAt, object, reason, recipients } of mails) {
    print(`mail ${mailId} is quarantined: ${reason}`);
    print(`  ${receivedAt}  stored as ${object}`);
    for (const { recipient } of recipients) print(`    to ${recipient}: quarantined`);
  }
  print(`  next: ${next}`);
}

/** Mails whose delivery made or used a record; every mail of the time is looked at, for the ledger has no index by it. */
async function eventsOfRecord(backend: Backend, id: string, since: Date): Promise<string[]> {
  const found: string[] = [];
  for await (const eventIds of eventsSince(backend, since)) {
    const events = await Promise.all(eventIds.map((eventId) => backend.reader.event(eventId)));
    for (const event of events) {
      const used =
        event?.deliveries.flatMap(({ steps }) => Object.values(steps).flatMap((step) => step?.id?.split(';') ?? [])) ??
        [];
      if (event !== undefined && used.includes(id)) found.push(event.eventId);
    }
  }
  return found;
}

async function storyOf({ reader, store }: Backend, eventId: string) {
  const [ledger, event] = await Promise.all([reader.event(eventId), store.getEvent(eventId)]);
  const mails = [...(await reader.mails(ledger?.mails ?? [])).values()];
  const deliveries = ledger?.deliveries ?? [];
  return {
    eventId,
    ...(event && {
      externalId: event.externalId,
      contentDigest: event.contentDigest,
      messageId: event.message.messageId,
      kind: event.classification.kind,
      rules: event.classification.reasons,
      authentication: event.authentication,
      attachments: event.attachments.length,
    }),
    ...compact({ conflictsWith: ledger?.conflictsWith }),
    mails: mails.map((mail) => ({
      mailId: mail.mailId,
      receivedAt: mail.receivedAt,
      object: mail.objectKey,
      recipients: recipientFates(mail, deliveries).map(({ recipient, integration, fate, reason }) => ({
        recipient,
        integration,
        fate: fate ?? 'pending',
        reason,
      })),
    })),
    deliveries: deliveries.map(
      ({
        integration,
        lane,
        threadKey,
        matchedBy,
        campaign,
        state,
        fate,
        reason,
        errorClass,
        failedFirstAt,
        failedLastAt,
        attempts,
        fence,
        steps,
        mappingVersion,
        receivedAt,
        settledAt,
      }) =>
        compact({
          integration,
          lane,
          thread: threadKey,
          matchedBy,
          campaign: campaign,
          state,
          fate: fate ?? 'pending',
          reason,
          errorClass,
          failedFirstAt,
          failedLastAt,
          next: nextCommand(fate, eventId),
          attempts,
          leases: fence,
          steps,
          crm: crmIds(steps),
          mappingVersion,
          receivedAt,
          settledAt,
        }),
    ),
  };
}

/** The command that takes a delivery further that came to rest. */
function nextCommand(fate: string | undefined, eventId: string): string | undefined {
  if (fate === 'parked') return `postern redrive --event ${eventId}`;
  return fate === 'dead' ? `postern replay ${eventId}` : undefined;
}

function tell(story: Awaited<ReturnType<typeof storyOf>>): void {
  print(`event ${story.eventId}`);
  if (story.kind !== undefined)
    print(
      `  kind ${story.kind} by ${story.rules?.join(', ')}; Message-ID ${story.messageId ?? '(none)'}; ${story.attachments} attachment(s)`,
    );
  if (story.conflictsWith !== undefined)
    print(`  CONFLICT: the same Message-ID and sender as ${story.conflictsWith}, with other content`);
  for (const mail of story.mails) {
    print(`  ${mail.receivedAt}  mail ${mail.mailId} stored as ${mail.object}`);
    for (const { recipient, integration, fate, reason } of mail.recipients)
      print(`    to ${recipient} → ${integration ?? '(no integration)'}: ${fate}${reason ? ` (${reason})` : ''}`);
  }
  for (const delivery of story.deliveries) {
    print(
      `  delivery to ${delivery.integration}: ${delivery.fate}, thread ${delivery.thread} (${delivery.matchedBy}), ${delivery.leases} lease(s), ${delivery.attempts} failure(s)`,
    );
    if (delivery.reason !== undefined) print(`    ${delivery.reason}`);
    if (delivery.failedFirstAt !== undefined)
      print(`    failed from ${delivery.failedFirstAt} to ${delivery.failedLastAt} (${delivery.errorClass})`);
    if ('next' in delivery) print(`    next: ${delivery.next}`);
    for (const name of stepNames) {
      const step = delivery.steps[name];
      if (step === undefined) continue;
      print(`    ${step.at}  ${name}: ${step.state}${step.id === undefined ? '' : ` ${step.id}`}`);
      if (step.duplicates)
        print(`      DUPLICATES at the CRM: ${step.duplicates.join(', ')}; docs/runbook.md#duplicate-report`);
    }
    if (delivery.settledAt !== undefined) print(`    ${delivery.settledAt}  settled`);
  }
}
