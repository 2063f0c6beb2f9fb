import {
  all,
  arnOf,
  deliveryKey,
  edge,
  from,
  fromAccount,
  publishes,
  refuse,
  refuseAny,
  roleEdge,
  rolePrincipal,
  routeArn,
  sends,
} from '../../../local/iam/edge.ts';
import { iamArn } from '../../../local/resource-names.ts';
import { resourcesOf } from '../../helpers/iam.ts';

describe('deliveryKey', () => {
  it('names service, action and target, and the route where there is one', () => {
    expect(deliveryKey('ses', 'sns:Publish', 'arn:t')).toBe('ses sns:Publish arn:t');
    expect(deliveryKey('apigateway', 'lambda:InvokeFunction', 'arn:f', 'POST /u/{token}')).toBe(
      'apigateway lambda:InvokeFunction arn:f POST /u/{token}',
    );
  });
});

describe('edge', () => {
  it('is a call of the service in its own name, for its source', () => {
    expect(
      edge('ses', 's3:PutObject', 'arn:bucket', { source: fromAccount('arn:rule'), resource: 'arn:object' }),
    ).toEqual({
      delivery: 'ses s3:PutObject arn:bucket',
      principal: { name: 'ses.amazonaws.com', arn: 'ses.amazonaws.com' },
      call: {
        action: 's3:PutObject',
        resource: 'arn:object',
        context: { 'aws:SourceArn': 'arn:rule', 'aws:SourceAccount': '000000000000' },
        keyUse: [],
      },
    });
  });

  it.each([
    ['sns:Publish', publishes('ses', 'arn:t', from('arn:rule'))],
    ['sqs:SendMessage', sends('sns', 'arn:q', from('arn:topic'))],
  ])('%s uses the key of its target', (action, { call }) => {
    expect(call).toMatchObject({ action, keyUse: ['GenerateDataKey', 'Decrypt'] });
    expect(call.context).not.toHaveProperty('aws:SourceAccount');
  });
});

describe('roleEdge', () => {
  it('is a call in a session of the role', () => {
    const principal = rolePrincipal('schedule', iamArn('role/Sweep'), 'Schedule');
    const call = { action: 'lambda:InvokeFunction', resource: 'arn:f' };

    expect(principal.arn).toBe('arn:aws:sts::000000000000:assumed-role/Sweep/Schedule');
    expect(roleEdge('scheduler', principal, call)).toEqual({
      delivery: 'scheduler lambda:InvokeFunction arn:f',
      principal,
      call,
    });
  });
});

describe('resources of the templates', () => {
  const resources = resourcesOf({ Mail: ['AWS::S3::Bucket', { a: 1 }], Pages: ['AWS::SNS::Topic', {}] });

  it('are found by type, and their ARNs by id', () => {
    expect(all(resources, 'AWS::S3::Bucket').map(([id, properties]) => [id, properties])).toEqual([['Mail', { a: 1 }]]);
    expect(arnOf(resources, 'Pages')).toBe('arn:aws:sns:us-east-1:000000000000:Pages');
    expect(arnOf(resources, 'arn:elsewhere')).toBe('arn:elsewhere');
  });

  it('name a route as the source of a call', () => {
    expect(routeArn('api', 'POST', '/u/{token}')).toBe(
      'arn:aws:execute-api:us-east-1:000000000000:api/$default/POST/u/{token}',
    );
  });
});

describe('refuseAny', () => {
  it('names the first part with calls that nobody asks for', () => {
    expect(() => refuseAny('Mail', { B: 1 }, ['A', 'B'])).toThrow('Mail has B');
    expect(() => refuseAny('Mail', undefined, ['A'])).not.toThrow();
    expect(() => refuse('Mail', 'A')).toThrow('Mail has A, whose calls are not asked for on this machine');
  });
});
