import { compact } from '../../lambdas/compact.ts';
import { priceRegion, pricesReadOn, type Service, services } from './price-table.ts';
import { totalUsd, type Usage, usdByService } from './usage.ts';

/** The cost of a time, from counts. */
export interface CostReport {
  /** ISO 8601 UTC. */
  readonly from: string;
  readonly to: string;
  /** Mails that arrived in that time. */
  readonly mails: number;
  readonly usd: number;
  /** Absent without mail. */
  readonly usdPerThousand?: number;
  /** Without the charges that a stage has by being there; absent without mail. */
  readonly usdPerThousandByUse?: number;
  readonly usdByService: Readonly<Partial<Record<Service, number>>>;
  /** Where the prices are from, which amounts are assumed, and which are left out. */
  readonly assumptions: readonly string[];
}

interface CostedTime {
  readonly from: Date;
  readonly to: Date;
  readonly mails: number;
  /** Usage by mail, schedules and polling. */
  readonly used: Usage;
  /** Charges of that time that a stage has by being there. */
  readonly standing: Usage;
  readonly assumptions: readonly string[];
}

const prices = `list prices of ${priceRegion} of ${pricesReadOn}, without free tiers and discounts`;

/** Prices the usage of some time. */
export function costReport({ from, to, mails, used, standing, assumptions }: CostedTime): CostReport {
  const parts = usdByService(used);
  const still = usdByService(standing);
  const byUse = totalUsd(used);
  const usd = byUse + totalUsd(standing);
  const perThousand = (amount: number): number | undefined => (mails === 0 ? undefined : (amount / mails) * 1000);
  return {
    from: from.toISOString(),
    to: to.toISOString(),
    mails,
    usd,
    ...compact({ usdPerThousand: perThousand(usd), usdPerThousandByUse: perThousand(byUse) }),
    usdByService: Object.fromEntries(
      services.flatMap((service) => {
        const sum = parts[service] + still[service];
        return sum > 0 ? [[service, sum]] : [];
      }),
    ),
    assumptions: [prices, ...assumptions],
  };
}

const dollars = (usd: number): string => `$${usd.toFixed(usd < 1 ? 4 : 2)}`;

/** The report for people. */
export function costLines(report: CostReport): string[] {
  const { from, to, mails, usd, usdPerThousand, usdPerThousandByUse } = report;
  const [all = 0, byUse = 0] = [usdPerThousand, usdPerThousandByUse];
  const rest = all === byUse ? '' : `; ${dollars(byUse)} without what the stage costs by being there`;
  const each = Object.entries(report.usdByService).map(([service, part]) => `${service} ${dollars(part)}`);
  return [
    `cost from ${from} to ${to}: ${dollars(usd)} for ${mails} mails${each.length > 0 ? ` (${each.join(', ')})` : ''}`,
    usdPerThousand === undefined
      ? '  no mail arrived, so there is no cost of a thousand mails'
      : `  a thousand mails: ${dollars(all)}${rest}`,
    ...report.assumptions.map((assumption) => `  ${assumption}`),
  ];
}
