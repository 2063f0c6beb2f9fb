import { CfnOutput, type RemovalPolicy, Stack } from 'aws-cdk-lib';
import { DomainName, HttpApi, SecurityPolicy } from 'aws-cdk-lib/aws-apigatewayv2';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { CfnRecordSet } from 'aws-cdk-lib/aws-route53';
import { Construct } from 'constructs';
import type { StageConfig } from '../stage-config.ts';
import type { StageNames } from '../stage-names.ts';
import { PrivateApiAddress } from './private-api-address.ts';

interface ApiAddressProps {
  /** Says what the access logs are called. */
  readonly names: Pick<StageNames, 'apiLogs'>;
  /** A domain of yours for the API. @default none: the generated address of API Gateway */
  readonly domain?: StageConfig['apiDomain'];
  /** Who may call the API: says whether there is a private one. */
  readonly access?: StageConfig['apiAccess'];
  readonly removalPolicy: RemovalPolicy;
  /** Days that access logs are kept. */
  readonly logRetention: RetentionDays;
}

/**
 * The address of the API: the HTTP API with its address, its domain and its access logs. Links in mail that was sent, in
 * records of a CRM and in the settings of vendors lead there for years, so it lives with the data. The handlers live with the functions: routes, their integration, and the stage, whose limits name the routes.
 */
export class ApiAddress extends Construct {
  readonly api: HttpApi;
  readonly domainName: DomainName | undefined;
  readonly accessLogs: LogGroup;
  /** Where all but one-click unsubscribe is, in the private mode. */
  readonly privateApi: PrivateApiAddress | undefined;
  /** Without a slash at its end. */
  readonly url: string;
  /** Where links to mail and files lead, without a slash at its end. */
  readonly mailUrl: string;

  constructor(scope: Construct, id: string, { names, domain, access, removalPolicy, logRetention }: ApiAddressProps) {
    super(scope, id);
    this.api = new HttpApi(this, 'Http', { createDefaultStage: false, description: 'Postern' });
    this.accessLogs = new LogGroup(this, 'AccessLogs', {
      logGroupName: names.apiLogs,
      retention: logRetention,
      removalPolicy,
    });
    this.domainName = domain && this.ownDomain(domain);
    this.url = domain === undefined ? this.api.apiEndpoint : `https://${domain.name}`;
    this.privateApi = access?.private && new PrivateApiAddress(this, 'Private', access.private, access.authorization);
    this.mailUrl = this.privateApi?.url ?? this.url;
    new CfnOutput(Stack.of(this), 'ApiUrl', { description: 'Where the API answers', value: this.url });
  }

  private ownDomain({ name, certificateArn, hostedZoneId }: NonNullable<StageConfig['apiDomain']>): DomainName {
    const domainName = new DomainName(this, 'Domain', {
      domainName: name,
      certificate: Certificate.fromCertificateArn(this, 'Certificate', certificateArn),
      securityPolicy: SecurityPolicy.TLS_1_2,
    });
    const { regionalDomainName, regionalHostedZoneId } = domainName;
    if (hostedZoneId === undefined) {
      new CfnOutput(Stack.of(this), 'ApiDomainRecord', {
        description: 'The DNS record to make for the domain of the API',
        value: `${name} CNAME ${regionalDomainName}`,
      });
    } else {
      new CfnRecordSet(this, 'Record', {
        hostedZoneId,
        name,
        type: 'A',
        aliasTarget: { dnsName: regionalDomainName, hostedZoneId: regionalHostedZoneId },
      });
    }
    return domainName;
  }
}
