import { createReviews } from '../lambdas/aws/dynamo-reviews.ts';
import { type ReviewedClass, type ReviewOffer, summarize } from '../lambdas/domain/understanding/review.ts';
import { reviewQueue, type Sample } from '../lambdas/operations/review-queue.ts';
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
