import { priceRegion, pricesReadOn, priceTable, services } from '../cli/cost/price-table.ts';
import { itemsOf, totalUsd, type Usage, usdByService } from '../cli/cost/usage.ts';
import type { StageConfig } from '../lib/stage-config.ts';
import { localStage } from '../local/local-stage.ts';
import { synthesize } from '../local/template.ts';
import { readResources, readWiring } from '../local/wiring.ts';
import { simulatedEndpoint } from '../test/chaos/world.ts';
import { inboundPricesReadOn, inboundUsd, inboundVendors } from './inbound-prices.ts';
import { assumptions, type StageCounts, usageOfMonth } from './month-usage.ts';
import { recordStage } from './record-stage.ts';
import { inventoryOf } from './stage-inventory.ts';

type PrintLine = (line?: string) => void;

const volumes = [0, 1000, 100_000, 10_000_000];

/** Prints what a month of a stage costs on AWS, from counted calls and the price table, beside two services for inbound mail. */
export async function benchMonth(printLine: PrintLine): Promise<void> {
  const full = await countsOf({ ...localStage, retain: true, objectLock: true });
  const idle = usageOfMonth(await countsOf({ ...localStage, idle: true }), 0);
  printMonths(
    printLine,
    [idle, ...volumes.map((mails) => usageOfMonth(full, mails))],
    ['idle stage', ...volumes.map((mails) => mails.toLocaleString('en'))],
  );
  printItems(printLine, 'An idle stage without mail', idle);
  printItems(printLine, 'A stage without mail', usageOfMonth(full, 0));
  printAssumptions(printLine);
  printPrices(printLine);
}

/** Counts what a stage uses. */
export async function countsOf(config: StageConfig): Promise<StageCounts> {
  const templates = synthesize(config);
  const wiring = readWiring(simulatedEndpoint, templates);
  const inventory = inventoryOf(readResources(simulatedEndpoint, templates), wiring);
  return { inventory, ...(await recordStage(wiring)), functions: wiring.functions.length };
}

function printMonths(printLine: PrintLine, usages: readonly Usage[], titles: readonly string[]): void {
  printLine('### A month on AWS: cost');
  printLine(
    `USD, list prices of ${priceRegion} without free tiers, copied on ${pricesReadOn}; the twelfth month, so that a year of mail is stored; each mail by itself`,
  );
  printLine();
  printLine(`| mails a month | ${titles.join(' | ')} |`);
  printLine(`|---|${'---|'.repeat(titles.length)}`);
  const row = (name: string, values: readonly number[]): string =>
    `| ${name} | ${values.map((usd) => usd.toFixed(2)).join(' | ')} |`;
  const parts = usages.map(usdByService);
  for (const service of services)
    printLine(
      row(
        service,
        parts.map((part) => part[service]),
      ),
    );
  const totals = usages.map(totalUsd);
  printLine(row('together', totals));
  const perThousand = [0, ...volumes].map((mails, index) =>
    mails === 0 ? '' : ((totals[index]! / mails) * 1000).toFixed(3),
  );
  printLine(`| a thousand mails | ${perThousand.join(' | ')} |`);
  for (const vendor of inboundVendors)
    printLine(
      row(
        `${vendor.name}, inbound only`,
        [0, ...volumes].map((mails) => inboundUsd(vendor, mails)),
      ),
    );
  printLine();
  for (const { name, source, note } of inboundVendors)
    printLine(`${name}, read on ${inboundPricesReadOn}: ${source}; ${note}.`);
  printLine();
}

function printItems(printLine: PrintLine, title: string, usage: Usage): void {
  printLine(`${title}: $${totalUsd(usage).toFixed(2)} a month`);
  printLine();
  printLine('| item | amount | USD |');
  printLine('|---|---|---|');
  for (const { name, amount, usd } of itemsOf(usage)) {
    const { service, unit } = priceTable[name];
    if (usd >= 0.005)
      printLine(`| ${service}: ${unit} | ${Number(amount.toPrecision(3)).toLocaleString('en')} | ${usd.toFixed(2)} |`);
  }
  printLine();
}

function printAssumptions(printLine: PrintLine): void {
  const { rawKb, attachmentKb, crmKb, platformLogBytes, rememberedMinutes } = assumptions;
  printLine(
    `Counted: calls, request units, invocations, log lines, metrics and growth of the tables, by the functions over simulated services; resources, by the templates. Assumed: ${rawKb} KB a mail and ${attachmentKb} KB of attachments, ${crmKb} KB to the CRM, ${platformLogBytes} bytes that Lambda logs for an invocation, durations as in the table of latencies with calls one after the other, five connections to each queue, changes of the tables in batches of half a second, which are more than on AWS, and that a key or a secret is remembered for ${rememberedMinutes} minutes. Not counted: the API, GuardDuty, mail that is sent, and what a CRM charges for its calls.`,
  );
  printLine();
}

function printPrices(printLine: PrintLine): void {
  printLine('| price | USD | per | AWS page | copied from |');
  printLine('|---|---|---|---|---|');
  for (const { service, usd, per, unit, source, copy } of Object.values(priceTable))
    printLine(`| ${service}: ${unit} | ${usd} | ${per.toLocaleString('en')} | ${source} | ${copy} |`);
  printLine();
}
