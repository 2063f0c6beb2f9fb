import { CfnOutput, Stack } from 'aws-cdk-lib';
import { ApiMapping, DomainName, type IHttpApi, type IStage, SecurityPolicy } from 'aws-cdk-lib/aws-apigatewayv2';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { compact } from '../../lambdas/compact.ts';
import type { StageConfig } from '../stage-config.ts';

interface MutualTlsDomainProps {
  readonly api: IHttpApi;
  readonly stage: IStage;
  readonly settings: NonNullable<NonNullable<StageConfig['apiAccess']>['mutualTls']>;
}

/**
 * A second domain of the API, at which API Gateway wants a certificate of the client. The first domain stays as it is: mailbox
 * providers and people with a link have no certificate. The function refuses routes with a scope that come by the first one.
 */
export class MutualTlsDomain extends Construct {
  constructor(scope: Construct, id: string, { api, stage, settings }: MutualTlsDomainProps) {
    super(scope, id);
    const { name, certificateArn, truststore } = settings;
    const { bucket, key, version } = truststore;
    const domainName = new DomainName(this, 'Domain', {
      domainName: name,
      certificate: Certificate.fromCertificateArn(this, 'Certificate', certificateArn),
      securityPolicy: SecurityPolicy.TLS_1_2,
      mtls: { bucket: Bucket.fromBucketName(this, 'Truststore', bucket), key, ...compact({ version }) },
    });
    new ApiMapping(this, 'Mapping', { api, domainName, stage });
    new CfnOutput(Stack.of(this), 'ApiMutualTlsRecord', {
      description: 'The DNS record to make for the domain with client certificates',
      value: `${name} CNAME ${domainName.regionalDomainName}`,
    });
  }
}
