/** The charges of a vendor of inbound mail for a month. */
interface InboundVendor {
  readonly name: string;
  /** Plans with the mails that they include, and the price of a thousand more; the cheapest one counts. */
  readonly plans: ReadonlyArray<{
    readonly name: string;
    readonly usd: number;
    readonly mails: number;
    readonly usdPerThousandMore: number;
  }>;
  readonly source: string;
  /** Assumptions behind the figures. */
  readonly note: string;
}

/** The day on which the sources were read. */
export const inboundPricesReadOn = '2026-12-01';

/** Services that receive mail and post it to a webhook; mapping, CRM, consent and retention are not part of them. */
export const inboundVendors: readonly InboundVendor[] = [
  {
    name: 'Postmark',
    plans: [{ name: 'Basic 10k', usd: 15, mails: 10_000, usdPerThousandMore: 1.8 }],
    source:
      "Postmark's own pages: https://postmarkapp.com/support/article/1107-how-does-monthly-pricing-work (an inbound mail counts as a mail of the plan) and https://postmarkapp.com/support/article/understanding-your-postmark-invoice (the Basic plan)",
    note: 'the overage of the smallest plan; larger plans and volumes above some millions are cheaper, on request',
  },
  {
    name: 'Mailgun',
    plans: [
      { name: 'Foundation', usd: 35, mails: 50_000, usdPerThousandMore: 1.3 },
      { name: 'Scale', usd: 90, mails: 100_000, usdPerThousandMore: 0.6 },
    ],
    source: 'a copy of 2026 by https://camoa.github.io/dev-guides/drupal/mailgun/pricing-tier-selection/',
    note: 'an incoming mail is assumed to count as one of the plan; no page says so',
  },
];

/** The price of so many inbound mails in a month, in USD, in the plan that is cheapest for them. */
export const inboundUsd = ({ plans }: InboundVendor, mails: number): number =>
  Math.min(
    ...plans.map(
      ({ usd, mails: included, usdPerThousandMore }) =>
        usd + (Math.max(0, mails - included) / 1000) * usdPerThousandMore,
    ),
  );
