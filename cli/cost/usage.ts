import { type PriceName, priceTable, type Service, services } from './price-table.ts';

/** Used amounts, in the units of the price table; absent: none. */
export type Usage = Readonly<Partial<Record<PriceName, number>>>;

const names = Object.keys(priceTable) as PriceName[];

/** The sum of several usages. */
export const sumOf = (...usages: readonly Usage[]): Usage =>
  Object.fromEntries(
    names.flatMap((name) => {
      const amount = usages.reduce((sum, usage) => sum + (usage[name] ?? 0), 0);
      return amount === 0 ? [] : [[name, amount]];
    }),
  );

/** A usage so many times. */
export const times = (usage: Usage, factor: number): Usage =>
  Object.fromEntries(Object.entries(usage).map(([name, amount]) => [name, amount * factor]));

/** The price of one item of a usage, in USD. */
export const usdOf = (usage: Usage, name: PriceName): number =>
  ((usage[name] ?? 0) * priceTable[name].usd) / priceTable[name].per;

/** The price of a usage, in USD. */
export const totalUsd = (usage: Usage): number => names.reduce((sum, name) => sum + usdOf(usage, name), 0);

/** The price of a usage by service, in USD; every service is there. */
export const usdByService = (usage: Usage): Readonly<Record<Service, number>> =>
  Object.fromEntries(
    services.map((service) => [
      service,
      names.reduce((sum, name) => sum + (priceTable[name].service === service ? usdOf(usage, name) : 0), 0),
    ]),
  ) as Record<Service, number>;

/** The items of a usage, dearest first. */
export const itemsOf = (
  usage: Usage,
): ReadonlyArray<{ readonly name: PriceName; readonly amount: number; readonly usd: number }> =>
  names
    .flatMap((name) => (usage[name] ? [{ name, amount: usage[name], usd: usdOf(usage, name) }] : []))
    .toSorted((a, b) => b.usd - a.usd);
