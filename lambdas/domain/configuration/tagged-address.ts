import { compact } from '../../compact.ts';
import { signTag, type TaggedKind } from '../mail/address-tag.ts';
import type { TokenKeys } from '../mail/signed-text.ts';
import type { Integration } from './integration.ts';
import { createRouter } from './route.ts';

/** Records that a signed address can name on request; the other kinds are for our own mail. */
export const addressableKinds = ['deal', 'contact', 'company', 'ticket', 'thread'] as const satisfies TaggedKind[];

/** A local part may have 64 octets (RFC 5321 §4.5.3.1.1). */
const maxLocalPart = 64;

/**
 * The address of an integration that names a record under a tag: `deal+12345.<tag>@` where it has such an address, else
 * `sales+deal-12345.<tag>@`.
 *
 * @param integrations all of them: an address that another one takes is none
 * @returns undefined where none of its addresses can name a record, or the id does not fit into one
 */
export function taggedAddress(
  { kind, id }: { readonly kind: TaggedKind; readonly id: string },
  integration: Pick<Integration, 'key' | 'tenant' | 'addresses'>,
  integrations: readonly Pick<Integration, 'key' | 'addresses'>[],
  keys: TokenKeys,
): string | undefined {
  if (!/^[\w-]+$/.test(id)) return undefined;
  const { tenant, key } = integration;
  // A return path belongs to the tenant: any of its integrations may get the bounce.
  const text = signTag(compact({ kind, tenant, integration: kind !== 'bounce' ? key : undefined, id }), keys);
  const route = createRouter(integrations);
  const candidates = integration.addresses.flatMap((pattern) => {
    const at = pattern.lastIndexOf('@');
    const [local, domain] = [pattern.slice(0, at), pattern.slice(at + 1)];
    if (local.includes('{')) return [`${local.replace(/\{[a-z]+\}/, text)}@${domain}`];
    const own = local === '*' ? `${kind}+${text}` : `${local}+${text}`;
    return [`${own}@${domain}`, ...(local === '*' ? [] : [`${local}+${kind}-${text}@${domain}`])];
  });
  const usable = candidates.filter((address) => {
    const routed = route(address);
    const isNamed = routed?.token?.type === kind && routed.token.id === text;
    return routed?.integration === key && isNamed && address.lastIndexOf('@') <= maxLocalPart;
  });
  // People know the form `deal+12345@`.
  return usable.find((address) => address.startsWith(`${kind}+`)) ?? usable[0];
}

/** The id in a return path: enough of the keyed hash of the recipient, and no address. */
export const returnPathId = (subject: string): string => subject.slice(0, 20);
