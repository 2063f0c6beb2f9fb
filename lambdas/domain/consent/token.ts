import { compact } from '../../compact.ts';
import { type Purpose, purposes } from '../mail/purposes.ts';
import { readFields, signFields, type TokenKeys } from '../mail/signed-text.ts';

/** What a token in a link stands for: an address of a tenant, by its keyed hash, and what it leaves or confirms. */
export interface ConsentToken {
  /** A link to leave must not confirm, nor the other way round. */
  readonly kind: 'unsubscribe' | 'confirm';
  readonly tenant: string;
  /** The keyed hash of the address: the token itself names nobody. */
  readonly subject: string;
  /** The list that the mail was sent to; without purposes of its own it stands for marketing. */
  readonly list?: string;
  readonly purposes: readonly Purpose[];
  /** Ids of the mail, for whoever sent it. */
  readonly campaign?: string;
  /** Of a link to confirm; links of before this was kept have none, and confirm nothing. */
  readonly signUp?: SignUp;
}

/** What a link to confirm was sent for. */
export interface SignUp {
  /** When the address was signed up, for each of the token's purposes; ISO 8601 UTC. */
  readonly at: readonly string[];
  /** The link confirms until then, ISO 8601 UTC. */
  readonly until: string;
}

/** For so long a link to confirm works, in days. */
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

/** What a token stands for; undefined when it was cut, altered, or signed by a key that is not ours or no more. */
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
