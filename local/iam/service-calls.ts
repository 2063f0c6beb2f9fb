import { arn } from '../resource-names.ts';
import { type AwsRequest, fieldsOf, type IamCall, operationOf, textOf } from './iam-call.ts';
import { functionArn } from './resource-policies.ts';

/** Reads of a whole account: IAM asks for no resource. */
const all = (action: string): readonly IamCall[] => [{ action, resource: '*' }];

/**
 * The calls of a Secrets Manager request: it decrypts with the rights of whoever reads. A batch needs the right to each of
 * its secrets as well.
 *
 * @param arnOf the ARN of a secret by its name, or by its ARN with or without the suffix; undefined for one that is not there
 * @returns undefined for an operation that is not known here, such as a batch by filters
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
 * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_BatchGetSecretValue.html
 */
export function secretCalls(
  request: AwsRequest,
  body: unknown,
  arnOf: (id: string) => string | undefined,
): readonly IamCall[] | undefined {
  const { SecretId, SecretIdList } = fieldsOf(body);
  const read = (id: string): IamCall => ({
    action: 'secretsmanager:GetSecretValue',
    resource: arnOf(id) ?? (id.startsWith('arn:') ? id : arn('secretsmanager', `secret:${id}`)),
    keyUse: ['Decrypt'],
  });
  switch (operationOf(request)) {
    case 'GetSecretValue':
      return [read(textOf(SecretId) ?? '')];
    case 'BatchGetSecretValue':
      if (!Array.isArray(SecretIdList)) return undefined;
      return [...all('secretsmanager:BatchGetSecretValue'), ...SecretIdList.map((id) => read(String(id)))];
    case 'ListSecrets':
      return all('secretsmanager:ListSecrets');
    default:
      return undefined;
  }
}

/** Settings of the account and region: SES knows no resource for them. */
const receiptRuleSets = new Set(['DescribeActiveReceiptRuleSet', 'SetActiveReceiptRuleSet', 'ListReceiptRuleSets']);

/**
 * The calls of a request to SES in the query protocol.
 *
 * @returns undefined for an operation that is not known here
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonses.html
 */
export function sesCalls(form: URLSearchParams): readonly IamCall[] | undefined {
  const action = form.get('Action') ?? '';
  if (receiptRuleSets.has(action)) return all(`ses:${action}`);
  if (action !== 'SendEmail' && action !== 'SendRawEmail') return undefined;
  return sendingCalls(`ses:${action}`, {
    sender: form.get('Source') ?? '',
    identityArn: form.get('SourceArn') ?? undefined,
    configurationSet: form.get('ConfigurationSetName') ?? undefined,
  });
}

interface Sending {
  /** `Acme <news@acme.example>` */
  readonly sender: string;
  /** The account of the identity that the request names, which may be another one. */
  readonly identityArn: string | undefined;
  readonly configurationSet: string | undefined;
}

/**
 * Mail is sent as an identity, and with a configuration set where the request names one. The identity is the address of the
 * sender where that is verified, and else its domain. No template says which, so both have to be allowed.
 *
 * @see https://docs.aws.amazon.com/ses/latest/dg/verify-addresses-and-domains.html
 */
function sendingCalls(action: string, { sender, identityArn, configurationSet }: Sending): IamCall[] {
  const address = sender
    .slice(sender.lastIndexOf('<') + 1)
    .trim()
    .replace(/>$/, '');
  const at = address.lastIndexOf('@');
  const [local, host] = [address.slice(0, at), address.slice(at + 1).toLowerCase()];
  const named = [host, `${local}@${host}`].map((name) => arn('ses', `identity/${name}`));
  const identities = identityArn === undefined ? named : [identityArn];
  const sets = configurationSet === undefined ? [] : [arn('ses', `configuration-set/${configurationSet}`)];
  return [...identities, ...sets].map((resource) => ({ action, resource }));
}

/** The suppression list, which is one per account and region: calls on it, and on an address of it. */
const suppressionActions: Readonly<Record<string, string>> = {
  'PUT list': 'ses:PutSuppressedDestination',
  'GET list': 'ses:ListSuppressedDestinations',
  'GET address': 'ses:GetSuppressedDestination',
  'DELETE address': 'ses:DeleteSuppressedDestination',
};

/**
 * The calls of a request to SES v2.
 *
 * @param path without its query
 * @returns undefined for an operation that is not known here
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsimpleemailservicev2.html
 */
export function sesV2Calls(method: string, path: string, body: unknown): readonly IamCall[] | undefined {
  const [listed, address] = /^\/v2\/email\/suppression\/addresses(?:\/([^/]+))?$/.exec(path) ?? [];
  if (listed !== undefined) {
    const action = suppressionActions[`${method} ${address === undefined ? 'list' : 'address'}`];
    return action === undefined ? undefined : all(action);
  }
  if (method === 'POST' && path === '/v2/email/outbound-emails') return outboundCalls(fieldsOf(body));
  if (method === 'GET' && path === '/v2/email/account') return all('ses:GetAccount');
  const [, identity] = /^\/v2\/email\/identities\/([^/]+)$/.exec(path) ?? [];
  return method === 'GET' && identity !== undefined
    ? [{ action: 'ses:GetEmailIdentity', resource: arn('ses', `identity/${decodeURIComponent(identity)}`) }]
    : undefined;
}

/** A mail of a template needs the right to the template as well. */
function outboundCalls(body: Readonly<Record<string, unknown>>): IamCall[] {
  const { Template } = fieldsOf(body.Content);
  const { TemplateName, TemplateArn } = fieldsOf(Template);
  const name = textOf(TemplateName);
  const template = textOf(TemplateArn) ?? (name === undefined ? undefined : arn('ses', `template/${name}`));
  return [
    ...sendingCalls('ses:SendEmail', {
      sender: textOf(body.FromEmailAddress) ?? '',
      identityArn: textOf(body.FromEmailAddressIdentityArn),
      configurationSet: textOf(body.ConfigurationSetName),
    }),
    ...(template === undefined ? [] : [{ action: 'ses:SendEmail', resource: template }]),
  ];
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
  const qualifier = new URLSearchParams(query).get('Qualifier');
  const base = functionArn(decodeURIComponent(name));
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
