import * as z from 'zod';
import { blocks, claimName, httpsUrl } from './stage-access.ts';
import { type Mistake, oneOf, strict } from './stage-mistakes.ts';
import { readable } from './stage-places.ts';
import { apiDomain } from './stage-schemas.ts';

const prefixWanted =
  'wants 1 to 63 of a-z, 0-9 and - without aws, amazon and cognito: the pages of the sign-in are at <prefix>.auth.<region>.amazoncognito.com';

/** @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-assign-domain-prefix.html */
const reservedWords = ['aws', 'amazon', 'cognito'];

const cognito = strict({
  /** No other user pool of the region may have it. */
  domainPrefix: z
    .string(prefixWanted)
    .regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/, prefixWanted)
    .refine((prefix) => !reservedWords.some((word) => prefix.includes(word)), prefixWanted),
  /** Whether people make accounts for themselves, which have no rights until somebody gives them a group. */
  selfSignUp: z.boolean('wants true or false: whether people make their own accounts').optional(),
  /** Whether everybody needs a code of an authenticator app. */
  mfa: oneOf(['required', 'optional']).default('required'),
});

const textsOf = (wanted: string) =>
  z.array(z.string(wanted).regex(/^\S{1,200}$/, wanted), `wants a list: ${wanted}`).min(1, `wants a list: ${wanted}`);

const originWanted = 'wants an origin, as in https://tokens.example.com';

const oidc = strict({
  /** As its tokens have it in `iss`. */
  issuer: httpsUrl('wants the https address of the issuer, as the claim iss has it'),
  /** A public client of the issuer with the code grant and PKCE, whose redirect address is `<console>/signed-in`. */
  clientId: z.string('wants the id of a client').regex(/^\S{1,256}$/, 'wants the id of a client'),
  scopes: textsOf('wants scopes without blanks, as in openid').default(['openid']),
  /** Values of `aud` of its access tokens. Absent: the client. */
  audience: textsOf('wants texts without blanks').optional(),
  jwksUri: httpsUrl('wants the https address of the key set').optional(),
  /** The claim with the roles of a person: texts, or one text with blanks between. */
  roleClaim: claimName.default('groups'),
  /** Stands before the names of our roles in that claim. */
  rolePrefix: z
    .string('wants a text')
    .regex(/^\S{0,100}$/, 'wants a text without blanks')
    .optional(),
  /** The claim with the tenant of a person. */
  tenantClaim: claimName.optional(),
  /** Stands before the name of the tenant in that claim; values without it say nothing. */
  tenantPrefix: z
    .string('wants a text')
    .regex(/^\S{1,100}$/, 'wants a text without blanks')
    .optional(),
  /** The value of that claim with which a person sees every tenant. */
  allTenants: z
    .string('wants a value of the claim')
    .regex(/^\S{1,100}$/, 'wants a value of the claim')
    .optional(),
  /** The tenant of everybody. */
  tenant: z.string('wants the name of a tenant').min(1, 'wants the name of a tenant').optional(),
  /** Origins beside the issuer's that the browser asks while it signs in, as that of the token endpoint. */
  origins: z
    .array(z.string(originWanted).regex(/^https:\/\/[a-z0-9.-]+(?::\d{1,5})?$/, originWanted), originWanted)
    .optional(),
  /** Where a sign-out goes on. Absent: where the discovery document of the issuer says. */
  signOutUrl: httpsUrl('wants an https address').optional(),
}).refine(({ tenantClaim, tenant }) => (tenantClaim === undefined) !== (tenant === undefined), {
  path: ['tenantClaim'],
  error: 'wants either tenantClaim or tenant, and not both: each person sees one tenant, or all by allTenants',
});

const signIn = strict({ cognito: cognito.optional(), oidc: oidc.optional() }).refine(
  (given) => (given.cognito === undefined) !== (given.oidc === undefined),
  'wants { cognito: { domainPrefix } } for a user pool of the stage, or { oidc: { issuer, clientId } } for an issuer of yours',
);

const webAclWanted = 'wants the ARN of a web ACL of us-east-1 with the scope CLOUDFRONT';

/** The console: the function behind its boards and actions, and with `signIn` the page itself, behind CloudFront. */
export const consoleSettings = strict({
  enabled: z.boolean('wants true or false: whether the stage has the console'),
  /** Who signs in where. Absent: the stage has the routes of the console, and no page. */
  signIn: signIn.optional(),
  /** A domain of yours for the page. Absent: the address that CloudFront generates. */
  domain: strict(apiDomain.shape).optional(),
  /** Addresses from which the page is shown, and its requests taken. Absent: every address. */
  allow: blocks.optional(),
  webAclArn: z
    .string(webAclWanted)
    .regex(/^arn:aws:wafv2:us-east-1:\d{12}:global\/webacl\/[\w-]+\/[\w-]+$/, webAclWanted)
    .optional(),
  /** Where CloudFront answers from: North America and Europe (100), also Asia and Africa (200), or everywhere. */
  priceClass: z.literal([100, 200, 'all'], { error: 'wants 100, 200 or all' }).optional(),
});

/** CloudFront takes certificates of this region only. */
const edgeRegion = 'us-east-1';

/** Settings of the page, which mean nothing without one. */
const pageSettings = ['domain', 'allow', 'webAclArn', 'priceClass'] as const;

type Console = z.infer<typeof consoleSettings>;

const listed = z.object({
  console: consoleSettings,
  apiDomain: z.object({ name: z.string() }).loose().optional().catch(undefined),
  apiAccess: z.record(z.string(), z.unknown()).optional().catch(undefined),
});

/** Finds consoles that are valid by themselves, but could not work in the stage as it is set. */
export const findConsoleMistakes = (json: unknown): Mistake[] =>
  readable(json, listed).flatMap((settings) => {
    const messages = { ...pageMistakes(settings.console), ...domainMistakes(settings) };
    return [
      ...Object.entries(messages).map(([key, message]) => ({
        path: [settings.stage, 'console', ...key.split('.')],
        message,
      })),
      ...accessMistakes(settings),
    ];
  });

/** By key below `console`. */
function pageMistakes(settings: Console): Record<string, string> {
  if (settings.signIn !== undefined)
    return settings.enabled ? {} : { signIn: 'wants enabled: true: without it the stage has no console' };
  const given = pageSettings.filter((name) => settings[name] !== undefined);
  return Object.fromEntries(
    given.map((name) => [name, 'wants signIn beside it: without it the stage has no page, only the routes']),
  );
}

function domainMistakes({ console: { domain }, apiDomain: ofApi }: z.infer<typeof listed>): Record<string, string> {
  if (domain === undefined) return {};
  return {
    ...(domain.certificateArn.split(':')[3] !== edgeRegion && {
      'domain.certificateArn': `wants a certificate of ${edgeRegion}: CloudFront takes no other`,
    }),
    ...(domain.name === ofApi?.name && {
      'domain.name': 'wants another domain than apiDomain, which leads to API Gateway',
    }),
  };
}

/** What CloudFront cannot do on the way to the API, by the setting of `apiAccess` that would want it. */
const beyondCloudFront: Readonly<Record<string, string>> = {
  private: 'CloudFront does not reach a private API',
  mutualTls: 'CloudFront has no certificate of a client to show',
  allow: 'the API would see the addresses of CloudFront; write the addresses of people into console.allow',
};

function accessMistakes({
  stage,
  console: { signIn: asked },
  apiAccess = {},
}: z.infer<typeof listed> & { stage: string }) {
  if (asked === undefined) return [];
  const instead = 'leave out console.signIn, and open the console from a laptop or with keys';
  const path = (key: string): string[] => [stage, 'apiAccess', key];
  const byIam = {
    path: path('authorization'),
    message: `wants keys beside console.signIn: the page has tokens and no AWS credentials; or ${instead}`,
  };
  return [
    ...Object.entries(beyondCloudFront)
      .filter(([key]) => apiAccess[key] !== undefined)
      .map(
        ([key, reason]): Mistake => ({
          path: path(key),
          message: `wants no console.signIn beside it: ${reason}${key === 'allow' ? '' : `; ${instead}`}`,
        }),
      ),
    ...(apiAccess.authorization === 'iam' ? [byIam] : []),
  ];
}
