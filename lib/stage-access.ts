import * as z from 'zod';
import { oneOf, strict, whole } from './stage-mistakes.ts';
import { apiDomain } from './stage-schemas.ts';

const blockWanted = 'wants a CIDR block, as in 203.0.113.0/24 or 2001:db8::/32';

/** Blocks of addresses; one that holds every address would say nothing. */
export const blocks = z
  .array(
    z
      .union([z.cidrv4(), z.cidrv6()], { error: blockWanted })
      .refine((block) => !block.endsWith('/0'), 'wants a smaller block: this one allows every address, as without it'),
    'wants a list of CIDR blocks',
  )
  .min(1, 'wants a block; without the key every address is allowed')
  .max(50, 'wants at most 50 blocks');

const quota = strict({
  perMinute: whole(1, 1_000_000).optional(),
  perDay: whole(1, 1_000_000_000).optional(),
}).refine(
  ({ perMinute, perDay }) => perMinute !== undefined || perDay !== undefined,
  'wants perMinute, perDay or both',
);

const intake = strict({
  /** Addresses from which webhooks are taken. */
  allow: blocks.optional(),
  /** Whether senders of webhooks have to send the user and the password in the field `basic` of the secret `intake`. */
  basic: z.boolean('wants true or false: whether webhooks need a user and a password').optional(),
});

export const claimName = z
  .string('wants the name of a claim')
  .regex(/^[\w:./-]{1,128}$/, 'wants the name of a claim, as in scope or custom:tenant');

/** An address by which keys come must be one that nobody on the way can change. */
export const httpsUrl = (wanted: string) =>
  z.string(wanted).refine((text) => {
    const url = URL.parse(text);
    return url?.protocol === 'https:' && url.username === '' && url.search === '' && url.hash === '';
  }, wanted);

const jwt = strict({
  /** As the tokens have it in `iss`. */
  issuer: httpsUrl('wants the https address of the issuer, as the claim iss has it'),
  /** Values of `aud`, of which a token has to name one; without `aud`, of `client_id`. */
  audience: z
    .array(
      z.string('wants a text').min(1, 'wants a text').max(200, 'wants at most 200 characters'),
      'wants a list of texts',
    )
    .min(1, 'wants an audience: without one, tokens for other applications would be taken'),
  /** Where the keys are. Absent: where the discovery document of the issuer says. */
  jwksUri: httpsUrl('wants the https address of the key set').optional(),
  /** The claim with the scopes. */
  scopeClaim: claimName.default('scope'),
  /** Stands before the names of our scopes, as Cognito has the name of the resource server there. */
  scopePrefix: z
    .string('wants a text')
    .regex(/^[\w:./-]{0,200}$/, 'wants a text without blanks, as in postern/')
    .optional(),
  /** The claim with the roles of the caller. Where it is set, roles alone give rights. */
  roleClaim: claimName.optional(),
  /** Stands before the names of our roles in that claim. */
  rolePrefix: z
    .string('wants a text')
    .regex(/^\S{0,100}$/, 'wants a text without blanks')
    .optional(),
  /** The claim with the tenant of the caller. */
  tenantClaim: claimName.optional(),
  /** Stands before the name of the tenant in that claim; values without it say nothing. */
  tenantPrefix: z
    .string('wants a text')
    .regex(/^\S{1,100}$/, 'wants a text without blanks')
    .optional(),
  /** The value of that claim with which a caller sees every tenant. */
  allTenants: z
    .string('wants a value of the claim')
    .regex(/^\S{1,100}$/, 'wants a value of the claim')
    .optional(),
  /** The tenant of every caller. */
  tenant: z.string('wants the name of a tenant').min(1, 'wants the name of a tenant').optional(),
}).refine(({ tenantClaim, tenant }) => (tenantClaim === undefined) !== (tenant === undefined), {
  path: ['tenantClaim'],
  error: 'wants either tenantClaim or tenant, and not both: a token belongs to one tenant',
});

const trustWanted =
  'wants { bucket, key } of a file with the certificates of authorities, in a bucket of yours in the same region';

const mutualTls = strict({
  /** A domain beside `apiDomain`: links in mail must open without a certificate. */
  name: apiDomain.shape.name,
  certificateArn: apiDomain.shape.certificateArn,
  /** The authorities whose certificates are taken, as a file in PEM. */
  truststore: strict({
    bucket: z.string(trustWanted).regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, trustWanted),
    key: z.string(trustWanted).min(1, trustWanted).max(1024, trustWanted),
    /** The version of the file, so that a change of it is a deployment. */
    version: z.string('wants the id of a version').min(1, 'wants the id of a version').optional(),
  }),
});

const endpointId = z
  .string('wants the id of a VPC endpoint')
  .regex(/^vpce-[0-9a-f]{8}(?:[0-9a-f]{9})?$/, 'wants the id of a VPC endpoint, as in vpce-0123456789abcdef0');

const privateApi = strict({
  /** Endpoints of `execute-api` by which the private API is reached. Links in records of CRMs lead to the first one. */
  vpcEndpointIds: z
    .array(endpointId, 'wants a list of ids of VPC endpoints')
    .min(1, 'wants an endpoint: nobody could reach a private API without one')
    .max(10, 'wants at most 10 endpoints')
    .refine((ids) => new Set(ids).size === ids.length, 'wants each endpoint once'),
  /** Whether senders of webhooks reach the public address. */
  publicIntake: z.boolean('wants true or false: whether webhooks are taken at the public address').optional(),
});

/** Who may call the API, beside what its keys say. Unsubscribe links are open to everybody, whatever is set here. */
export const apiAccess = strict({
  /** Addresses from which requests with a key are taken. */
  allow: blocks.optional(),
  /** The limits of callers without limits of their own. */
  quota: quota.optional(),
  /** `iam`: routes under `/v1/` with a scope take requests that are signed with AWS credentials, and neither keys nor tokens. */
  authorization: oneOf(['keys', 'iam']).default('keys'),
  /** Tokens of an OIDC issuer are taken beside keys. */
  jwt: jwt.optional(),
  /** Routes with a scope are taken with a certificate of the client alone, at a domain of their own. */
  mutualTls: mutualTls.optional(),
  /** All but one-click unsubscribe is at a private REST API, behind VPC endpoints. */
  private: privateApi.optional(),
  /** A fence before webhooks, as for a stage that nobody outside should reach. */
  intake: intake.optional(),
})
  .refine(({ authorization, jwt: tokens }) => authorization === 'keys' || tokens === undefined, {
    path: ['jwt'],
    error:
      'wants authorization: keys; with iam, API Gateway takes signatures of AWS alone, and no token reaches the function',
  })
  .refine(({ mutualTls: domain, private: endpoints }) => domain === undefined || endpoints === undefined, {
    path: ['mutualTls'],
    error: 'wants no private beside it: its domain leads to the public API, which has no route with a scope then',
  });
