import { createApiKeys } from '../../aws/dynamo-api-keys.ts';
import { createRequestCounter } from '../../aws/dynamo-quotas.ts';
import { createTokenVerifier } from '../../aws/oidc-tokens.ts';
import type { Platform } from '../../aws/platform.ts';
import { log } from '../../aws/telemetry.ts';
import { compact } from '../../compact.ts';
import type { AccessSettings, TokenSettings } from '../access-settings.ts';
import { type Authorize, createAuthorize } from '../authorize.ts';
import { type ApiCaller, createIdentify, identifyByIam, type Unidentified } from '../caller.ts';
import { createSpendQuota } from '../quota.ts';
import { tokenCaller, tokenCallers } from '../token-caller.ts';

/** Wires the judge of requests to routes with a scope. */
export const authorizeOf = (
  { dynamo, now, putMetric }: Platform,
  { apiKeys, controlTable, ledgerTable }: Record<'apiKeys' | 'controlTable' | 'ledgerTable', string>,
  { allow, quota = {}, authorization, jwt, console: people, mutualTls }: AccessSettings,
  secret: (reference: string) => Promise<string>,
): Authorize =>
  createAuthorize({
    allow,
    certifiedAt: mutualTls?.name,
    limits: compact({ ...quota }),
    spend: createSpendQuota({
      count: createRequestCounter({ dynamo, table: ledgerTable }),
      failed: () => putMetric('quotaFailures', 1, {}),
      log,
      now,
    }),
    identify:
      authorization === 'iam'
        ? identifyByIam
        : createIdentify({
            secretKeys: () => secret(apiKeys),
            apiKey: createApiKeys({ dynamo, table: controlTable }).find,
            tokenCaller: tokenCallers(
              [jwt, people].flatMap((settings) => (settings ? [tokenCallerOf(settings, now)] : [])),
            ),
            now,
          }),
    refused: () => putMetric('apiRefusals', 1, {}),
    log,
  });

/** The callers of the tokens of an issuer. */
function tokenCallerOf(settings: TokenSettings, now: () => Date) {
  const verify = createTokenVerifier(settings, now);
  const judge = async (token: string): Promise<ApiCaller | Unidentified> => {
    const check = await verify(token);
    if ('claims' in check) return tokenCaller(check.claims, settings);
    return {
      reason: check.fault,
      detail: check.fault === 'expired' ? 'the token has expired' : 'the token is not valid',
    };
  };
  return { issuer: settings.issuer, judge };
}
