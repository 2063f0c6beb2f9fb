// `npm run accuracy`: reads the labelled sets and prints how often the reading is right. We wrote all of them, so they
// guard known cases and do not show how unseen mail is read.

import { readFileSync, writeFileSync } from 'node:fs';
import { type LabelledBounce, labelledBounces } from '../fixtures/labelled/bounces.ts';
import { bouncesInWords } from '../fixtures/labelled/bounces-in-words.ts';
import { bouncesOfOthers } from '../fixtures/labelled/bounces-of-others.ts';
import { labelledIntents } from '../fixtures/labelled/intents.ts';
import { intentsInDevelopment } from '../fixtures/labelled/intents-development.ts';
import { intentsOfFifthReading } from '../fixtures/labelled/intents-fifth-reading.ts';
import { intentsOfFourthReading } from '../fixtures/labelled/intents-fourth-reading.ts';
import { intentsHeldOut } from '../fixtures/labelled/intents-held-out.ts';
import { intentsInOtherWords } from '../fixtures/labelled/intents-in-other-words.ts';
import { intentsOfSixthReading } from '../fixtures/labelled/intents-sixth-reading.ts';
import { intentsOfThirdReading } from '../fixtures/labelled/intents-third-reading.ts';
import { labelledKinds } from '../fixtures/labelled/kinds.ts';
import { labelledReplies } from '../fixtures/labelled/replies.ts';
import { repliesInHtml } from '../fixtures/labelled/replies-in-html.ts';
import { repliesOfClients } from '../fixtures/labelled/replies-of-clients.ts';
import { repliesOfOthers } from '../fixtures/labelled/replies-of-others.ts';
import { readIntent } from '../lambdas/domain/understanding/intent/intent.ts';
import { eventOf, readLabelledBounce, replyMail, shareKept } from './judge.ts';
import { measureTraffic } from './thread-traffic.ts';

let printed = '';
const printLine = (line = ''): void => {
  printed += `${line}\n`;
  process.stdout.write(`${line}\n`);
};
const percent = (part: number, whole: number): string => `${part}/${whole} (${((100 * part) / whole).toFixed(1)} %)`;

/** A confusion matrix: a row for each label of a person, a column for each reading. */
function matrix(title: string, pairs: ReadonlyArray<readonly [wanted: string, read: string]>): void {
  const labels = [...new Set(pairs.flat())].toSorted();
  printLine(`| ${title} | ${labels.join(' | ')} |`);
  printLine(`|---|${labels.map(() => '---:').join('|')}|`);
  for (const wanted of labels) {
    const cells = labels.map((read) => String(pairs.filter((pair) => pair[0] === wanted && pair[1] === read).length));
    printLine(`| **${wanted}** | ${cells.map((cell) => (cell === '0' ? '' : cell)).join(' | ')} |`);
  }
  printLine();
}

async function bounces(title: string, set: readonly LabelledBounce[]): Promise<void> {
  const read = await Promise.all(set.map(readLabelledBounce));
  const right = (same: (label: LabelledBounce, result: (typeof read)[number]) => boolean): string =>
    percent(set.filter((label, index) => same(label, read[index]!)).length, set.length);
  const column = (rows: readonly LabelledBounce['recipients'][number][], at: 0 | 1 | 2 | 3): string =>
    JSON.stringify(rows.map((row) => row[at] ?? null));
  printLine(`### ${title}`);
  printLine();
  printLine('| of each mail, all right | |');
  printLine('|---|---|');
  printLine(`| kind | ${right((label, result) => (label.kind ?? 'bounce') === result.kind)} |`);
  for (const [name, at] of [
    ['recipients', 0],
    ['enhanced status', 1],
    ['hard or soft', 2],
    ['reason', 3],
  ] as const)
    printLine(
      `| ${name} | ${right((label, result) => column(label.recipients, at) === column(result.recipients, at))} |`,
    );
  printLine();
}

await bounces('Bounces with a report, and of well-known hosts', labelledBounces);
await bounces('Bounces in words alone, of less common hosts', bouncesInWords);
await bounces('Bounces of aliases, of small offices’ servers and by way of a topic', bouncesOfOthers);

printLine('### Kinds');
printLine();
const kinds = await Promise.all(
  labelledKinds.map(async ({ kind, raw }) => [kind, (await eventOf(raw)).classification.kind] as const),
);
printLine(`Right: ${percent(kinds.filter(([wanted, read]) => wanted === read).length, kinds.length)}`);
printLine();
matrix('kind', kinds);

printLine('### Newest reply');
printLine();
const replies = await Promise.all(
  [...labelledReplies, ...repliesOfOthers, ...repliesOfClients, ...repliesInHtml].map(async (label) => ({
    label,
    read: (await eventOf(replyMail(label))).body.reply,
  })),
);
printLine(`Exact: ${percent(replies.filter(({ label, read }) => label.reply === read?.text).length, replies.length)}`);
printLine();
const shares = replies.map(({ label, read }) => shareKept(label.reply, read?.text));
printLine(
  `Words of the author kept: ${((100 * shares.reduce((sum, share) => sum + share, 0)) / shares.length).toFixed(1)} %`,
);
printLine();

printLine('### Intent of a reply');
printLine();
const intents = labelledIntents.map(([label, text]) => [label, readIntent(text)?.label ?? 'none'] as const);
printLine(`Right: ${percent(intents.filter(([wanted, read]) => wanted === read).length, intents.length)}`);
printLine();
matrix('intent', intents);
const repliesByLanguage = [
  ['development', intentsInDevelopment],
  ['held back', intentsHeldOut],
  ['in other words', intentsInOtherWords],
  ['third', intentsOfThirdReading],
  ['fourth', intentsOfFourthReading],
  ['fifth', intentsOfFifthReading],
  ['sixth', intentsOfSixthReading],
] as const;
printLine('| replies by language, set | languages | right |');
printLine('|---|---:|---:|');
for (const [title, set] of repliesByLanguage) {
  const rows = Object.values(set).flat();
  const correct = rows.filter(([wanted, text]) => readIntent(text)?.label === wanted);
  printLine(`| ${title} | ${Object.keys(set).length} | ${percent(correct.length, rows.length)} |`);
}
printLine();

// A confidence is right when that share of its answers is.
const stated = repliesByLanguage
  .flatMap(([, set]) => Object.values(set).flat())
  .map(([wanted, text]) => ({ wanted, read: readIntent(text)! }));
printLine('| confidence | answers | right |');
printLine('|---|---:|---:|');
for (const [from, to] of [
  [0.9, 1],
  [0.8, 0.9],
  [0.7, 0.8],
  [0.55, 0.7],
  [0, 0.55],
] as const) {
  const band = stated.filter(({ read }) => read.confidence >= from && read.confidence < to);
  if (band.length === 0) continue;
  const correct = band.filter(({ wanted, read }) => read.label === wanted);
  printLine(`| ${from} to ${to} | ${band.length} | ${((100 * correct.length) / band.length).toFixed(1)} % |`);
}
printLine();

printLine('### Threads');
printLine();
printLine(
  'Made-up list traffic of fixed seeds: references kept whole, cut to the last or to first and last, or missing in one',
);
printLine(
  'answer of seven; one conversation in ten shares its subject with others. Pairs of mails, judged by conversation.',
);
printLine();
printLine('| mails | conversations | precision | recall | recall where the answered mail is named |');
printLine('|---:|---:|---:|---:|---:|');
for (const seed of [1, 2, 3, 4, 5]) {
  const { mails, conversations, precision, recall, recallWithReferences } = await measureTraffic(150, seed);
  const share = (value: number): string => `${(100 * value).toFixed(1)} %`;
  printLine(
    `| ${mails} | ${conversations} | ${share(precision)} | ${share(recall)} | ${share(recallWithReferences)} |`,
  );
}

// `npm run accuracy -- --write` puts the tables into the document, where a test compares them.
if (process.argv.includes('--write')) {
  const file = new URL('../docs/accuracy.md', import.meta.url);
  const [words] = readFileSync(file, 'utf8').split('## As printed');
  writeFileSync(file, `${words}## As printed\n\n${printed.trimEnd()}\n`);
}
