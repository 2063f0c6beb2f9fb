import { arn } from '../resource-names.ts';
import { type AwsRequest, fieldsOf, type IamCall, operationOf, textOf } from './iam-call.ts';

/** Reads of a whole account, of which IAM asks no resource. */
const all = (action: string): readonly IamCall[] => [{ action, resource: '*' }];

/**
 * The calls of a Secrets Manager request: it decrypts with the rights of whoever reads.
 *
 * @param arnOf the ARN of a secret by its name; undefined for one that is not there
 * @returns undefined for an operation that is not known here
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
 */
export function secretCalls(
  request: AwsRequest,
  body: unknown,
  arnOf: (id: string) => string | undefined,
): readonly IamCall[] | undefined {
  if (operationOf(request) !== 'GetSecretValue') return undefined;
  const id = textOf(fieldsOf(body).SecretId) ?? '';
  const resource = arnOf(id) ?? (id.startsWith('arn:') ? id : arn('secretsmanager', `secret:${id}`));
  return [{ action: 'secretsmanager:GetSecretValue', resource, keyUse: ['Decrypt'] }];
}

/** Settings of the account and region: SES knows no resource for them. */
const receiptRuleSets = new Set(['DescribeActiveReceiptRuleSet', 'SetActiveReceiptRuleSet', 'ListReceiptRuleSets']);

/**
 * The calls of a request to SES in the query protocol. Mail is sent as an identity: the verified domain of its sender.
 *
 * @returns undefined for an operation that is not known here
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonses.html
 */
export function sesCalls(form: URLSearchParams): readonly IamCall[] | undefined {
  const action = form.get('Action') ?? '';
  if (receiptRuleSets.has(action)) return all(`ses:${action}`);
  if (action !== 'SendEmail' && action !== 'SendRawEmail') return undefined;
  return [{ action: `ses:${action}`, resource: identityOf(form.get('Source') ?? '') }];
}

/** The domain of a sender such as `Acme <news@acme.example>`. */
function identityOf(sender: string): string {
  const domain = /@([^@>\s]+)>?\s*$/.exec(sender)?.[1] ?? '';
  return arn('ses', `identity/${domain.toLowerCase()}`);
}

/** The suppression list, which is one per account and region. */
const suppressionActions: Readonly<Record<string, string>> = {
  PUT: 'ses:PutSuppressedDestination',
  GET: 'ses:GetSuppressedDestination',
  DELETE: 'ses:DeleteSuppressedDestination',
};

/**
 * The calls of a request to SES v2.
 *
 * @param path without its query
 * @returns undefined for an operation that is not known here
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsimpleemailservicev2.html
 */
export function sesV2Calls(method: string, path: string, body: unknown): readonly IamCall[] | undefined {
  if (path.startsWith('/v2/email/suppression/addresses')) {
    const action = suppressionActions[method];
    return action === undefined ? undefined : all(action);
  }
  if (method === 'POST' && path === '/v2/email/outbound-emails')
    return [{ action: 'ses:SendEmail', resource: identityOf(textOf(fieldsOf(body).FromEmailAddress) ?? '') }];
  if (method === 'GET' && path === '/v2/email/account') return all('ses:GetAccount');
  const [, identity] = /^\/v2\/email\/identities\/([^/]+)$/.exec(path) ?? [];
  return method === 'GET' && identity !== undefined
    ? [{ action: 'ses:GetEmailIdentity', resource: arn('ses', `identity/${decodeURIComponent(identity)}`) }]
    : undefined;
}

/**
 * The calls of a request to Lambda.
 *
 * @param target path and query
 * @returns undefined for an operation that is not known here
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html
 */
export function lambdaCalls(method: string, target: string): readonly IamCall[] | undefined {
  const [path = '', query = ''] = target.split('?');
  if (method === 'GET' && /^\/2015-03-31\/event-source-mappings\/?$/.test(path))
    return all('lambda:ListEventSourceMappings');
  const [, name] = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/.exec(path) ?? [];
  if (method !== 'POST' || name === undefined) return undefined;
  const reference = decodeURIComponent(name);
  const qualifier = new URLSearchParams(query).get('Qualifier');
  const base = reference.startsWith('arn:') ? reference : arn('lambda', `function:${reference}`);
  return [{ action: 'lambda:InvokeFunction', resource: qualifier === null ? base : `${base}:${qualifier}` }];
}

/**
 * The calls of a request to CloudWatch, whose reads IAM asks of no resource.
 *
 * @returns undefined for an operation that is not known here
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html
 */
export function cloudWatchCalls(request: AwsRequest): readonly IamCall[] | undefined {
  const operation = operationOf(request);
  return operation === 'GetMetricData' || operation === 'ListMetrics' ? all(`cloudwatch:${operation}`) : undefined;
}

/**
 * The calls of a request to EventBridge: one for each bus that its entries name.
 *
 * @returns undefined for an operation that is not known here
 * @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
 */
export function eventBridgeCalls(request: AwsRequest, body: unknown): readonly IamCall[] | undefined {
  if (operationOf(request) !== 'PutEvents') return undefined;
  const { Entries } = fieldsOf(body);
  const entries: readonly unknown[] = Array.isArray(Entries) ? Entries : [];
  const buses = entries.map((entry) => textOf(fieldsOf(entry).EventBusName) ?? 'default');
  return [...new Set(buses)].map((bus) => ({
    action: 'events:PutEvents',
    resource: bus.startsWith('arn:') ? bus : arn('events', `event-bus/${bus}`),
  }));
}
