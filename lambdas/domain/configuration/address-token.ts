import { splitTag, type TaggedKind, taggedKinds, verifyTag } from '../mail/address-tag.ts';
import type { TokenKeys } from '../mail/signed-text.ts';
import type { Token } from '../mail/token.ts';
import type { Integration } from './integration.ts';

/** Reads the keys of tags; called only for a mail with a tag. */
export type ReadTokenKeys = () => Promise<TokenKeys>;

/**
 * Reads the token that the addresses of a mail name at one integration: the first signed one, else the first of all.
 *
 * A tag that is not ours counts as none: the address then names its record like one without a tag, for everybody to try.
 */
export async function readAddressToken(
  tokens: readonly Token[],
  { tenant, key }: Pick<Integration, 'tenant' | 'key'>,
  tokenKeys: ReadTokenKeys,
): Promise<Token | undefined> {
  const read: Token[] = [];
  for (const token of tokens) read.push(await withTag(token, { tenant, integration: key }, tokenKeys));
  return read.find(({ isSigned }) => isSigned) ?? read[0];
}

async function withTag(
  token: Token,
  { tenant, integration }: { readonly tenant: string; readonly integration: string },
  tokenKeys: ReadTokenKeys,
): Promise<Token> {
  const kind = taggedKinds.find((candidate) => candidate === token.type);
  const parts = kind === undefined ? undefined : splitTag(token.id);
  if (kind === undefined || parts === undefined) return token;
  const keys = await tokenKeys();
  // A return path belongs to the tenant: any of its integrations may get the bounce.
  const scope: { kind: TaggedKind; tenant: string; integration?: string } =
    kind === 'bounce' ? { kind, tenant } : { kind, tenant, integration };
  const id = verifyTag(token.id, scope, keys);
  return id === undefined ? { type: token.type, id: parts.id } : { type: token.type, id, isSigned: true };
}
