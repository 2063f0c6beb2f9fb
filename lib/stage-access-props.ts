/** A domain of the API at which clients show a certificate, beside their key. */
export interface MutualTls {
  /** A domain beside `apiDomain`: links in mail must open without a certificate. */
  readonly name: string;
  /** ARN of a certificate of AWS Certificate Manager for that name, in the region of the stage. */
  readonly certificateArn: string;
  /** A file in PEM with the authorities whose certificates are taken, in a bucket of yours in the region of the stage. */
  readonly truststore: { bucket: string; key: string; version?: string | undefined };
}

/** The issuer of tokens for the API, and the claims that say what a token may do. */
export interface ApiTokens {
  /** As the tokens have it in `iss`. */
  readonly issuer: string;
  /** Values of `aud`, of which a token has to name one; without `aud`, of `client_id`. */
  readonly audience: string[];
  /** Where the keys are. @default where the discovery document of the issuer says */
  readonly jwksUri?: string | undefined;
  /** The claim with the scopes. @default scope */
  readonly scopeClaim?: string | undefined;
  /** Stands before the names of our scopes in that claim. @default nothing */
  readonly scopePrefix?: string | undefined;
  /** The claim with the roles of the caller; where it is set, roles alone give rights. @default none */
  readonly roleClaim?: string | undefined;
  /** Stands before the names of our roles in that claim. @default nothing */
  readonly rolePrefix?: string | undefined;
  /** Stands before the name of the tenant in its claim; values without it say nothing. @default nothing */
  readonly tenantPrefix?: string | undefined;
  /** The value of the claim of the tenant with which a caller sees every tenant. @default none */
  readonly allTenants?: string | undefined;
  /** The claim with the tenant of the caller; wanted where `tenant` is not set. */
  readonly tenantClaim?: string | undefined;
  /** The tenant of every caller. */
  readonly tenant?: string | undefined;
}

/** Who may call the API, beside what its keys say. Unsubscribe links stay open to everybody. */
export interface ApiAccess {
  /** Blocks of addresses from which requests with a key are taken. @default every address */
  readonly allow?: string[] | undefined;
  /** Limits of callers without limits of their own. @default none beside the throttle of each route */
  readonly quota?: { perMinute?: number | undefined; perDay?: number | undefined } | undefined;
  /**
   * `iam`: routes with a scope take requests that are signed with AWS credentials, and neither keys nor tokens.
   *
   * @default keys
   */
  readonly authorization?: 'keys' | 'iam' | undefined;
  /** Routes with a scope are taken with a certificate of the client alone, at a domain of their own. @default none */
  readonly mutualTls?: MutualTls | undefined;
  /** All but one-click unsubscribe is at a private REST API; with `publicIntake`, webhooks stay public as well. @default none */
  readonly private?: { vpcEndpointIds: string[]; publicIntake?: boolean | undefined } | undefined;
  /** Tokens of an OIDC issuer are taken beside keys. @default none */
  readonly jwt?: ApiTokens | undefined;
  /**
   * A fence before webhooks, beside their signatures: blocks of addresses, and the user and password in the field `basic` of the
   * secret `intake`.
   *
   * @default none
   */
  readonly intake?: { allow?: string[] | undefined; basic?: boolean | undefined } | undefined;
}
