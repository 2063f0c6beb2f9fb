import { userInfo } from 'node:os';
import { type Command, Option } from 'commander';
import { createReviews } from '../lambdas/aws/dynamo-reviews.ts';
import { compact } from '../lambdas/compact.ts';
import { crmIds } from '../lambdas/domain/delivery/delivery.ts';
import { ConfigError } from '../lambdas/domain/errors.ts';
import { intentLabels, mailKinds } from '../lambdas/domain/mail/event.ts';
import { isSampled, type ReviewOffer, reviewOf, summarize } from '../lambdas/domain/understanding/review.ts';
import { type Backend, connectBackend } from './backend.ts';
import { eventsSince } from './events-since.ts';
import { moment, percentage } from './option-values.ts';
import { fail, print, printJson } from './output.ts';

/** Of the newest words. */
const shownLines = 12;

interface QueueOptions {
  readonly since: Date;
  readonly percent: number;
  readonly words?: boolean;
  readonly json?: boolean;
}
interface SayOptions {
  readonly kind?: string;
  readonly intent?: string;
  readonly note?: string;
}

export function registerReview(program: Command): void {
  const review = program
    .command('review')
    .description('samples of mail for people to look at, and how often Postern had read them right');
  review
    .command('queue')
    .description(
      'mail that waits for a person, and samples that nobody has looked at yet; exit code 1 when there are any',
    )
    .addOption(new Option('--since <time>', 'mail that counts').argParser(moment).default(moment('7d'), '7d'))
    .option('--percent <percent>', 'of all mail, 0 to 100; a mail that is drawn once is drawn always', percentage, 1)
    .option('--words', 'show subject and newest words: they are words of the mail')
    .option('--json', 'one JSON line a sample')
    .addHelpText('after', '\nExamples:\n  postern review queue\n  postern review queue --since 30d --percent 5 --words')
    .action((options: QueueOptions) => queue(options).catch(fail));
  review
    .command('say')
    .description('says what a mail is; without --kind and --intent that Postern was right')
    .argument('<eventId>')
    .option('--kind <kind>', `what it is: ${mailKinds.join(', ')}`)
    .option('--intent <intent>', `what it means: ${intentLabels.join(', ')}`)
    .option('--note <text>', 'what else is wrong, such as the contact; no words of the mail')
    .addHelpText(
      'after',
      '\nExamples:\n  postern review say evt_0123…\n  postern review say evt_0123… --kind auto-reply',
    )
    .action((eventId: string, options: SayOptions) => say(eventId, options).catch(fail));
  review
    .command('report')
    .description('of each kind and intent how often it was right')
    .option('--json', 'one JSON line a class')
    .addHelpText('after', '\nExample:\n  postern review report')
    .action((options: { json?: boolean }) => report(options).catch(fail));
}

async function queue({ since, percent, words = false, json }: QueueOptions): Promise<void> {
  const backend = connectBackend();
  const seen = new Set((await reviewsOf(backend).all()).map(({ eventId }) => eventId));
  const offers = await reviewsOf(backend).offers();
  let waiting = offers.length;
  for (const offer of offers) {
    if (json) printJson(offer);
    else tellOffer(offer);
  }
  for await (const eventIds of eventsSince(backend, since)) {
    for (const eventId of eventIds) {
      if (seen.has(eventId) || !isSampled(eventId, percent)) continue;
      const sample = await sampleOf(backend, eventId, words);
      if (sample === undefined) continue;
      waiting += 1;
      if (json) printJson(sample);
      else tell(sample);
    }
  }
  if (!json) print(waiting === 0 ? 'No mail waits.' : `${waiting} mail(s); next: postern review say <eventId>`);
  process.exitCode = waiting === 0 ? 0 : 1;
}

async function sampleOf({ store, reader }: Backend, eventId: string, withWords: boolean) {
  const [event, ledger] = await Promise.all([store.getEvent(eventId), reader.event(eventId)]);
  if (event === undefined) return undefined;
  const { classification, message, body, receivedAt } = event;
  return compact({
    eventId,
    receivedAt,
    kind: classification.kind,
    rules: classification.reasons,
    intent: classification.intent ? classification.intent.label : undefined,
    deliveries: (ledger?.deliveries ?? []).map(({ integration, fate, steps }) => ({
      integration,
      fate: fate ?? 'pending',
      crm: crmIds(steps),
    })),
    ...(withWords && { subject: message.subject, words: body.reply?.text ?? body.text }),
  });
}

/** What a person can do about it is at the CRM: the mail is with its sender there. */
function tellOffer({ eventId, integration, at, reason }: ReviewOffer): void {
  print(`${eventId}  ${at}`);
  print(`  ${integration}: logged on its sender alone, ${reason}`);
}

function tell(sample: NonNullable<Awaited<ReturnType<typeof sampleOf>>>): void {
  const { eventId, receivedAt, kind, rules, intent, deliveries, subject, words } = sample;
  print(`${eventId}  ${receivedAt}`);
  print(`  kind ${kind} by ${rules.join(', ')}${intent === undefined ? '' : `; intent ${intent}`}`);
  for (const { integration, fate, crm } of deliveries)
    print(
      `  ${integration}: ${fate} ${Object.entries(crm)
        .map(([name, id]) => `${name} ${id}`)
        .join(', ')}`,
    );
  if (subject !== undefined) print(`  ${harmless(subject)}`);
  for (const line of (words ?? '').split('\n').slice(0, shownLines))
    if (line.trim() !== '') print(`  | ${harmless(line)}`);
}

/** A terminal acts on control characters, which a mail may hold. */
const harmless = (line: string): string => line.replaceAll(/\p{Cc}/gu, ' ');

async function say(eventId: string, { kind, intent, note }: SayOptions): Promise<void> {
  const known = (option: string, value: string | undefined, values: readonly string[]): void => {
    if (value !== undefined && !values.includes(value))
      throw new ConfigError(`${option}: found "${value}", wants one of ${values.join(', ')}`);
  };
  known('--kind', kind, mailKinds);
  known('--intent', intent, intentLabels);
  const backend = connectBackend();
  const event = await backend.store.getEvent(eventId);
  if (event === undefined) throw new ConfigError(`nothing is known of ${eventId}`);
  const review = reviewOf(
    event,
    compact({
      at: new Date().toISOString(),
      by: userInfo().username,
      rightKind: kind,
      rightIntent: intent,
      note,
    }),
  );
  const reviews = reviewsOf(backend);
  await reviews.put(review);
  for (const offer of await reviews.offers()) if (offer.eventId === eventId) await reviews.take(offer);
  const { rightKind, rightIntent } = review;
  const wrong = [rightKind && `is ${rightKind}`, rightIntent && `means ${rightIntent}`].filter(Boolean).join(', ');
  print(`${eventId}: ${review.kind} ${wrong === '' ? 'is right' : `is wrong: it ${wrong}`}`);
}

async function report({ json }: { json?: boolean }): Promise<void> {
  const classes = summarize(await reviewsOf(connectBackend()).all());
  if (json) {
    for (const one of classes) printJson(one);
    return;
  }
  if (classes.length === 0) return print('Nothing was reviewed yet; begin with: postern review queue');
  print('| class | reviewed | right | instead |');
  print('|---|---|---|---|');
  for (const { class: name, reviewed, right, instead } of classes) {
    const others = Object.entries(instead).map(([other, count]) => `${other} ${count}`);
    print(`| ${name} | ${reviewed} | ${((right / reviewed) * 100).toFixed(1)} % | ${others.join(', ')} |`);
  }
}

const reviewsOf = ({ dynamo, ledgerTable }: Backend) => createReviews(dynamo, ledgerTable);
