/** Who is right, by AWS's documentation. */
type Judged = {
  /** Behaviour of the witness, and our own. */
  readonly differs: string;
  /** Always a page of AWS: neither our emulators nor the witness say what AWS does. */
  readonly page: string;
};

/** A case of a contract suite in which moto's server does not do what AWS's page says, and ours does. */
export interface CaseDifference extends Judged {
  /** The suite of `test/contracts`, as its `describe` names it. */
  readonly suite: string;
  /** The title of the case. */
  readonly test: string;
}

/** Properties of a template that moto's CloudFormation does not carry over to the resource. */
export interface PropertyDifference extends Judged {
  readonly type: string;
  /** From the properties on; each covers what is in it. */
  readonly paths: readonly string[];
}

const sqs = 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest';

/**
 * Cases in which the witness is wrong: they must fail there, so that an entry goes when the witness is mended. A case in
 * which AWS's page says that we are wrong has no place here: ours is mended.
 */
export const differences: readonly CaseDifference[] = [
  {
    suite: 'Object Lock',
    test: 'has nothing to lock where no object is',
    differs:
      'moto answers a legal hold of an object that is not there with an internal error; AWS answers NoSuchKey, as for any other request on such an object',
    page: 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectLegalHold.html',
  },
  {
    suite: 'DynamoDB',
    test: 'evaluates a condition on the size of an absent attribute as false',
    differs:
      'moto answers a condition on the size of an absent attribute with an internal error; AWS has no size to compare, so the condition is not true and the write is refused',
    page: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html',
  },
  {
    suite: 'SQS FIFO',
    test: 'offers the same messages again, in order, after the visibility timeout',
    differs:
      'when the visibility of several messages of a group ends together, moto offers the last of them first, and alone; AWS keeps the order of a group',
    page: `${sqs}/SQSDeveloperGuide/FIFO-queues-understanding-logic.html`,
  },
  {
    suite: 'SQS FIFO',
    test: 'accepts messages with the same deduplication id once, even after the first was deleted',
    differs: 'moto forgets a deduplication id with the message that is deleted; AWS keeps it for five minutes',
    page: `${sqs}/SQSDeveloperGuide/FIFO-key-terms.html`,
  },
  {
    suite: 'SQS FIFO',
    test: 'accepts messages with the same deduplication id once per group, when the queue is configured so',
    differs: 'moto deduplicates in the whole queue, whatever its scope says; AWS within each group',
    page: `${sqs}/APIReference/API_SetQueueAttributes.html`,
  },
  {
    suite: 'SQS FIFO',
    test: 'ignores a handle of an earlier receive',
    differs: 'moto deletes a message by the handle of an earlier receive; AWS takes only that of the last one',
    page: `${sqs}/APIReference/API_DeleteMessage.html`,
  },
];

const reference = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference';

/** Properties that moto's CloudFormation takes and drops. */
export const propertyDifferences: readonly PropertyDifference[] = [
  {
    type: 'AWS::S3::Bucket',
    paths: [
      'BucketEncryption.ServerSideEncryptionConfiguration.0.BucketKeyEnabled',
      'LifecycleConfiguration',
      'LoggingConfiguration',
      'NotificationConfiguration',
      'ObjectLockConfiguration',
      'ObjectLockEnabled',
      'OwnershipControls',
      'PublicAccessBlockConfiguration',
      'VersioningConfiguration',
    ],
    differs:
      'moto makes a bucket with the algorithm and the key of its encryption alone; AWS with all of its properties',
    page: `${reference}/aws-resource-s3-bucket.html`,
  },
  {
    type: 'AWS::DynamoDB::Table',
    paths: ['PointInTimeRecoverySpecification', 'SSESpecification', 'TimeToLiveSpecification'],
    differs: 'moto makes a table without recovery, encryption under a key and time to live; AWS with them',
    page: `${reference}/aws-resource-dynamodb-table.html`,
  },
  {
    type: 'AWS::Logs::LogGroup',
    paths: ['DataProtectionPolicy'],
    differs: 'moto has no data protection of log groups; AWS masks by it',
    page: `${reference}/aws-resource-logs-loggroup.html`,
  },
];

/** Properties on which moto's CloudFormation fails: they are left out of what it gets. */
export const refusedProperties: readonly PropertyDifference[] = [
  {
    type: 'AWS::KMS::Key',
    paths: ['Tags'],
    differs: "moto reads the tags of a key by the names of KMS's API (`TagKey`); AWS by those of the template (`Key`)",
    page: `${reference}/aws-properties-kms-key-tag.html`,
  },
];
