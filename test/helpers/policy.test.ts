import { type Decision, decide, type ServiceCall, type Statement } from './policy.ts';

const call: ServiceCall = {
  service: 'cloudwatch.amazonaws.com',
  action: 'sns:Publish',
  resource: 'arn:aws:sns:eu-west-1:111122223333:pages',
  context: {
    'aws:SourceAccount': '111122223333',
    'aws:SourceArn': 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:late',
    'aws:SecureTransport': 'true',
    's3:TlsVersion': '1.2',
  },
};

const allow: Statement = {
  Effect: 'Allow',
  Principal: { Service: 'cloudwatch.amazonaws.com' },
  Action: 'sns:Publish',
  Resource: call.resource,
};
const deny: Statement = { Effect: 'Deny', Principal: '*', Action: 'sns:*', Resource: '*' };
const allowIf = (Condition: Statement['Condition']): Statement[] => [{ ...allow, Condition }];

const cases: ReadonlyArray<readonly [string, Decision, readonly Statement[]]> = [
  ['nothing says anything', 'implicitly denied', []],
  ['a statement allows it', 'allowed', [allow]],
  ['a statement denies it beside one that allows it', 'explicitly denied', [allow, deny]],
  ['only statements deny, and none of them matches', 'implicitly denied', [{ ...deny, Action: 's3:*' }]],
  ['another service is allowed', 'implicitly denied', [{ ...allow, Principal: { Service: 'ses.amazonaws.com' } }]],
  [
    'one of several services is allowed',
    'allowed',
    [{ ...allow, Principal: { Service: ['x', 'cloudwatch.amazonaws.com'] } }],
  ],
  ['the account is allowed', 'implicitly denied', [{ ...allow, Principal: { AWS: 'arn:aws:iam::111122223333:root' } }]],
  ['everybody is allowed', 'allowed', [{ ...allow, Principal: { AWS: '*' } }]],
  ['another action is allowed', 'implicitly denied', [{ ...allow, Action: ['sns:Subscribe', 'sns:Publish2'] }]],
  ['an action is spelled in another case', 'allowed', [{ ...allow, Action: 'SNS:publish' }]],
  ['another resource is allowed', 'implicitly denied', [{ ...allow, Resource: `${call.resource}-2` }]],
  ['a dot of a pattern stands for a dot', 'implicitly denied', [{ ...allow, Resource: 'arn.aws.sns.*' }]],
  ['the account is ours', 'allowed', allowIf({ StringEquals: { 'AWS:SourceAccount': '111122223333' } })],
  ['the account is another', 'implicitly denied', allowIf({ StringEquals: { 'aws:SourceAccount': '999999999999' } })],
  [
    'one of two conditions holds',
    'implicitly denied',
    allowIf({ StringEquals: { 'aws:SourceAccount': '111122223333' }, ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::*' } }),
  ],
  [
    'the source is like the pattern',
    'allowed',
    allowIf({ ArnLike: { 'aws:SourceArn': 'arn:aws:cloudwatch:*:*:alarm:*' } }),
  ],
  ['a key is absent', 'implicitly denied', allowIf({ StringEquals: { 'aws:SourceOrgID': 'o-1' } })],
  ['a key is absent and must differ', 'allowed', allowIf({ StringNotEquals: { 'aws:SourceOrgID': 'o-1' } })],
  ['a flag differs', 'implicitly denied', allowIf({ Bool: { 'aws:SecureTransport': 'false' } })],
  ['a number is not below the limit', 'implicitly denied', allowIf({ NumericLessThan: { 's3:TlsVersion': 1.2 } })],
];

describe('a decision on a policy', () => {
  it.each(cases)('when %s is: %s', (_, decision, statements) => {
    expect(decide(statements, call)).toBe(decision);
  });

  it('is refused where the policy says what is not understood', () => {
    expect(() => decide(allowIf({ DateGreaterThan: { 'aws:CurrentTime': 'x' } }), call)).toThrow(/DateGreaterThan/);
    expect(() => decide([{ ...allow, NotAction: 'sns:*' } as Statement], call)).toThrow(/NotAction/);
  });
});
