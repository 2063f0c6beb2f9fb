import { pricesReadOn, priceTable } from '../cli/cost/price-table.ts';
import { readWiring } from '../local/wiring.ts';
import { localTemplates } from '../test/helpers/local-templates.ts';
import { coldStart, defaultCrmMs, figuresOf, latencies } from './aws-figures.ts';
import { callGraph, type Step } from './call-graph.ts';
import { roundTrips, simulateEnds } from './latency-model.ts';
import { type CountedWork, costOfThousand, floorOfThousand, gbSecondsOf } from './mail-cost.ts';
import { isAwsCall, isAwsTrip, isCrmCall, latencyWith, type MailPath, mailPath } from './mail-path.ts';
import { type MailRecords, recordMails } from './record-mail.ts';

type PrintLine = (line?: string) => void;

const draws = { runs: 20_000, seed: 1 };
const conversations = 24;

/**
 * Prints how long a mail takes on AWS, and what it costs there: the calls of the real functions, recorded over simulated
 * services, with published latencies and list prices.
 *
 * @param crmMs the median of an answer of the CRM, in ms
 */
export async function benchLatency(printLine: PrintLine, crmMs = defaultCrmMs): Promise<void> {
  const memory = await memoryByStage();
  const { first, reply, sweep } = await recordMails(conversations);
  const kinds = Object.entries({ 'first of a conversation': first, reply });
  const rows = kinds.map(([name, mail]) => {
    const { steps, records } = callGraph(mail.records);
    return { name, mail, steps, records, path: mailPath(steps) };
  });

  printLine('### A mail on AWS: time');
  printLine(
    `from the notification of SES to the record at the CRM; warm functions, no other mail; ${draws.runs.toLocaleString('en')} draws; the CRM answers in ${crmMs} ms (median, an assumption: --crm-ms)`,
  );
  printLine();
  printLine(
    '| mail | AWS calls | CRM calls | one after the other until the record: AWS | CRM | p50, ms | p99, ms | of that AWS, p50 |',
  );
  printLine('|---|---|---|---|---|---|---|---|');
  for (const { name, steps, path } of rows) printLine(timeRow(name, steps, path, crmMs));
  printLine();
  printLine(`A cold start adds about ${coldStart.ms} ms for each of the two functions (${coldStart.source}).`);
  printLine(
    'SES publishes no figure of how long it takes from the end of SMTP to its notification; that time is not in the table.',
  );
  printLine(
    `Of ${conversations} mails of each kind, ${rows.map(({ records }) => records).join(' and ')} had these calls; others also read the configuration anew.`,
  );
  printLine();
  printCosts(
    printLine,
    rows.map(({ name, mail, steps }) => [name, usageOf(mail, steps, sweep, memory, crmMs)]),
  );
  printSources(printLine, new Set(rows.flatMap(({ path }) => path.steps.map((step) => step.name))));
}

async function memoryByStage(): Promise<ReadonlyMap<string, number>> {
  const { functions } = readWiring('http://sqs.simulated', await localTemplates());
  return new Map(functions.map(({ stage, memoryMb }) => [stage, memoryMb]));
}

function timeRow(name: string, calls: readonly Step[], { steps, record }: MailPath, crmMs: number): string {
  const latencyOf = latencyWith(crmMs);
  const whole = simulateEnds(steps, record, latencyOf, draws);
  const ofAws = simulateEnds(steps, record, (step) => (isCrmCall(step) ? { p50: 0, p99: 0 } : latencyOf(step)), draws);
  const tripsOf = (isCounted: (step: Step) => boolean): number => roundTrips(steps, record, isCounted);
  const counts = [
    calls.filter(isAwsCall).length,
    calls.filter(isCrmCall).length,
    tripsOf(isAwsTrip),
    tripsOf(isCrmCall),
  ];
  return `| ${name} | ${counts.join(' | ')} | ${whole.p50.toFixed(0)} | ${whole.p99.toFixed(0)} | ${ofAws.p50.toFixed(0)} |`;
}

/** Everything that a mail uses in the account, the sweep's look at it included. */
function usageOf(
  mail: MailRecords,
  calls: readonly Step[],
  sweep: MailRecords,
  memory: ReadonlyMap<string, number>,
  crmMs: number,
): CountedWork {
  const swept = callGraph(sweep.records).steps;
  const names = Map.groupBy([...calls, ...swept], ({ name }) => name);
  const gbSeconds = (stage: string, graph: readonly Step[]): number =>
    gbSecondsOf(memory.get(stage)!, meanMs(graph, stage, crmMs));
  return {
    calls: Object.fromEntries([...names].map(([name, { length }]) => [name, length])),
    readUnits: mail.readUnits + sweep.readUnits,
    writeUnits: mail.writeUnits + sweep.writeUnits,
    invocations: 3,
    gbSeconds: gbSeconds('parse', calls) + gbSeconds('sink', calls) + gbSeconds('sweep', swept),
  };
}

/** How long an invocation runs on average, in ms: until the last of its calls has ended. */
function meanMs(calls: readonly Step[], stage: string, crmMs: number): number {
  const own = calls.flatMap((call, index) => (call.stage === stage ? [index] : []));
  const steps = own.map((index) => ({
    ...calls[index]!,
    after: calls[index]!.after.map((earlier) => own.indexOf(earlier)),
  }));
  const name = stage === 'parse' ? 'compute.parse' : 'compute.sink';
  const compute = { stage, name, after: steps.map((_, index) => index) };
  return simulateEnds([...steps, compute], steps.length, latencyWith(crmMs), { ...draws, runs: 2000 }).mean;
}

function printCosts(printLine: PrintLine, rows: ReadonlyArray<readonly [string, CountedWork]>): void {
  printLine('### A thousand mails on AWS: cost');
  printLine(
    `list prices of us-east-1, read on ${pricesReadOn}, each mail by itself; without logs, metrics, keys, storage and the idle stage. SES and S3 alone: $${floorOfThousand().toFixed(3)}`,
  );
  printLine();
  const costs = rows.map(([name, usage]) => [name, costOfThousand(usage)] as const);
  const services = Object.keys(costs[0]![1]);
  printLine(`| mail | ${services.join(' | ')} | together, USD | times SES and S3 alone |`);
  printLine(`|---|${'---|'.repeat(services.length + 2)}`);
  for (const [name, cost] of costs) {
    const total = Object.values(cost).reduce((sum, each) => sum + each, 0);
    const parts = services.map((service) => cost[service]!.toFixed(4));
    printLine(`| ${name} | ${parts.join(' | ')} | ${total.toFixed(3)} | ${(total / floorOfThousand()).toFixed(2)} |`);
  }
  printLine();
}

function printSources(printLine: PrintLine, used: ReadonlySet<string>): void {
  printLine('### Sources of the figures');
  printLine(`latencies read on ${figuresOf}, prices on ${pricesReadOn}`);
  printLine();
  printLine('| step | p50, ms | p99, ms | source |');
  printLine('|---|---|---|---|');
  for (const [name, { p50, p99, source }] of Object.entries(latencies))
    if (used.has(name)) printLine(`| ${name} | ${p50} | ${p99} | ${source} |`);
  printLine();
  printLine('| price | USD | per | source |');
  printLine('|---|---|---|---|');
  for (const { usd, per, unit, source, copy } of Object.values(priceTable))
    printLine(`| ${unit} | ${usd} | ${per.toLocaleString('en')} | ${source}, copied by: ${copy} |`);
  printLine();
}
