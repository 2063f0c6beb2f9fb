import * as z from 'zod';

/** One permission that a request needs. */
export interface AwsCall {
  /** `dynamodb:GetItem` */
  readonly action: string;
  /** An ARN, or `*` where the service knows none for the action. */
  readonly resource: string;
}

/** A request as an AWS client sends it. */
export interface WireRequest {
  /** As the SDK names the service in `AWS_ENDPOINT_URL_<SERVICE>`, in lower case. */
  readonly service: string;
  readonly method: string;
  /** Path and query, without what an endpoint puts before it. */
  readonly url: URL;
  /** `x-amz-target` */
  readonly target: string;
  readonly body: Buffer;
}

export interface Place {
  readonly account: string;
  readonly region: string;
}

/**
 * The permissions that a request needs, by the service authorization reference.
 *
 * @throws Error naming a request that is not understood, rather than guess
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html
 */
export function callsOf(request: WireRequest, place: Place): AwsCall[] {
  const operation = request.target.split('.').at(-1) ?? '';
  const arn = (service: string, rest: string): string => `arn:aws:${service}:${place.region}:${place.account}:${rest}`;
  const one = (action: string, resource = '*'): AwsCall[] => [{ action, resource }];
  const text = request.body.toString('utf8');
  const form = new URLSearchParams(text);
  switch (request.service) {
    case 'dynamodb':
      return tableCalls(operation, text, (name) => arn('dynamodb', `table/${name}`));
    case 's3':
      return one(...objectCall(request));
    case 'sqs': {
      const { QueueUrl = '' } = strings(text);
      return one(`sqs:${operation}`, arn('sqs', QueueUrl.split('/').at(-1) ?? ''));
    }
    case 'secrets_manager': {
      const { SecretId = '' } = strings(text);
      const id = SecretId.startsWith('arn:') ? SecretId : arn('secretsmanager', `secret:${SecretId}-AbCdEf`);
      return one(`secretsmanager:${operation}`, id);
    }
    case 'kms':
      return one(`kms:${operation}`, strings(text).KeyId);
    case 'cloudwatch':
      return one(`cloudwatch:${operation}`);
    case 'sns':
      return one(`sns:${form.get('Action')}`, form.get('TopicArn') ?? '*');
    case 'ses':
      return one(`ses:${form.get('Action')}`);
    case 'sts':
      return one(`sts:${form.get('Action')}`);
    case 'sesv2':
      return one(request.url.pathname.includes('/identities/') ? 'ses:GetEmailIdentity' : 'ses:GetAccount');
    case 'scheduler':
      return one('scheduler:ListSchedules');
    case 'lambda':
      return one(...functionCall(request, (name) => arn('lambda', `function:${name}`)));
    default:
      throw new Error(`a request to ${request.service} is not understood`);
  }
}

const anyStrings = z.record(z.string(), z.unknown());
/** The text fields of a JSON body. */
const strings = (body: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(anyStrings.parse(JSON.parse(body))).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );

const tableBody = z.object({
  TableName: z.string().optional(),
  IndexName: z.string().optional(),
  RequestItems: z.record(z.string(), z.unknown()).optional(),
  TransactItems: z.array(z.record(z.string(), z.object({ TableName: z.string() }))).optional(),
});
const transactActions: Readonly<Record<string, string>> = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
};

/** A transaction needs what its parts need, an index is a resource of its own. */
function tableCalls(operation: string, body: string, arnOf: (table: string) => string): AwsCall[] {
  const { TableName, IndexName, RequestItems = {}, TransactItems = [] } = tableBody.parse(JSON.parse(body));
  const ofTable =
    TableName === undefined ? [] : [arnOf(TableName) + (IndexName === undefined ? '' : `/index/${IndexName}`)];
  return [
    ...[...ofTable, ...Object.keys(RequestItems).map(arnOf)].map((resource) => ({
      action: `dynamodb:${operation}`,
      resource,
    })),
    ...TransactItems.flatMap((item) =>
      Object.entries(item).map(([kind, { TableName: table }]) => ({
        action: `dynamodb:${transactActions[kind] ?? kind}`,
        resource: arnOf(table),
      })),
    ),
  ];
}

const bucketReads: Readonly<Record<string, string>> = {
  encryption: 's3:GetEncryptionConfiguration',
  publicAccessBlock: 's3:GetBucketPublicAccessBlock',
  versioning: 's3:GetBucketVersioning',
  notification: 's3:GetBucketNotification',
  'list-type': 's3:ListBucket',
};

function objectCall({ method, url }: WireRequest): [action: string, resource: string] {
  const [, bucket = '', ...key] = url.pathname.split('/');
  const read = Object.keys(bucketReads).find((name) => url.searchParams.has(name));
  if (read !== undefined) return [bucketReads[read] ?? '', `arn:aws:s3:::${bucket}`];
  return [method === 'PUT' ? 's3:PutObject' : 's3:GetObject', `arn:aws:s3:::${bucket}/${key.join('/')}`];
}

const functionReads: ReadonlyArray<readonly [pattern: RegExp, action: string]> = [
  [/\/functions\/([^/]+)\/invocations$/, 'lambda:InvokeFunction'],
  [/\/functions\/([^/]+)\/configuration$/, 'lambda:GetFunctionConfiguration'],
  [/\/functions\/([^/]+)\/concurrency$/, 'lambda:GetFunctionConcurrency'],
  [/\/event-source-mappings$/, 'lambda:ListEventSourceMappings'],
  [/\/account-settings$/, 'lambda:GetAccountSettings'],
];

function functionCall({ url }: WireRequest, arnOf: (name: string) => string): [action: string, resource: string] {
  const path = url.pathname.replace(/\/$/, '');
  for (const [pattern, action] of functionReads) {
    const found = pattern.exec(path);
    if (found !== null) return [action, found[1] === undefined ? '*' : arnOf(decodeURIComponent(found[1]))];
  }
  throw new Error(`a request to Lambda is not understood: ${path}`);
}
