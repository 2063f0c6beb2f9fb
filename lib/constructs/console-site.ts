import { CfnOutput, Duration, Stack, Validations } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  Function as EdgeFunction,
  type ErrorResponse,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  HttpVersion,
  OriginProtocolPolicy,
  OriginRequestPolicy,
  OriginSslPolicy,
  PriceClass,
  ResponseHeadersPolicy,
  type ResponseSecurityHeadersBehavior,
  S3OriginAccessControl,
  SecurityPolicyProtocol,
  Signing,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { CfnRecordSet } from 'aws-cdk-lib/aws-route53';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { compact } from '../../lambdas/compact.ts';
import { consolePolicy } from '../console-headers.ts';
import type { StageConfig } from '../stage-config.ts';
import { stageNames } from '../stage-names.ts';
import type { StateStack } from '../state-stack.ts';
import { ConsoleBucket } from './console-bucket.ts';
import { edgeFunction } from './console-edge.ts';
import { consoleFiles, packageVersion } from './console-files.ts';
import { type ConsoleSignIn, cognitoSignIn, oidcSignIn, signInOrigins } from './console-sign-in.ts';

type ConsoleSettings = NonNullable<StageConfig['console']>;

interface ConsoleSiteProps {
  readonly config: StageConfig;
  readonly state: StateStack;
  readonly settings: ConsoleSettings;
  readonly signIn: NonNullable<ConsoleSettings['signIn']>;
  /** The folder with the built page. @default that of the package */
  readonly files?: string;
}

const priceClasses = {
  100: PriceClass.PRICE_CLASS_100,
  200: PriceClass.PRICE_CLASS_200,
  all: PriceClass.PRICE_CLASS_ALL,
};

/** The hosted zone of Route 53 in which CloudFront's addresses are, in every account. */
const cloudFrontZone = 'Z2FDTNDATAQYW2';

/**
 * Answers that CloudFront keeps for ten seconds unless it is told otherwise, whatever the API says about caches: the refusal
 * of one person would be shown to the next one.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/custom-error-pages-expiration.html
 */
const uncachedErrors: ErrorResponse[] = [400, 403, 404, 405, 414, 500, 501, 502, 503, 504].map((httpStatus) => ({
  httpStatus,
  ttl: Duration.seconds(0),
}));

const strictTransport = {
  contentTypeOptions: { override: true },
  strictTransportSecurity: { accessControlMaxAge: Duration.days(365), includeSubdomains: true, override: true },
} satisfies ResponseSecurityHeadersBehavior;

/**
 * The console behind CloudFront: the page from a private bucket, and the API under `/v1/`, so that the page asks its own origin
 * alone. The API judges each request; CloudFront keeps none of its answers.
 */
export class ConsoleSite extends Construct {
  /** Without a slash at its end. */
  readonly url: string;
  readonly signIn: ConsoleSignIn;
  private readonly props: ConsoleSiteProps;

  constructor(scope: Construct, id: string, props: ConsoleSiteProps) {
    super(scope, id);
    this.props = props;
    const { config, state, settings, signIn: wanted } = props;
    const store = new ConsoleBucket(this, 'Store');
    const distribution = this.distribute(store.bucket);
    this.url = `https://${settings.domain?.name ?? distribution.distributionDomainName}`;
    const users = state.consoleUsers;
    this.signIn = wanted.oidc === undefined ? cognitoSignIn(this, users!, this.url) : oidcSignIn(wanted.oidc);
    store.upload({
      files: props.files ?? consoleFiles(),
      settings: {
        home: 'aws',
        stage: config.stage,
        version: packageVersion(),
        signIn: this.signIn.page,
        sandbox: false,
      },
    });
    this.nameDomain(distribution);
    new CfnOutput(Stack.of(this), 'ConsoleUrl', { description: 'Where the console is', value: this.url });
  }

  private distribute(bucket: IBucket): Distribution {
    const { config, settings } = this.props;
    const { domain, allow, webAclArn, priceClass = 100 } = settings;
    const program = new EdgeFunction(this, 'Edge', {
      code: FunctionCode.fromInline(edgeFunction(allow)),
      runtime: FunctionRuntime.JS_2_0,
      functionName: this.nameOf('Console'),
      comment: 'Answers paths of the console with its page',
    });
    const common = {
      functionAssociations: [{ function: program, eventType: FunctionEventType.VIEWER_REQUEST }],
      compress: true,
    };
    const originAccessControl = new S3OriginAccessControl(this, 'Access', {
      originAccessControlName: this.nameOf('Console'),
      signing: Signing.SIGV4_ALWAYS,
    });
    const distribution = new Distribution(this, 'Distribution', {
      comment: `Console of Postern, ${config.stage}`,
      httpVersion: HttpVersion.HTTP2_AND_3,
      priceClass: priceClasses[priceClass],
      errorResponses: uncachedErrors,
      ...compact({
        webAclId: webAclArn,
        domainNames: domain && [domain.name],
        certificate: domain && Certificate.fromCertificateArn(this, 'Certificate', domain.certificateArn),
        // With the certificate of CloudFront it would say nothing.
        minimumProtocolVersion: domain && SecurityPolicyProtocol.TLS_V1_2_2021,
      }),
      defaultBehavior: {
        ...common,
        origin: S3BucketOrigin.withOriginAccessControl(bucket, { originAccessControl }),
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        allowedMethods: AllowedMethods.ALLOW_GET_HEAD,
        // It takes the time from the headers of the files.
        cachePolicy: CachePolicy.CACHING_OPTIMIZED,
        responseHeadersPolicy: this.pageHeaders(),
      },
      additionalBehaviors: { '/v1/*': { ...common, ...this.apiBehavior() } },
    });
    acknowledgeChoices(distribution, domain !== undefined, webAclArn !== undefined);
    return distribution;
  }

  private nameOf(id: string): string {
    return stageNames(this.props.config).edge(Stack.of(this).region, id);
  }

  private apiBehavior() {
    const { state } = this.props;
    const { region, urlSuffix } = Stack.of(this);
    return {
      origin: new HttpOrigin(`${state.api.api.apiId}.execute-api.${region}.${urlSuffix}`, {
        protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
        originSslProtocols: [OriginSslPolicy.TLS_V1_2],
      }),
      viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
      allowedMethods: AllowedMethods.ALLOW_ALL,
      cachePolicy: CachePolicy.CACHING_DISABLED,
      // The header `authorization` goes along only by a policy that forwards all headers.
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      responseHeadersPolicy: new ResponseHeadersPolicy(this, 'ApiHeaders', {
        responseHeadersPolicyName: this.nameOf('ConsoleApi'),
        securityHeadersBehavior: strictTransport,
      }),
    };
  }

  private pageHeaders(): ResponseHeadersPolicy {
    const { state, signIn } = this.props;
    const attachments = `https://${state.buckets.attachments.bucketName}.s3.${Stack.of(this).region}.amazonaws.com`;
    const contentSecurityPolicy = consolePolicy({ attachments, signIn: signInOrigins(signIn, state.consoleUsers) });
    const custom = {
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=()',
      'x-robots-tag': 'noindex',
    };
    return new ResponseHeadersPolicy(this, 'PageHeaders', {
      responseHeadersPolicyName: this.nameOf('ConsolePage'),
      securityHeadersBehavior: {
        ...strictTransport,
        contentSecurityPolicy: { contentSecurityPolicy, override: true },
        frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
        referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
      },
      customHeadersBehavior: {
        customHeaders: Object.entries(custom).map(([header, value]) => ({ header, value, override: true })),
      },
    });
  }

  /** Makes the records of the domain, or says which one to make. */
  private nameDomain({ distributionDomainName: dnsName }: Distribution): void {
    const { domain } = this.props.settings;
    if (domain === undefined) return;
    const { name, hostedZoneId } = domain;
    if (hostedZoneId === undefined) {
      new CfnOutput(Stack.of(this), 'ConsoleDomainRecord', {
        description: 'The DNS record to make for the domain of the console',
        value: `${name} CNAME ${dnsName}`,
      });
      return;
    }
    for (const type of ['A', 'AAAA'])
      new CfnRecordSet(this, `Record${type}`, {
        hostedZoneId,
        name,
        type,
        aliasTarget: { dnsName, hostedZoneId: cloudFrontZone },
      });
  }
}

function acknowledgeChoices(distribution: Distribution, hasDomain: boolean, hasWebAcl: boolean): void {
  const acknowledge = (id: string, reason: string) =>
    Validations.of(distribution).acknowledge({ id: `AwsSolutions-${id}`, reason });
  acknowledge('CFR1', 'People work from where they are; console.allow names the addresses that may.');
  acknowledge(
    'CFR3',
    'Access logs of CloudFront hold queries, which hold the words of a search: addresses of people. The API logs each request by its route.',
  );
  if (!hasWebAcl)
    acknowledge('CFR2', 'The files are public, and the API has its own limits; console.webAclArn adds a web ACL.');
  if (!hasDomain)
    acknowledge('CFR4', "CloudFront's own certificate allows no other policy; browsers take TLS 1.3 with it.");
}
