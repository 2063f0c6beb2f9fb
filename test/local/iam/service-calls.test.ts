import {
  cloudWatchCalls,
  eventBridgeCalls,
  lambdaCalls,
  secretCalls,
  sesCalls,
  sesV2Calls,
} from '../../../local/iam/service-calls.ts';

const own = (service: string, resource: string): string => `arn:aws:${service}:us-east-1:000000000000:${resource}`;
const targeting = (operation: string) => ({
  method: 'POST',
  target: '/',
  headers: { 'x-amz-target': `service.${operation}` },
});

describe('the calls of a Secrets Manager request', () => {
  const crm = own('secretsmanager', 'secret:postern/local/crm-AbCdEf');
  const arnOf = (id: string): string | undefined => (id === 'postern/local/crm' ? crm : undefined);

  it.each([
    ['postern/local/crm', crm],
    [crm, crm],
    ['team/absent', own('secretsmanager', 'secret:team/absent')],
  ])('read %s by its ARN, and decrypt it', (SecretId, resource) => {
    expect(secretCalls(targeting('GetSecretValue'), { SecretId }, arnOf)).toEqual([
      { action: 'secretsmanager:GetSecretValue', resource, keyUse: ['Decrypt'] },
    ]);
  });

  it('are not known for PutSecretValue', () => {
    expect(secretCalls(targeting('PutSecretValue'), {}, arnOf)).toBeUndefined();
  });
});

describe('the calls of a request to SES', () => {
  it.each([
    ['Action=SendEmail&Source=Acme <news@Acme.Example>', 'ses:SendEmail', own('ses', 'identity/acme.example')],
    ['Action=SendRawEmail&Source=a@b.example', 'ses:SendRawEmail', own('ses', 'identity/b.example')],
    ['Action=SetActiveReceiptRuleSet&RuleSetName=x', 'ses:SetActiveReceiptRuleSet', '*'],
  ])('are known for %s', (form, action, resource) => {
    expect(sesCalls(new URLSearchParams(form))).toEqual([{ action, resource }]);
  });

  it('are not known for VerifyDomainIdentity', () => {
    expect(sesCalls(new URLSearchParams('Action=VerifyDomainIdentity'))).toBeUndefined();
  });
});

describe('the calls of a request to SES v2', () => {
  const list = '/v2/email/suppression/addresses';

  it.each([
    ['PUT', list, 'ses:PutSuppressedDestination', '*'],
    ['GET', `${list}/a%40b.example`, 'ses:GetSuppressedDestination', '*'],
    ['DELETE', `${list}/a%40b.example`, 'ses:DeleteSuppressedDestination', '*'],
    ['POST', '/v2/email/outbound-emails', 'ses:SendEmail', own('ses', 'identity/b.example')],
    ['GET', '/v2/email/account', 'ses:GetAccount', '*'],
    ['GET', '/v2/email/identities/b.example', 'ses:GetEmailIdentity', own('ses', 'identity/b.example')],
  ])('are known for %s %s', (method, path, action, resource) => {
    expect(sesV2Calls(method, path, { FromEmailAddress: 'a@b.example' })).toEqual([{ action, resource }]);
  });

  it.each([
    ['POST', list],
    ['DELETE', '/v2/email/account'],
  ])('are not known for %s %s', (method, path) => {
    expect(sesV2Calls(method, path, {})).toBeUndefined();
  });
});

describe('the calls of a request to Lambda', () => {
  const invocations = (name: string): string => `/2015-03-31/functions/${encodeURIComponent(name)}/invocations`;
  const sweep = own('lambda', 'function:Sweep');

  it.each([
    ['POST', invocations('Sweep'), 'lambda:InvokeFunction', sweep],
    ['POST', invocations(sweep), 'lambda:InvokeFunction', sweep],
    ['POST', `${invocations('Sweep')}?Qualifier=live`, 'lambda:InvokeFunction', `${sweep}:live`],
    ['GET', '/2015-03-31/event-source-mappings/?EventSourceArn=x', 'lambda:ListEventSourceMappings', '*'],
  ])('are known for %s %s', (method, target, action, resource) => {
    expect(lambdaCalls(method, target)).toEqual([{ action, resource }]);
  });

  it('are not known for a function itself', () => {
    expect(lambdaCalls('DELETE', '/2015-03-31/functions/Sweep')).toBeUndefined();
  });
});

describe('the calls of a request to CloudWatch', () => {
  it.each(['GetMetricData', 'ListMetrics'])('are known for %s', (operation) => {
    expect(cloudWatchCalls(targeting(operation))).toEqual([{ action: `cloudwatch:${operation}`, resource: '*' }]);
  });

  it('are not known for PutMetricAlarm', () => {
    expect(cloudWatchCalls(targeting('PutMetricAlarm'))).toBeUndefined();
  });
});

describe('the calls of a request to EventBridge', () => {
  it('are one for each bus', () => {
    const Entries = [{ EventBusName: 'crm' }, { EventBusName: own('events', 'event-bus/other') }, {}, {}];

    expect(eventBridgeCalls(targeting('PutEvents'), { Entries })?.map(({ resource }) => resource)).toEqual([
      own('events', 'event-bus/crm'),
      own('events', 'event-bus/other'),
      own('events', 'event-bus/default'),
    ]);
  });

  it('are not known for PutRule', () => {
    expect(eventBridgeCalls(targeting('PutRule'), {})).toBeUndefined();
  });
});
