import { inboundUsd, inboundVendors } from '../../bench/inbound-prices.ts';

const vendor = (name: string) => inboundVendors.find((each) => each.name === name)!;

describe('inboundUsd', () => {
  it.each([
    ['Postmark', 0, 15],
    ['Postmark', 10_000, 15],
    ['Postmark', 11_000, 16.8],
    ['Mailgun', 1000, 35],
    ['Mailgun', 60_000, 48],
    ['Mailgun', 100_000, 90],
    ['Mailgun', 1_000_000, 630],
  ])('%s takes for %i mails its cheapest plan: $%f', (name, mails, usd) => {
    expect(inboundUsd(vendor(name), mails)).toBeCloseTo(usd, 6);
  });
});
