import * as z from 'zod/mini';
import { ConfigError } from '../../domain/errors.ts';
import { type Grant, signAssertion, tokenRequest } from '../oauth.ts';

const byCredentials = z.object({ clientId: z.string(), clientSecret: z.string() });
const byAssertion = z.object({
  clientId: z.string(),
  username: z.string(),
  privateKey: z.string(),
  audience: z._default(z.url(), 'https://login.salesforce.com'),
});

/** A session may end after 15 minutes; a token that ended earlier is refused, and replaced. In seconds. */
const lifeSeconds = 900;
const path = '/services/oauth2/token';

/**
 * The grant of an External Client App: client credentials with the run-as user of the app, or a signed assertion.
 *
 * @throws ConfigError when the secret is neither; it quotes nothing of it
 * @see https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_client_credentials_flow.htm
 */
export function salesforceGrant(secret: unknown): Grant {
  const credentials = byCredentials.safeParse(secret);
  if (credentials.success) {
    const { clientId, clientSecret } = credentials.data;
    const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
    return { scheme: 'Bearer', lifeSeconds, request: () => tokenRequest(path, form) };
  }
  const assertion = byAssertion.safeParse(secret);
  if (!assertion.success)
    throw new ConfigError(
      'the Salesforce secret wants {"clientId","clientSecret"}, or {"clientId","username","privateKey"}, as JSON',
    );
  const { clientId, username, privateKey, audience } = assertion.data;
  return {
    scheme: 'Bearer',
    lifeSeconds,
    request: (now) => {
      const claims = { iss: clientId, sub: username, aud: audience, exp: Math.floor(now.getTime() / 1000) + 180 };
      const grantType = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
      return tokenRequest(path, { grant_type: grantType, assertion: signAssertion(claims, privateKey) });
    },
  };
}
