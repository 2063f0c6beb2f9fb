import type { ServiceEdge } from '../../../local/iam/edge.ts';
import { receiptEdges, sendingEventEdges } from '../../../local/iam/mail-edges.ts';
import { resourcesOf } from '../../helpers/iam.ts';

const shown = ({ call }: ServiceEdge): string => `${call.action} ${call.resource}`;
const rule = (...Actions: object[]) =>
  resourcesOf({ Store: ['AWS::SES::ReceiptRule', { RuleSetName: 'postern-local', Rule: { Name: 'store', Actions } }] });

describe('receiptEdges', () => {
  const S3Action = { BucketName: 'mail', ObjectKeyPrefix: 'inbound/', TopicArn: 'arn:topic' };

  it('stores a mail under the prefix, and announces it, for the rule of this account', () => {
    const edges = receiptEdges(rule({ S3Action }));

    expect(edges.map(shown)).toEqual(['s3:PutObject arn:aws:s3:::mail/inbound/mail', 'sns:Publish arn:topic']);
    expect(edges[0]!.call.context).toEqual({
      'aws:SourceArn': 'arn:aws:ses:us-east-1:000000000000:receipt-rule-set/postern-local:receipt-rule/store',
      'aws:SourceAccount': '000000000000',
    });
  });

  it.each([
    ['announces nothing without a topic', [{ S3Action: { BucketName: 'mail' } }], 1],
    ['calls nobody to stop or to add a header', [{ StopAction: {} }, { AddHeaderAction: {} }], 0],
  ])('%s', (_, actions, edges) => {
    expect(receiptEdges(rule(...actions))).toHaveLength(edges);
  });

  it.each([
    [{ LambdaAction: {} }, 'LambdaAction'],
    [{ S3Action: { ...S3Action, IamRoleArn: 'arn:role' } }, 'IamRoleArn'],
    [{ StopAction: { TopicArn: 'arn:topic' } }, 'TopicArn'],
  ])('refuses %j', (action, part) => {
    expect(() => receiptEdges(rule(action))).toThrow(`Store has ${part}`);
  });
});

describe('sendingEventEdges', () => {
  const destination = (EventDestination: object) =>
    resourcesOf({
      Events: ['AWS::SES::ConfigurationSetEventDestination', { ConfigurationSetName: 'news', EventDestination }],
    });

  it('publishes to a topic for the configuration set', () => {
    const [edge] = sendingEventEdges(destination({ SnsDestination: { TopicARN: 'arn:topic' } }));

    expect(shown(edge!)).toBe('sns:Publish arn:topic');
    expect(edge!.call.context!['aws:SourceArn']).toMatch(/:configuration-set\/news$/);
  });

  it('needs no permission for CloudWatch, and refuses Firehose', () => {
    expect(sendingEventEdges(destination({ CloudWatchDestination: {} }))).toEqual([]);
    expect(() => sendingEventEdges(destination({ KinesisFirehoseDestination: {} }))).toThrow('KinesisFirehose');
  });
});
