import { compact } from '../../compact.ts';
import { normalizeAddress } from '../mail/address.ts';
import type { EmailReceived } from '../mail/event.ts';

/** The mail that a legal hold is about. With `tenant`, where it is optional, only the mail of that tenant. */
export type HoldTarget =
  | { readonly kind: 'tenant'; readonly tenant: string }
  /** The person as sender, recipient or subject of a report; normalized. */
  | { readonly kind: 'address'; readonly address: string; readonly tenant?: string }
  /** A conversation by all its keys: a conversation that was merged has several. */
  | { readonly kind: 'thread'; readonly threads: readonly string[]; readonly tenant?: string }
  /** A period of receipt, its end not included; ISO 8601 UTC. */
  | { readonly kind: 'time'; readonly from: string; readonly to: string; readonly tenant?: string };

/**
 * A legal hold: mail that matches is neither deleted by retention nor erased until the hold is released. Mail that several
 * holds match is kept until the last of them is released.
 */
export type LegalHold = HoldTarget & {
  readonly id: string;
  readonly reason: string;
  /** ISO 8601 UTC. */
  readonly placedAt: string;
  /** The verified identity of the person who placed it. */
  readonly placedBy?: string;
  /**
   * `placing`: in force for mail that arrives, and being put on the mail that is stored. `placed`: on all of it.
   * `releasing`: not in force, and being taken off.
   */
  readonly state: 'placing' | 'placed' | 'releasing';
};

/** The facts of a mail by which holds match it. */
export interface HoldSubject {
  /** Tenants that got the mail; empty for mail without an integration. */
  readonly tenants: readonly string[];
  /** Everybody whom the mail names in its envelope, its address fields or its report; normalized. */
  readonly addresses: readonly string[];
  /** Keys of its conversation, of all tenants, before and after merges. */
  readonly threads: readonly string[];
  /** When it was received, ISO 8601 UTC. */
  readonly receivedAt: string;
}

/** The holds in force that match a mail. A hold that is being released is not in force. */
export const holdsOf = (holds: readonly LegalHold[], subject: HoldSubject): LegalHold[] =>
  holds.filter((hold) => hold.state !== 'releasing' && matches(hold, subject));

/** Whether a target is about a mail. */
export function matches(target: HoldTarget, { tenants, addresses, threads, receivedAt }: HoldSubject): boolean {
  if (target.tenant !== undefined && !tenants.includes(target.tenant)) return false;
  switch (target.kind) {
    case 'tenant':
      return true;
    case 'address':
      return addresses.includes(target.address);
    case 'thread':
      return target.threads.some((thread) => threads.includes(thread));
    case 'time':
      return isWithin(target, receivedAt);
  }
}

/** Times are compared as numbers: a row may spell the same moment with fewer digits. */
function isWithin({ from, to }: { readonly from: string; readonly to: string }, moment: string): boolean {
  const ms = Date.parse(moment);
  return ms >= Date.parse(from) && ms < Date.parse(to);
}

/** The envelope of a mail, and the conversation of each delivery. */
interface Arrival {
  readonly receivedAt: string;
  readonly mailFrom?: string | undefined;
  readonly recipients: ReadonlyArray<{ readonly address: string }>;
  readonly deliveries: ReadonlyArray<{
    readonly tenant: string;
    readonly threadKey: string;
    readonly aliases?: readonly string[];
  }>;
  /** Absent for mail that could not be read. */
  readonly event?: EmailReceived | undefined;
}

/** The subject of a mail, by its envelope and by its event where it could be read. */
export const holdSubjectOf = ({ receivedAt, mailFrom, recipients, deliveries, event }: Arrival): HoldSubject => ({
  receivedAt,
  tenants: distinct(deliveries.map(({ tenant }) => tenant)),
  threads: distinct(deliveries.flatMap(({ threadKey, aliases = [] }) => [threadKey, ...aliases])),
  addresses: distinct(
    [mailFrom, ...recipients.map(({ address }) => address), ...(event === undefined ? [] : namedIn(event))].flatMap(
      (address) => (address === undefined ? [] : [normalizeAddress(address)]),
    ),
  ),
});

/** Everybody whom the address fields, the forwarded mail and the report of a mail name. */
function namedIn({ envelope, message, classification }: EmailReceived): Array<string | undefined> {
  const { from, sender, originalFrom, replyTo, to, cc, bcc, forwarded } = message;
  const { bounce, complaint, unsubscribe } = classification;
  return [
    envelope.mailFrom,
    ...envelope.rcptTo,
    ...[from, sender, originalFrom, forwarded?.from, ...replyTo, ...to, ...cc, ...bcc].map((named) => named?.address),
    ...(bounce?.recipients.map(({ address }) => address) ?? []),
    ...(complaint?.recipients ?? []),
    unsubscribe?.address,
  ];
}

/** The target as `place` takes it, without the rest of the hold; equal targets give equal texts. */
export const targetKey = (target: HoldTarget): string =>
  JSON.stringify(
    compact({
      kind: target.kind,
      tenant: target.tenant,
      address: target.kind === 'address' ? target.address : undefined,
      threads: target.kind === 'thread' ? target.threads.toSorted() : undefined,
      from: target.kind === 'time' ? Date.parse(target.from) : undefined,
      to: target.kind === 'time' ? Date.parse(target.to) : undefined,
    }),
  );

const distinct = (values: readonly string[]): string[] => [...new Set(values)];
