import type { Platform } from '../../lambdas/aws/platform.ts';
import { MalformedEventError } from '../../lambdas/domain/consent/intake/sender-event.ts';
import { createFeedbackContainer } from '../../lambdas/feedback/container.ts';
import { scriptedClient } from '../helpers/scripted-client.ts';

const environment = {
  THREADS_TABLE: 'threads',
  CONTROL_TABLE: 'control',
  CONSENT_TABLE: 'consent',
  SUPPRESSIONS_QUEUE_URL: 'https://q/suppressions.fifo',
  FEEDBACK_TOPIC_ARN: 'arn:aws:sns:eu-west-1:111122223333:feedback',
  FEEDBACK_DEAD_LETTER_QUEUE_URL: 'https://q/feedback-dead',
  ADDRESS_KEY: 'env:ADDRESS',
};

function containerOver(changes: Record<string, string | undefined>) {
  const { client: dynamo } = scriptedClient<Platform['dynamo']>();
  const { client: sqs, sent } = scriptedClient<Platform['sqs']>();
  const measured: string[] = [];
  const putMetric = (name: string, value: number, dimensions: object) =>
    void measured.push([name, value, ...Object.values(dimensions)].join(' '));
  const platform = { environment: { ...environment, ...changes }, dynamo, sqs, putMetric, now: () => new Date(0) };
  return { container: createFeedbackContainer(platform as unknown as Platform), sent, measured };
}

describe('createFeedbackContainer', () => {
  it('names every setting that is missing', () => {
    const make = () => containerOver({ THREADS_TABLE: undefined, FEEDBACK_TOPIC_ARN: '' });

    expect(make).toThrow('missing environment: THREADS_TABLE, FEEDBACK_TOPIC_ARN');
  });

  const onBus = (name: string) => ({
    source: 'aws.ses',
    detail: { eventType: 'Open', mail: { tags: { 'ses:configuration-set': [name] } } },
  });

  it.each([
    [undefined, 'news', 'foreign'],
    ['news,other', 'third', 'foreign'],
  ])('ignores, with configuration sets %j, an event of %s', async (sets, name, ignored) => {
    const { container } = containerOver({ FEEDBACK_CONFIGURATION_SETS: sets });

    expect(await container.take(onBus(name), new Date(0))).toEqual({ ignored });
  });

  it.each([
    ['news,other', 'other'],
    ['*', 'any'],
  ])('believes, with configuration sets %j, an event of %s', async (sets, name) => {
    const { container } = containerOver({ FEEDBACK_CONFIGURATION_SETS: sets });

    // The function believes the event, reads it, and finds that it is no whole event of SES.
    await expect(container.take(onBus(name), new Date(0))).rejects.toThrow(MalformedEventError);
  });

  it('puts dead letters into its own queue, and counts ignored events', async () => {
    const { container, sent, measured } = containerOver({});

    await container.deadLetters.put('body', 'reason');
    container.measureIgnored('set-up');

    expect(sent[0]?.input.QueueUrl).toBe(environment.FEEDBACK_DEAD_LETTER_QUEUE_URL);
    expect(measured).toEqual(['ignoredFeedback 1 set-up']);
    expect(container.topicArn).toBe(environment.FEEDBACK_TOPIC_ARN);
  });
});
