import * as z from 'zod/mini';
import { ConfigError } from '../../domain/errors.ts';
import { type Grant, tokenRequest } from '../oauth.ts';

const byRefreshToken = z.object({
  clientId: z.string(),
  clientSecret: z.string(),
  refreshToken: z.string(),
  /** The address at which the account's data centre hands out tokens; absent: derived from the API's own host. */
  accountsUrl: z.optional(z.url()),
});

/**
 * The grant by the refresh token of a self client. Zoho gives ten access tokens in ten minutes and keeps the latest few,
 * so workers share one.
 *
 * @throws ConfigError when the secret is something else; it quotes nothing of it
 * @see https://www.zoho.com/crm/developer/docs/api/v8/refresh.html
 */
export function zohoGrant(secret: unknown, baseUrl: string): { readonly grant: Grant; readonly accountsUrl: string } {
  const parsed = byRefreshToken.safeParse(secret);
  if (!parsed.success)
    throw new ConfigError('the Zoho secret wants {"clientId","clientSecret","refreshToken"} as JSON');
  const { clientId, clientSecret, refreshToken } = parsed.data;
  const form = {
    grant_type: 'refresh_token',
    client_id: clientId,
    client_secret: clientSecret,
    refresh_token: refreshToken,
  };
  return {
    accountsUrl: parsed.data.accountsUrl ?? accountsOf(baseUrl),
    grant: {
      scheme: 'Zoho-oauthtoken',
      lifeSeconds: 3600,
      request: () => tokenRequest('/oauth/v2/token', form),
    },
  };
}

/** `www.zohoapis.eu` has its accounts at `accounts.zoho.eu`; any other host is a stand-in that does both. */
const accountsOf = (baseUrl: string): string =>
  baseUrl.replace(/^https:\/\/www\.zohoapis\.([a-z.]+?)\/?$/, 'https://accounts.zoho.$1');
