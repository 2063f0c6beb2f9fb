import { aConsole, cognito } from '../../helpers/console-site.ts';
import { propertiesOf, statementsOf } from '../flow-stack.ts';

const { stack } = aConsole(cognito);

interface Statement {
  readonly Effect: string;
  readonly Principal: { readonly Service?: string; readonly AWS?: unknown };
  readonly Action: string | string[];
  readonly Condition?: Readonly<Record<string, unknown>>;
}

describe('ConsoleBucket', () => {
  it('is private, encrypted and versioned', () => {
    expect(propertiesOf(stack, 'AWS::S3::Bucket')).toMatchObject([
      {
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
        },
        VersioningConfiguration: { Status: 'Enabled' },
        OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      },
    ]);
  });

  it('lets nobody read but the distribution of the console, by TLS', () => {
    const [policy] = propertiesOf(stack, 'AWS::S3::BucketPolicy');
    const statements = (policy!.PolicyDocument as { Statement: Statement[] }).Statement;
    const readers = statements.filter(
      ({ Effect, Action }) => Effect === 'Allow' && [Action].flat().some((action) => action.startsWith('s3:GetObject')),
    );

    expect(readers).toHaveLength(1);
    expect(readers[0]).toMatchObject({
      Principal: { Service: 'cloudfront.amazonaws.com' },
      Action: 's3:GetObject',
    });
    expect(JSON.stringify(readers[0]!.Condition)).toContain('AWS:SourceArn');
    expect(JSON.stringify(readers[0]!.Condition)).toContain('ConsoleDistribution');
    expect(statements).toContainEqual(
      expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
    );
  });

  it('lets browsers keep files with a hash in their name, and ask anew for the page', () => {
    const uploads = propertiesOf(stack, 'Custom::CDKBucketDeployment');

    expect(
      uploads.map(({ DestinationBucketKeyPrefix, SystemMetadata, Prune }) => [
        DestinationBucketKeyPrefix,
        SystemMetadata,
        Prune,
      ]),
    ).toEqual([
      ['assets', { 'cache-control': 'public, max-age=31536000, immutable' }, false],
      [undefined, { 'cache-control': 'no-cache' }, false],
    ]);
  });

  it('is written by a function that reads archives of the CDK alone, and deletes nothing', () => {
    const statements = statementsOf(stack, 'Uploader');

    expect(statements.map(({ actions }) => actions)).toEqual([
      ['s3:GetObject'],
      ['s3:ListBucket'],
      ['s3:AbortMultipartUpload', 's3:GetObject', 's3:PutObject'],
      ['logs:CreateLogStream', 'logs:PutLogEvents'],
    ]);
    expect(statements[0]!.resources).toEqual([
      expect.stringMatching(/^arn:aws:s3:::cdk-hnb659fds-assets-111122223333-eu-west-1\/\*\.zip$/),
    ]);
    expect(statementsOf(stack, 'CDKBucketDeployment')).toEqual([]);
  });
});
