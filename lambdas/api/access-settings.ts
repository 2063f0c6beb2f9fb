import * as z from 'zod/mini';

/** An issuer of tokens, and the claims of a token that say what its caller may do. */
const tokenSettings = z.object({
  issuer: z.string(),
  audience: z.array(z.string()),
  jwksUri: z.optional(z.string()),
  scopeClaim: z.optional(z.string()),
  scopePrefix: z.optional(z.string()),
  /** Where it is set, roles alone give rights: the scopes of a token say what its client asked for. */
  roleClaim: z.optional(z.string()),
  rolePrefix: z.optional(z.string()),
  tenantClaim: z.optional(z.string()),
  tenantPrefix: z.optional(z.string()),
  /** The value of the claim of the tenant with which a caller sees every tenant. */
  allTenants: z.optional(z.string()),
  tenant: z.optional(z.string()),
});
export type TokenSettings = z.infer<typeof tokenSettings>;

/** The setting `apiAccess` of a stage, as the function reads it; `lib/stage-access.ts` has checked what it says. */
const accessSettings = z.object({
  /** Blocks of addresses from which routes with a key are taken. */
  allow: z.optional(z.array(z.string())),
  /** The limits of callers without limits of their own. */
  quota: z.optional(z.object({ perMinute: z.optional(z.number()), perDay: z.optional(z.number()) })),
  /** A fence before webhooks, beside their signatures. */
  intake: z.optional(z.object({ allow: z.optional(z.array(z.string())), basic: z.optional(z.boolean()) })),
  /** `iam`: API Gateway has checked the signature and the policies of the caller. Absent: keys and tokens. */
  authorization: z.optional(z.enum(['keys', 'iam'])),
  /** The domain at which API Gateway wants a certificate of the client: others take no route with a scope. */
  mutualTls: z.optional(z.object({ name: z.string() })),
  /** The other routes are at the private REST API alone; absent: all are at the HTTP API. */
  private: z.optional(z.object({ publicIntake: z.optional(z.boolean()) })),
  /** The issuer whose tokens are taken beside keys. */
  jwt: z.optional(tokenSettings),
  /** The issuer at which people of the console sign in. */
  console: z.optional(tokenSettings),
});
export type AccessSettings = z.infer<typeof accessSettings>;

/**
 * Reads the setting.
 *
 * @param text JSON; absent: nothing is set
 * @throws SyntaxError or ZodError for what the template did not write: a fence that cannot be read lets nobody pass
 */
export const readAccessSettings = (text: string | undefined): AccessSettings =>
  accessSettings.parse(JSON.parse(text ?? '{}'));
