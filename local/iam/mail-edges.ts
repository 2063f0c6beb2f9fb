import { arn } from '../resource-names.ts';
import { all, edge, fromAccount, publishes, type Resources, refuse, refuseAny, type ServiceEdge } from './edge.ts';
import { objectsOf, type Properties } from './policy-document.ts';
import { objectArn } from './s3-calls.ts';

/** Actions of a receipt rule that need no permission of anybody. */
const harmlessActions = new Set(['AddHeaderAction', 'StopAction']);

/**
 * SES stores a mail, and announces it.
 *
 * @see https://docs.aws.amazon.com/ses/latest/dg/receiving-email-permissions.html
 */
export function receiptEdges(resources: Resources): ServiceEdge[] {
  return all(resources, 'AWS::SES::ReceiptRule').flatMap(([id, { Rule, RuleSetName }]) => {
    const { Name = id, Actions } = Rule as Properties;
    const source = fromAccount(arn('ses', `receipt-rule-set/${String(RuleSetName)}:receipt-rule/${String(Name)}`));
    return objectsOf(Actions).flatMap((action) => {
      for (const [kind, details] of Object.entries(action)) {
        if (kind !== 'S3Action' && !harmlessActions.has(kind)) refuse(id, kind);
        refuseAny(id, details, kind === 'S3Action' ? ['IamRoleArn'] : ['TopicArn']);
      }
      return action.S3Action === undefined ? [] : storingEdges(action.S3Action as Properties, source);
    });
  });
}

function storingEdges(action: Properties, source: ReturnType<typeof fromAccount>): ServiceEdge[] {
  const { BucketName, ObjectKeyPrefix = '', TopicArn } = action;
  const bucket = String(BucketName);
  const stored = edge('ses', 's3:PutObject', objectArn(bucket), {
    source,
    resource: objectArn(bucket, `${String(ObjectKeyPrefix)}mail`),
    keyUse: ['GenerateDataKey', 'Decrypt'],
  });
  return TopicArn === undefined ? [stored] : [stored, publishes('ses', String(TopicArn), source)];
}

/**
 * SES reports mail that was sent: to a topic by the policy of the topic, to CloudWatch and the bus of the account without one.
 *
 * @see https://docs.aws.amazon.com/ses/latest/dg/event-publishing-add-event-destination-sns.html
 */
export function sendingEventEdges(resources: Resources): ServiceEdge[] {
  return all(resources, 'AWS::SES::ConfigurationSetEventDestination').flatMap(
    ([id, { ConfigurationSetName, EventDestination }]) => {
      refuseAny(id, EventDestination, ['KinesisFirehoseDestination']);
      const { SnsDestination } = EventDestination as { SnsDestination?: { readonly TopicARN: string } };
      const source = fromAccount(arn('ses', `configuration-set/${String(ConfigurationSetName)}`));
      return SnsDestination === undefined ? [] : [publishes('ses', SnsDestination.TopicARN, source)];
    },
  );
}
