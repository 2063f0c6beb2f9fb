import { createReviews } from '../lambdas/aws/dynamo-reviews.ts';
import { compact } from '../lambdas/compact.ts';
import { crmIds } from '../lambdas/domain/delivery/delivery.ts';
import { isSampled, type ReviewedClass, type ReviewOffer, summarize } from '../lambdas/domain/understanding/review.ts';
import { eventsSince } from '../lambdas/operations/events-since.ts';
import { type Backend, connectBackend } from './backend.ts';
import { print, printJson, printLines } from './output.ts';

/** Lines of the newest words that are shown at most. */
const mostLines = 12;

interface QueueOptions {
  readonly since: Date;
  readonly percent: number;
  readonly words?: boolean;
  readonly json?: boolean;
}

export async function runQueue({ since, percent, words = false, json }: QueueOptions): Promise<void> {
  const backend = connectBackend();
  let waiting = 0;
  for await (const item of reviewQueue(
    { store: backend.store, reader: backend.reader, reviews: reviewsOf(backend) },
    { since, percent, words },
  )) {
    waiting += 1;
    if (json) printJson('offer' in item ? item.offer : item.sample);
    else printLines('offer' in item ? offerLines(item.offer) : sampleLines(item.sample));
  }
  if (!json) print(waiting === 0 ? 'No mail waits.' : `${waiting} mail(s); next: postern review say <eventId>`);
  process.exitCode = waiting === 0 ? 0 : 1;
}

/** The stores that a review reads. */
export interface ReviewPorts {
  readonly store: Pick<Backend['store'], 'rawMails' | 'getEvent'>;
  readonly reader: Pick<Backend['reader'], 'mails' | 'event'>;
  readonly reviews: Pick<ReturnType<typeof createReviews>, 'all' | 'offers'>;
}

/** One entry of the queue: a mail that waits for a person, or a sample. */
type QueueItem = { readonly offer: ReviewOffer } | { readonly sample: Sample };

/** Lists the mail that waits for a person, then the samples that nobody has reviewed. */
export async function* reviewQueue(
  ports: ReviewPorts,
  { since, percent, words }: { readonly since: Date; readonly percent: number; readonly words: boolean },
): AsyncGenerator<QueueItem> {
  const reviewed = new Set((await ports.reviews.all()).map(({ eventId }) => eventId));
  for (const offer of await ports.reviews.offers()) yield { offer };
  for await (const eventIds of eventsSince(ports, since)) {
    for (const eventId of eventIds) {
      if (reviewed.has(eventId) || !isSampled(eventId, percent)) continue;
      const sample = await sampleOf(ports, eventId, words);
      if (sample !== undefined) yield { sample };
    }
  }
}

type Sample = NonNullable<Awaited<ReturnType<typeof sampleOf>>>;

async function sampleOf({ store, reader }: ReviewPorts, eventId: string, withWords: boolean) {
  const [event, ledger] = await Promise.all([store.getEvent(eventId), reader.event(eventId)]);
  if (event === undefined) return undefined;
  const { classification, message, body, receivedAt } = event;
  return compact({
    eventId,
    receivedAt,
    kind: classification.kind,
    rules: classification.reasons,
    intent: classification.intent?.label,
    deliveries: (ledger?.deliveries ?? []).map(({ integration, fate, steps }) => ({
      integration,
      fate: fate ?? 'pending',
      crm: crmIds(steps),
    })),
    subject: withWords ? message.subject : undefined,
    words: withWords ? (body.reply?.text ?? body.text) : undefined,
  });
}

/** An offer for people. They act at the CRM, where the mail is with its sender. */
export const offerLines = ({ eventId, integration, at, about = ['deal'], reason }: ReviewOffer): string[] => [
  `${eventId}  ${at}`,
  `  ${integration}: ${about.includes('deal') ? 'logged on its sender alone, ' : ''}${reason}`,
];

/** A sample for people. */
export function sampleLines({
  eventId,
  receivedAt,
  kind,
  rules,
  intent,
  deliveries,
  subject,
  words,
}: Sample): string[] {
  const newestLines = (words ?? '').split('\n').slice(0, mostLines);
  return [
    `${eventId}  ${receivedAt}`,
    `  kind ${kind} by ${rules.join(', ')}${intent === undefined ? '' : `; intent ${intent}`}`,
    ...deliveries.map(({ integration, fate, crm }) => `  ${integration}: ${fate} ${recordList(crm)}`),
    ...(subject === undefined ? [] : [`  ${withoutControls(subject)}`]),
    ...newestLines.filter((line) => line.trim() !== '').map((line) => `  | ${withoutControls(line)}`),
  ];
}

const recordList = (crm: Sample['deliveries'][number]['crm']): string =>
  Object.entries(crm)
    .map(([name, id]) => `${name} ${id}`)
    .join(', ');

/** A terminal acts on control characters, which a mail may hold. */
const withoutControls = (line: string): string => line.replaceAll(/\p{Cc}/gu, ' ');

export async function runReport({ json }: { json?: boolean }): Promise<void> {
  const classes = summarize(await reviewsOf(connectBackend()).all());
  if (json) classes.forEach(printJson);
  else printLines(tableLines(classes));
}

/** The table of classes in Markdown. */
export function tableLines(classes: readonly ReviewedClass[]): string[] {
  if (classes.length === 0) return ['Nothing was reviewed yet; begin with: postern review queue'];
  const rows = classes.map(({ class: name, reviewed, right, instead }) => {
    const others = Object.entries(instead).map(([other, times]) => `${other} ${times}`);
    return `| ${name} | ${reviewed} | ${((right / reviewed) * 100).toFixed(1)} % | ${others.join(', ')} |`;
  });
  return ['| class | reviewed | right | instead |', '|---|---|---|---|', ...rows];
}

/** The judgements of people, and the mail that waits for them. */
export const reviewsOf = ({ dynamo, ledgerTable }: Backend) => createReviews(dynamo, ledgerTable);
