/** A user pool of the stage, in which people of the console are. */
export interface ConsoleCognito {
  /** The pages of the sign-in are at `<prefix>.auth.<region>.amazoncognito.com`. */
  readonly domainPrefix: string;
  /** Whether people make their own accounts, which have no rights before somebody gives them a group. @default false */
  readonly selfSignUp?: boolean | undefined;
  /** Whether everybody needs an authenticator app. @default required */
  readonly mfa?: 'required' | 'optional' | undefined;
}

/** An issuer of yours at which people of the console sign in, and the claims of its access tokens that say what they may do. */
export interface ConsoleIssuer {
  /** As its tokens have it in `iss`. */
  readonly issuer: string;
  /** A public client with the code grant and PKCE, whose redirect address is `<console>/signed-in`. */
  readonly clientId: string;
  /** @default openid */
  readonly scopes?: string[] | undefined;
  /** Values of `aud` of its access tokens. @default the client */
  readonly audience?: string[] | undefined;
  /** Where the keys are. @default where the discovery document of the issuer says */
  readonly jwksUri?: string | undefined;
  /** The claim with the roles of a person. @default groups */
  readonly roleClaim?: string | undefined;
  /** Stands before the names of our roles in that claim. @default nothing */
  readonly rolePrefix?: string | undefined;
  /** The claim with the tenant of a person; wanted where `tenant` is not set. */
  readonly tenantClaim?: string | undefined;
  /** Stands before the name of the tenant in that claim; values without it say nothing. @default nothing */
  readonly tenantPrefix?: string | undefined;
  /** The value of that claim with which a person sees every tenant. @default none */
  readonly allTenants?: string | undefined;
  /** The tenant of everybody. */
  readonly tenant?: string | undefined;
  /** Origins beside the issuer's that the browser asks while it signs in. @default none */
  readonly origins?: string[] | undefined;
  /** Where a sign-out goes on. @default where the discovery document of the issuer says */
  readonly signOutUrl?: string | undefined;
}

/** The console. */
export interface ConsoleSettings {
  readonly enabled: boolean;
  /** Who signs in where: a user pool of the stage, or an issuer of yours. @default no page, only its routes */
  readonly signIn?: { cognito?: ConsoleCognito | undefined; oidc?: ConsoleIssuer | undefined } | undefined;
  /** A domain of yours for the page; its certificate is of us-east-1. @default the address that CloudFront generates */
  readonly domain?: { name: string; certificateArn: string; hostedZoneId?: string | undefined } | undefined;
  /** Blocks of addresses from which the page is shown, and its requests taken. @default every address */
  readonly allow?: string[] | undefined;
  /** ARN of a web ACL of us-east-1 with the scope CLOUDFRONT. @default none */
  readonly webAclArn?: string | undefined;
  /** Where CloudFront answers from: North America and Europe (100), also Asia and Africa (200), or everywhere. @default 100 */
  readonly priceClass?: 100 | 200 | 'all' | undefined;
}
