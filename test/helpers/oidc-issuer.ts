import { createServer } from 'node:http';
import Provider, { type Configuration } from 'oidc-provider';

interface IssuerOptions {
  /** Where the console is. */
  readonly console: string;
  /** In s: how long an access token counts. */
  readonly tokenSeconds: number;
  /** Whether the console gets a refresh token; asked for with each sign-in. */
  readonly isRenewable: () => boolean;
}

interface Issuer {
  /** Without a slash at its end. */
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Starts an OIDC issuer of another maker, certified by the OpenID Foundation, on this machine. Whoever signs in, with any password,
 * is in the groups that the name lists with blanks between: `viewer tenant:acme`.
 *
 * @see https://github.com/panva/node-oidc-provider
 */
export async function startIssuer({ console: page, ...behavior }: IssuerOptions): Promise<Issuer> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const url = `http://127.0.0.1:${port}`;
  const provider = new Provider(url, configurationFor(page, behavior));
  provider.on('server_error', (_context, error) => process.stderr.write(`issuer: ${String(error)}\n`));
  server.on('request', provider.callback());
  return {
    url,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const configurationFor = (
  page: string,
  { tokenSeconds, isRenewable }: Omit<IssuerOptions, 'console'>,
): Configuration => ({
  clients: [
    {
      client_id: 'console',
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      redirect_uris: [`${page}/signed-in`],
      post_logout_redirect_uris: [`${page}/`],
    },
  ],
  cookies: { keys: ['a key of a test'] },
  pkce: { required: () => true },
  clientBasedCORS: () => true,
  findAccount: (_context, accountId) => ({ accountId, claims: () => ({ sub: accountId }) }),
  features: {
    devInteractions: { enabled: true },
    revocation: { enabled: true },
    rpInitiatedLogout: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => 'urn:postern',
      useGrantedResource: () => true,
      getResourceServerInfo: () => ({
        scope: '',
        audience: 'postern-console',
        accessTokenTTL: tokenSeconds,
        accessTokenFormat: 'jwt',
      }),
    },
  },
  extraTokenClaims: (_context, token) =>
    'accountId' in token ? { groups: String(token.accountId).split(' ') } : undefined,
  issueRefreshToken: () => Promise.resolve(isRenewable()),
});
