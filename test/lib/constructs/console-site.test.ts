import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { Template } from 'aws-cdk-lib/assertions';
import { ApiStage } from '../../../lib/constructs/api-stage.ts';
import type { StageConfig } from '../../../lib/stage-config.ts';
import { aConsole, cognito, oidc } from '../../helpers/console-site.ts';
import { schemaProblems } from '../../helpers/template-schema.ts';
import { environmentOf, outputsOf, propertiesOf } from '../flow-stack.ts';

type Console = NonNullable<StageConfig['console']>;

interface Behavior {
  readonly PathPattern?: string;
  readonly AllowedMethods: readonly string[];
  readonly CachePolicyId: string;
  readonly OriginRequestPolicyId?: string;
  readonly ViewerProtocolPolicy: string;
  readonly FunctionAssociations: ReadonlyArray<{ readonly EventType: string }>;
}
interface Origin {
  readonly OriginAccessControlId?: unknown;
  readonly CustomOriginConfig?: object;
}
interface Config {
  readonly DefaultCacheBehavior: Behavior;
  readonly CacheBehaviors: readonly Behavior[];
  readonly Origins: readonly Origin[];
  readonly CustomErrorResponses: ReadonlyArray<Readonly<Record<string, unknown>>>;
  readonly [name: string]: unknown;
}

const distributionOf = (settings: Console): Config =>
  propertiesOf(aConsole(settings).stack, 'AWS::CloudFront::Distribution')[0]!.DistributionConfig as Config;
const domain = { name: 'console.example.com', certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/1' };
/** @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html */
const cachingDisabled = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad';
const allViewerExceptHost = 'b689b0a8-53d0-40ab-baf2-68738e2966ac';

describe('ConsoleSite', () => {
  const page = distributionOf(cognito);

  it.each([
    ['a user pool', cognito],
    ['an issuer of yours', oidc],
    [
      'all settings',
      {
        ...oidc,
        domain: { ...domain, hostedZoneId: 'Z0123456789ABC' },
        allow: ['203.0.113.0/24'],
        priceClass: 'all' as const,
      },
    ],
  ])('holds only what the CloudFormation registry knows, with %s', (_, settings) => {
    const { stack, flow } = aConsole(settings);
    const templates = [stack, flow.state].map((each) => ({
      ...(Template.fromStack(each).toJSON() as { Resources: Record<string, never> }),
      name: each.stackName,
    }));

    expect(schemaProblems(templates, loadAwsServiceSpecSync())).toEqual([]);
  });

  it('reads its files by origin access control', () => {
    const { stack } = aConsole(cognito);
    const [files] = page.Origins.filter(({ CustomOriginConfig }) => CustomOriginConfig === undefined);

    expect(files!.OriginAccessControlId).toBeDefined();
    expect(propertiesOf(stack, 'AWS::CloudFront::OriginAccessControl')).toMatchObject([
      {
        OriginAccessControlConfig: {
          Name: 'postern-test-eu-west-1-Console',
          SigningBehavior: 'always',
          SigningProtocol: 'sigv4',
        },
      },
    ]);
  });

  it('leads /v1/ to the API with all headers but the host, and keeps no answer of it', () => {
    expect(page.CacheBehaviors).toMatchObject([
      {
        PathPattern: '/v1/*',
        CachePolicyId: cachingDisabled,
        OriginRequestPolicyId: allViewerExceptHost,
        ViewerProtocolPolicy: 'https-only',
        AllowedMethods: expect.arrayContaining(['GET', 'POST', 'PUT', 'DELETE']),
      },
    ]);
    expect(JSON.stringify(page.Origins)).toContain('.execute-api.eu-west-1.');
    expect(page.Origins.flatMap(({ CustomOriginConfig }) => CustomOriginConfig ?? [])).toMatchObject([
      { OriginProtocolPolicy: 'https-only', OriginSSLProtocols: ['TLSv1.2'] },
    ]);
  });

  it('shows the refusal of one person to nobody else, and no page in the place of an error', () => {
    expect(page.CustomErrorResponses.map(({ ErrorCode }) => ErrorCode)).toEqual(
      expect.arrayContaining([403, 404, 500, 503]),
    );
    for (const error of page.CustomErrorResponses) {
      expect(error.ErrorCachingMinTTL).toBe(0);
      expect(error.ResponsePagePath).toBeUndefined();
    }
  });

  it('runs the program before each request, to the page and to the API', () => {
    for (const { FunctionAssociations } of [page.DefaultCacheBehavior, ...page.CacheBehaviors])
      expect(FunctionAssociations).toMatchObject([{ EventType: 'viewer-request' }]);
  });

  it('sends the policy and the other headers with the page', () => {
    const { stack } = aConsole(cognito);
    const policies = propertiesOf(stack, 'AWS::CloudFront::ResponseHeadersPolicy').map(
      ({ ResponseHeadersPolicyConfig }) => ResponseHeadersPolicyConfig as Record<string, unknown>,
    );
    const ofPage = policies.find(({ Name }) => Name === 'postern-test-eu-west-1-ConsolePage')!;

    expect(JSON.stringify(ofPage)).toContain("script-src 'self'");
    expect(JSON.stringify(ofPage)).toContain('https://acme-mail.auth.eu-west-1.amazoncognito.com');
    expect(ofPage.SecurityHeadersConfig).toMatchObject({
      ContentTypeOptions: { Override: true },
      FrameOptions: { FrameOption: 'DENY' },
      ReferrerPolicy: { ReferrerPolicy: 'no-referrer' },
      StrictTransportSecurity: { AccessControlMaxAgeSec: 31_536_000 },
    });
    expect(ofPage.CustomHeadersConfig).toMatchObject({
      Items: expect.arrayContaining([
        { Header: 'cross-origin-opener-policy', Override: true, Value: 'same-origin' },
        { Header: 'cross-origin-resource-policy', Override: true, Value: 'same-origin' },
      ]),
    });
    expect(policies).toHaveLength(2);
  });

  it('is at a domain of yours with TLS 1.2 at least, and says which record to make', () => {
    const { stack } = aConsole({ ...cognito, domain });

    expect(distributionOf({ ...cognito, domain })).toMatchObject({
      Aliases: ['console.example.com'],
      ViewerCertificate: { AcmCertificateArn: domain.certificateArn, MinimumProtocolVersion: 'TLSv1.2_2021' },
    });
    expect(outputsOf(stack)).toEqual(expect.arrayContaining(['ConsoleUrl', 'ConsoleDomainRecord']));
  });

  it('makes the records of the domain in a zone of yours, for both kinds of addresses', () => {
    const { stack } = aConsole({ ...oidc, domain: { ...domain, hostedZoneId: 'Z0123456789ABC' } });

    expect(propertiesOf(stack, 'AWS::Route53::RecordSet').map(({ Type }) => Type)).toEqual(['A', 'AAAA']);
    expect(outputsOf(stack)).not.toContain('ConsoleDomainRecord');
  });

  it.each([
    [{}, 'PriceClass_100'],
    [{ priceClass: 200 as const }, 'PriceClass_200'],
    [{ priceClass: 'all' as const }, 'PriceClass_All'],
  ])('answers from where %j says', (more, expected) => {
    expect(distributionOf({ ...cognito, ...more }).PriceClass).toBe(expected);
  });

  it('is guarded by a web ACL where one is named', () => {
    const webAclArn = 'arn:aws:wafv2:us-east-1:111122223333:global/webacl/acme/1';

    expect(distributionOf({ ...cognito, webAclArn }).WebACLId).toBe(webAclArn);
    expect(page.WebACLId).toBeUndefined();
  });

  it.each([
    ['cognito', cognito, { roleClaim: 'cognito:groups', allTenants: 'all-tenants' }],
    ['oidc', oidc, { issuer: 'https://id.example.com/realms/acme', audience: ['postern'], tenant: 'acme' }],
  ])('has the API take the tokens of %s beside what else the stage says of access', (_, settings, expected) => {
    const quota = { perMinute: 60 };
    const { stack, flow } = aConsole(settings, { apiAccess: { authorization: 'keys', quota } });
    const api = new ApiStage(stack, 'Api', flow);
    const text = JSON.stringify(environmentOf(stack, api).API_ACCESS);

    expect(text).toContain('perMinute');
    for (const value of Object.values(expected).flat()) expect(text).toContain(value);
  });
});
