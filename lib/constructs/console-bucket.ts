import { join } from 'node:path';
import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { type IRole, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type CfnBucket,
  type IBucket,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { BucketDeployment, type BucketDeploymentProps, CacheControl, Source } from 'aws-cdk-lib/aws-s3-deployment';
import { Construct } from 'constructs';

interface ConsoleFiles {
  /** The folder with the built page. */
  readonly files: string;
  /** `/console.json`, which says to the page where it is and how people sign in. */
  readonly settings: object;
}

/** The files of the console in a bucket that CloudFront alone reads. They hold no data: a deployment brings them back. */
export class ConsoleBucket extends Construct {
  readonly bucket: IBucket;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const bucket = new Bucket(this, 'Files', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      encryption: BucketEncryption.S3_MANAGED,
      versioned: true,
      removalPolicy: RemovalPolicy.DESTROY,
      autoDeleteObjects: true,
      lifecycleRules: [
        { noncurrentVersionExpiration: Duration.days(30), abortIncompleteMultipartUploadAfter: Duration.days(1) },
      ],
    });
    Validations.of(bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason: 'It holds the page that everybody may load, and CloudFront alone reads it.',
    });
    this.bucket = bucket as IBucket;
  }

  /**
   * Uploads the files: first those with a hash in their name, which browsers keep, then the page that names them. Files of
   * earlier versions stay, for pages that are open.
   */
  upload({ files, settings }: ConsoleFiles): void {
    const assets = new Asset(this, 'AssetFiles', { path: join(files, 'assets') });
    const logGroup = new LogGroup(this, 'Logs', {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const common = {
      destinationBucket: this.bucket,
      prune: false,
      logGroup,
      role: this.makeRole(assets.s3BucketName, logGroup.logGroupArn),
    } satisfies Partial<BucketDeploymentProps>;
    const first = new BucketDeployment(this, 'Assets', {
      ...common,
      sources: [Source.bucket(assets.bucket, assets.s3ObjectKey)],
      destinationKeyPrefix: 'assets',
      cacheControl: [CacheControl.fromString('public, max-age=31536000, immutable')],
    });
    const page = new BucketDeployment(this, 'Page', {
      ...common,
      sources: [Source.asset(files, { exclude: ['assets'] }), Source.jsonData('console.json', settings)],
      cacheControl: [CacheControl.fromString('no-cache')],
    });
    page.node.addDependency(first);
    this.acknowledgeUploader();
  }

  /** The role of the CDK's own function, which runs during deployments alone: it may do no more than it does. */
  private makeRole(stagingBucket: string, logGroupArn: string): IRole {
    const role = new Role(this, 'Uploader', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    const allow = (actions: string[], resource: string): void => {
      role.addToPrincipalPolicy(new PolicyStatement({ actions, resources: [resource] }));
    };
    // Not one file alone: a rollback reads that of the version before.
    allow(
      ['s3:GetObject'],
      Stack.of(this).formatArn({
        service: 's3',
        region: '',
        account: '',
        resource: stagingBucket,
        resourceName: '*.zip',
      }),
    );
    allow(['s3:ListBucket'], this.bucket.bucketArn);
    allow(['s3:GetObject', 's3:PutObject', 's3:AbortMultipartUpload'], this.bucket.arnForObjects('*'));
    allow(['logs:CreateLogStream', 'logs:PutLogEvents'], logGroupArn);
    this.acknowledgeNames(role, stagingBucket);
    // The construct would add actions with wildcards, deletion among them.
    return role.withoutPolicyUpdates();
  }

  private acknowledgeNames(role: Role, stagingBucket: string): void {
    const stack = Stack.of(this);
    const name = stack.resolve(stagingBucket) as string | { readonly 'Fn::Sub': string };
    // As cdk-nag writes a name with the account in it.
    const staging = typeof name === 'string' ? name : name['Fn::Sub'].replaceAll('${', '<').replaceAll('}', '>');
    const files = `<${stack.getLogicalId(this.bucket.node.defaultChild as CfnBucket)}.Arn>/*`;
    Validations.of(role).acknowledge(
      ...[`arn:aws:s3:::${staging}/*.zip`, files].map((resource) => ({
        id: `AwsSolutions-IAM5[Resource::${resource}]`,
        reason:
          'The files are named after what they hold: it reads archives of the CDK, and writes files of the console.',
      })),
    );
  }

  private acknowledgeUploader(): void {
    const uploader = Stack.of(this).node.children.find(({ node }) => node.id.startsWith('Custom::CDKBucketDeployment'));
    if (uploader === undefined) throw new Error('the CDK has another name for the function that uploads files');
    Validations.of(uploader).acknowledge({
      id: 'AwsSolutions-L1',
      reason: 'The CDK chooses the runtime of its own function, which runs during deployments alone.',
    });
  }
}
