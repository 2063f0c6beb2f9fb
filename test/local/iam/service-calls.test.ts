import { cloudWatchCalls, lambdaCalls, secretCalls, sesCalls, sesV2Calls } from '../../../local/iam/service-calls.ts';

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

  it('read each secret of a batch, beside the batch itself', () => {
    const SecretIdList = ['postern/local/crm', 'team/absent'];

    expect(secretCalls(targeting('BatchGetSecretValue'), { SecretIdList }, arnOf)).toEqual([
      { action: 'secretsmanager:BatchGetSecretValue', resource: '*' },
      { action: 'secretsmanager:GetSecretValue', resource: crm, keyUse: ['Decrypt'] },
      {
        action: 'secretsmanager:GetSecretValue',
        resource: own('secretsmanager', 'secret:team/absent'),
        keyUse: ['Decrypt'],
      },
    ]);
  });

  it('list the secrets of the account', () => {
    expect(secretCalls(targeting('ListSecrets'), {}, arnOf)).toEqual([
      { action: 'secretsmanager:ListSecrets', resource: '*' },
    ]);
  });

  it('are not known for a batch by filters', () => {
    expect(secretCalls(targeting('BatchGetSecretValue'), { Filters: [] }, arnOf)).toBeUndefined();
  });

  it('are not known for PutSecretValue', () => {
    expect(secretCalls(targeting('PutSecretValue'), {}, arnOf)).toBeUndefined();
  });
});

describe('the calls of a request to SES', () => {
  const identityArn = 'arn:aws:ses:us-east-1:000000000000:identity/other.example';
  const identities = (...names: string[]) => names.map((name) => own('ses', `identity/${name}`));

  it.each([
    [
      'Action=SendEmail&Source=Acme <News@Acme.Example>',
      'ses:SendEmail',
      identities('acme.example', 'News@acme.example'),
    ],
    ['Action=SendRawEmail&Source=a@b.example', 'ses:SendRawEmail', identities('b.example', 'a@b.example')],
    [
      'Action=SendEmail&Source=a@b.example&ConfigurationSetName=feedback',
      'ses:SendEmail',
      [...identities('b.example', 'a@b.example'), own('ses', 'configuration-set/feedback')],
    ],
    [`Action=SendEmail&Source=a@b.example&SourceArn=${identityArn}`, 'ses:SendEmail', [identityArn]],
    ['Action=SetActiveReceiptRuleSet&RuleSetName=x', 'ses:SetActiveReceiptRuleSet', ['*']],
  ])('are known for %s', (form, action, resources) => {
    expect(sesCalls(new URLSearchParams(form))).toEqual(resources.map((resource) => ({ action, resource })));
  });

  it('are not known for VerifyDomainIdentity', () => {
    expect(sesCalls(new URLSearchParams('Action=VerifyDomainIdentity'))).toBeUndefined();
  });
});

describe('the calls of a request to SES v2', () => {
  const list = '/v2/email/suppression/addresses';

  it.each([
    ['PUT', list, 'ses:PutSuppressedDestination', '*'],
    ['GET', list, 'ses:ListSuppressedDestinations', '*'],
    ['GET', `${list}/a%40b.example`, 'ses:GetSuppressedDestination', '*'],
    ['DELETE', `${list}/a%40b.example`, 'ses:DeleteSuppressedDestination', '*'],
    ['GET', '/v2/email/account', 'ses:GetAccount', '*'],
    ['GET', '/v2/email/identities/b.example', 'ses:GetEmailIdentity', own('ses', 'identity/b.example')],
  ])('are known for %s %s', (method, path, action, resource) => {
    expect(sesV2Calls(method, path, { FromEmailAddress: 'a@b.example' })).toEqual([{ action, resource }]);
  });

  it('are those on identity, configuration set and template for a mail', () => {
    const mail = {
      FromEmailAddress: 'a@b.example',
      ConfigurationSetName: 'feedback',
      Content: { Template: { TemplateName: 'welcome' } },
    };

    expect(sesV2Calls('POST', '/v2/email/outbound-emails', mail)).toEqual(
      ['identity/b.example', 'identity/a@b.example', 'configuration-set/feedback', 'template/welcome'].map((name) => ({
        action: 'ses:SendEmail',
        resource: own('ses', name),
      })),
    );
  });

  it.each([
    ['POST', list],
    ['PUT', `${list}/a%40b.example`],
    ['DELETE', list],
    ['GET', `${list}-of-another`],
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
    ['POST', invocations('000000000000:function:Sweep'), 'lambda:InvokeFunction', sweep],
    [
      'POST',
      invocations('111122223333:function:Sweep'),
      'lambda:InvokeFunction',
      'arn:aws:lambda:us-east-1:111122223333:function:Sweep',
    ],
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
