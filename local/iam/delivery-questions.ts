import { arn } from '../resource-names.ts';
import type { Deliveries } from './deliveries.ts';
import { deliveryKey } from './edge.ts';
import { objectArn } from './s3-calls.ts';
import { guardDutyPlan } from './scan-edges.ts';

/** Questions of the stand-ins of AWS services before they deliver. */
export interface DeliveryQuestions {
  /** SES to the bucket of a receipt rule. */
  mayStoreMail(bucket: string): boolean;
  /** SES to the topic of a receipt rule. */
  mayAnnounceMail(topicArn: string): boolean;
  /** S3 to a queue that its bucket's notifications name. */
  mayAnnounceObject(queueUrl: string): boolean;
  /** SNS to a queue that subscribes to a topic. */
  mayFanOut(queueArn: string): boolean;
  /** GuardDuty to the objects of a bucket: to read them and to tag them. */
  mayScanObjects(bucket: string): boolean;
  /** EventBridge to a queue of a rule. */
  mayPublishEvent(queueUrl: string): boolean;
  /** API Gateway to the function of a route, by `POST /u/{token}`. */
  mayCallRoute(functionArn: string, routeKey: string): boolean;
  /** The scheduler to a function, in the role of the schedule. */
  mayInvoke(functionArn: string): boolean;
}

const queueArnOf = (queueUrl: string): string => arn('sqs', queueUrl.split('/').at(-1)!);

/** @param deliveries looked up at each question: IAM starts after the services */
export function createDeliveryQuestions(deliveries: () => Deliveries): DeliveryQuestions {
  const may = (...parts: Parameters<typeof deliveryKey>): boolean => deliveries().may(deliveryKey(...parts));
  return {
    mayStoreMail: (bucket) => may('ses', 's3:PutObject', objectArn(bucket)),
    mayAnnounceMail: (topicArn) => may('ses', 'sns:Publish', topicArn),
    mayAnnounceObject: (queueUrl) => may('s3', 'sqs:SendMessage', queueArnOf(queueUrl)),
    mayFanOut: (queueArn) => may('sns', 'sqs:SendMessage', queueArn),
    mayScanObjects: (bucket) => may(guardDutyPlan, 's3:GetObject', objectArn(bucket)),
    mayPublishEvent: (queueUrl) => may('events', 'sqs:SendMessage', queueArnOf(queueUrl)),
    mayCallRoute: (functionArn, routeKey) => may('apigateway', 'lambda:InvokeFunction', functionArn, routeKey),
    mayInvoke: (functionArn) => may('scheduler', 'lambda:InvokeFunction', functionArn),
  };
}
