import { type ApiKey, apiKeyStateOf } from '../../lambdas/domain/configuration/api-key.ts';

/** A key with its state, for programs. */
export const shownKey = (key: ApiKey, now: Date): ApiKey & { readonly state: string } => ({
  ...key,
  state: apiKeyStateOf(key, now),
});

/** A key for people: what it is, what it may do, and from where how often. */
export function keyLines(key: ApiKey, now: Date): string[] {
  const { id, name, tenant, scopes, expiresAt, revokedAt, rotatedAt, createdAt, allow = [], limits } = key;
  const end =
    revokedAt === undefined
      ? expiresAt === undefined
        ? 'never expires'
        : `expires ${expiresAt}`
      : `revoked ${revokedAt}`;
  return [
    `${id}  ${apiKeyStateOf(key, now)}  ${tenant ?? 'all tenants'}  ${name}`,
    `  created ${createdAt}${rotatedAt === undefined ? '' : `, rotated ${rotatedAt}`}, ${end}`,
    `  scopes ${scopes.join(', ')}`,
    ...(allow.length === 0 ? [] : [`  only from ${allow.join(', ')}`]),
    ...(limits === undefined ? [] : [`  at most ${limitsText(limits)}`]),
  ];
}

const limitsText = ({ perMinute, perDay }: NonNullable<ApiKey['limits']>): string =>
  [
    ...(perMinute === undefined ? [] : [`${perMinute} requests a minute`]),
    ...(perDay === undefined ? [] : [`${perDay} requests a day`]),
  ].join(', ');
