import { compact } from '../../compact.ts';
import { type Purpose, purposes } from '../mail/purposes.ts';
import { readFields, signFields, type TokenKeys } from '../mail/signed-text.ts';

/** The content of a token in a link: an address of a tenant, by its keyed hash, and the purposes that it ends or confirms. */
export interface ConsentToken {
  /** A link to unsubscribe must not confirm, nor the other way round. */
  readonly kind: 'unsubscribe' | 'confirm';
  readonly tenant: string;
  /** The keyed hash of the address: the token itself names nobody. */
  readonly subject: string;
  /** The list that the mail was sent to; without purposes of its own it stands for marketing. */
  readonly list?: string;
  readonly purposes: readonly Purpose[];
  /** Ids of the mail, for its sender. */
  readonly campaign?: string;
  /** Set in a link to confirm; older links have none, and confirm nothing. */
  readonly signUp?: SignUp;
}

/** The sign-up that a link confirms. */
export interface SignUp {
  /** When the address was signed up, for each of the token's purposes; ISO 8601 UTC. */
  readonly at: readonly string[];
  /** The link confirms until then, ISO 8601 UTC. */
  readonly until: string;
}

/** How long a link to confirm works, in days. */
export const confirmationDays = 7;

/** Mints a token, without any address. */
export const mintToken = (token: ConsentToken, keys: TokenKeys): string =>
  signFields(
    [
      token.kind,
      token.tenant,
      token.subject,
      token.purposes.map(initialOf).join(''),
      token.list ?? '',
      token.campaign ?? '',
      ...(token.signUp === undefined ? [] : [token.signUp.until, ...token.signUp.at]),
    ],
    keys,
  );

/** Reads a token; undefined when it was cut, altered, or signed by a key that is not ours or not any more. */
export function readToken(text: string, keys: TokenKeys): ConsentToken | undefined {
  const fields = readFields(text, keys);
  if (fields === undefined) return undefined;
  const [kind, tenant, subject, initials, list, campaign, until, ...at] = fields;
  return compact({
    kind: kind as ConsentToken['kind'],
    tenant: tenant!,
    subject: subject!,
    purposes: purposes.filter((purpose) => initials!.includes(initialOf(purpose))),
    list: list || undefined,
    campaign: campaign || undefined,
    signUp: until ? { until, at } : undefined,
  });
}

const initialOf = (purpose: Purpose): string => purpose.charAt(0);
