import { dynamoCalls } from '../../local/iam/dynamo-calls.ts';
import { type AwsRequest, fieldsOf, type IamCall, operationOf, textOf } from '../../local/iam/iam-call.ts';
import { snsCalls, sqsCalls } from '../../local/iam/message-calls.ts';
import { s3Calls } from '../../local/iam/s3-calls.ts';
import { cloudWatchCalls, lambdaCalls, secretCalls, sesCalls, sesV2Calls } from '../../local/iam/service-calls.ts';
import { arn } from '../../local/resource-names.ts';

/** A request in the form in which an AWS client sends it. */
export interface WireRequest extends AwsRequest {
  /** Service name as in the SDK's `AWS_ENDPOINT_URL_<SERVICE>`, in lower case. */
  readonly service: string;
  /** Path and query, without the prefix of an endpoint. */
  readonly url: URL;
  readonly body: Buffer;
}

/** Returns the ARN of a secret by its name; undefined if there is no such secret. */
type ArnOf = (secret: string) => string | undefined;

/**
 * Returns the permissions that a request needs: those of requests that functions send, which the local runtime knows,
 * and those of requests that only the command line sends.
 *
 * @throws Error with an unknown request, instead of a guess
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html
 */
export function callsOf(request: WireRequest, arnOf: ArnOf = () => undefined): readonly IamCall[] {
  const calls = operatorCalls(request, arnOf) ?? functionCalls(request, arnOf);
  if (calls !== undefined) return calls;
  const { service, method, url } = request;
  throw new Error(`a request to ${service} is not understood: ${method} ${url.pathname} ${operationOf(request)}`);
}

const formOf = ({ body }: WireRequest): URLSearchParams => new URLSearchParams(body.toString('utf8'));
const jsonOf = ({ body }: WireRequest): unknown => (body.length === 0 ? {} : JSON.parse(body.toString('utf8')));

function functionCalls(request: WireRequest, arnOf: ArnOf): readonly IamCall[] | undefined {
  const { service, method, target, url } = request;
  switch (service) {
    case 'dynamodb':
      return dynamoCalls(operationOf(request), jsonOf(request));
    case 's3':
      return s3Calls(request);
    case 'sqs':
      return sqsCalls(operationOf(request), jsonOf(request));
    case 'sns':
      return snsCalls(Object.fromEntries(formOf(request)));
    case 'secrets_manager':
      return secretCalls(request, jsonOf(request), arnOf);
    case 'cloudwatch':
      return cloudWatchCalls(request);
    case 'ses':
      return sesCalls(formOf(request));
    case 'sesv2':
      return sesV2Calls(method, url.pathname, {});
    case 'lambda':
      return lambdaCalls(method, target);
    default:
      return undefined;
  }
}

const all = (action: string): readonly IamCall[] => [{ action, resource: '*' }];
const alarmReads = ['DescribeAlarms', 'DescribeAlarmHistory'];

function operatorCalls(request: WireRequest, arnOf: ArnOf): readonly IamCall[] | undefined {
  switch (request.service) {
    case 's3':
      return bucketCalls(request);
    case 'secrets_manager':
      return secretReads(request, arnOf);
    case 'kms':
      return [{ action: `kms:${operationOf(request)}`, resource: textOf(fieldsOf(jsonOf(request)).KeyId) ?? '' }];
    case 'cloudwatch':
      return alarmReads.includes(operationOf(request)) ? all(`cloudwatch:${operationOf(request)}`) : undefined;
    case 'sts':
      return all(`sts:${formOf(request).get('Action')}`);
    case 'scheduler':
      return all('scheduler:ListSchedules');
    case 'lambda':
      return functionReads(request);
    default:
      return undefined;
  }
}

const bucketReads: ReadonlyArray<readonly [parameter: string, action: string]> = [
  ['encryption', 's3:GetEncryptionConfiguration'],
  ['publicAccessBlock', 's3:GetBucketPublicAccessBlock'],
];

function bucketCalls({ url, method, body }: WireRequest): readonly IamCall[] | undefined {
  const bucket = `arn:aws:s3:::${url.pathname.split('/')[1]}`;
  if (method === 'POST' && url.searchParams.has('delete')) return deletionsIn(body.toString('utf8'), bucket);
  const [, action] = bucketReads.find(([parameter]) => url.searchParams.has(parameter)) ?? [];
  return action === undefined ? undefined : [{ action, resource: bucket }];
}

/** The calls of DeleteObjects: one for each object, which IAM asks by its version where the request names one. */
const deletionsIn = (xml: string, bucket: string): IamCall[] =>
  xml
    .split('<Object>')
    .slice(1)
    .map((object) => ({
      action: object.includes('<VersionId>') ? 's3:DeleteObjectVersion' : 's3:DeleteObject',
      resource: `${bucket}/${object.split('<Key>')[1]?.split('</Key>')[0]}`,
    }));

function secretReads(request: WireRequest, arnOf: ArnOf): readonly IamCall[] | undefined {
  const operation = operationOf(request);
  if (operation !== 'DescribeSecret' && operation !== 'PutSecretValue') return undefined;
  const id = textOf(fieldsOf(jsonOf(request)).SecretId) ?? '';
  const resource = arnOf(id) ?? (id.startsWith('arn:') ? id : arn('secretsmanager', `secret:${id}`));
  // https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
  if (operation === 'PutSecretValue')
    return [{ action: 'secretsmanager:PutSecretValue', resource, keyUse: ['GenerateDataKey', 'Decrypt'] }];
  return [{ action: 'secretsmanager:DescribeSecret', resource }];
}

/** Paths of the requests that read a function's settings. */
const functionParts: Readonly<Record<string, string>> = {
  'GET configuration': 'GetFunctionConfiguration',
  'GET concurrency': 'GetFunctionConcurrency',
  'GET versions': 'ListVersionsByFunction',
  'GET aliases': 'GetAlias',
  'PUT aliases': 'UpdateAlias',
};

/** Reads and updates of an alias need the permission on its function. */
function functionReads({ method, url }: WireRequest): readonly IamCall[] | undefined {
  if (/\/account-settings\/?$/.test(url.pathname)) return all('lambda:GetAccountSettings');
  const [, name, part] = /\/functions\/([^/]+)\/(\w+)/.exec(url.pathname) ?? [];
  const operation = functionParts[`${method} ${part}`];
  if (name === undefined || operation === undefined) return undefined;
  return [{ action: `lambda:${operation}`, resource: arn('lambda', `function:${decodeURIComponent(name)}`) }];
}
