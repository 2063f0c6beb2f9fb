import * as z from 'zod';
import { tenantTags } from '../domain/consent/intake/ses-event.ts';

/** Why an event is ignored: it belongs to another application of the account, or is not about a mail at all. */
export type IgnoreReason = 'foreign' | 'no-sending-event';

/** Our senders on the event bus, beside those that a tenant's tag marks. */
export interface BelievedSenders {
  /** Names of configuration sets; `all`: all mail of the account is ours. */
  readonly configurationSets: readonly string[] | 'all';
  /** The tenants that are configured. */
  readonly tenants: ReadonlySet<string>;
}

const busEvent = z.object({ source: z.literal('aws.ses'), detail: z.unknown() });
const sendingEvent = z.object({
  eventType: z.string(),
  mail: z.object({ tags: z.record(z.string(), z.array(z.string())).default({}) }),
});

/** The tag that SES puts on each mail that names a configuration set. */
const configurationSetTag = 'ses:configuration-set';

/**
 * Why an event is ignored; undefined for an event of ours. The event bus of an account carries the events of all its
 * applications; an event on our own topic was sent there on purpose.
 */
export function ignoreReasonOf(
  json: unknown,
  { configurationSets, tenants }: BelievedSenders,
): IgnoreReason | undefined {
  const { data } = busEvent.safeParse(json);
  if (data === undefined) return undefined;
  const event = sendingEvent.safeParse(data.detail).data;
  if (event === undefined) return 'no-sending-event';
  const { tags } = event.mail;
  const tenant = tenantTags.flatMap((name) => tags[name] ?? [])[0];
  if (tenant !== undefined) return tenants.has(tenant) ? undefined : 'foreign';
  if (configurationSets === 'all') return undefined;
  return (tags[configurationSetTag] ?? []).some((name) => configurationSets.includes(name)) ? undefined : 'foreign';
}
