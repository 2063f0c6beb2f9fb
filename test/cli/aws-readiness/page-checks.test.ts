import type { RunningFacts } from '../../../cli/aws-readiness/facts.ts';
import { pageFindings } from '../../../cli/aws-readiness/page-checks.ts';
import { anAlarm, codesOf, deployment, healthyRunning, now } from './healthy-facts.ts';

const codes = (changes: Partial<RunningFacts>): string[] =>
  codesOf(pageFindings(deployment, healthyRunning(changes), now));
const policy = (...Statement: object[]): Partial<RunningFacts> => ({
  pagesPolicy: { value: JSON.stringify({ Statement }) },
});
const allowing = { Effect: 'Allow', Action: ['SNS:Publish'], Principal: { AWS: '*' } };
const confirmed = 'arn:aws:sns:eu-west-1:111122223333:Pages:1';

describe('pageFindings', () => {
  it.each<{ title: string; subscriptions: string[]; expected: string[] }>([
    { title: 'one confirmed subscription', subscriptions: [confirmed], expected: [] },
    { title: 'nobody', subscriptions: [], expected: ['problem pages-unsubscribed'] },
    { title: 'nobody who has confirmed', subscriptions: ['PendingConfirmation'], expected: ['problem pages-pending'] },
    {
      title: 'somebody beside one who has not confirmed',
      subscriptions: [confirmed, 'PendingConfirmation'],
      expected: ['remark pages-pending'],
    },
    { title: 'only a deleted subscription', subscriptions: ['Deleted'], expected: ['problem pages-unsubscribed'] },
  ])('judges a topic with $title', ({ subscriptions, expected }) => {
    expect(codes({ subscriptions: { value: subscriptions } })).toEqual(expected);
  });

  it.each<{ title: string; changes: Partial<RunningFacts>; expected: string[] }>([
    { title: 'accepts a policy for everybody', changes: policy(allowing), expected: [] },
    {
      title: 'accepts one action of several',
      changes: policy({ ...allowing, Action: ['sns:*'], Principal: '*' }),
      expected: [],
    },
    { title: 'reports an empty policy', changes: policy(), expected: ['problem pages-not-allowed'] },
    {
      title: 'reports a policy for another service',
      changes: policy({ ...allowing, Principal: { Service: 'events.amazonaws.com' } }),
      expected: ['problem pages-not-allowed'],
    },
    {
      title: 'reports a denial without a condition',
      changes: policy(allowing, { ...allowing, Effect: 'Deny' }),
      expected: ['problem pages-not-allowed'],
    },
    {
      title: 'accepts a denial with a condition, as for plain HTTP',
      changes: policy(allowing, {
        ...allowing,
        Effect: 'Deny',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
      expected: [],
    },
    {
      title: 'reports a policy that is no JSON',
      changes: { pagesPolicy: { value: '{' } },
      expected: ['problem pages-not-allowed'],
    },
    {
      title: 'reports pages that were not sent',
      changes: { unsentPages: { value: ['a'] } },
      expected: ['problem page-not-sent'],
    },
    { title: 'reports that no alarm pages', changes: { alarms: { value: [] } }, expected: ['problem alarms-missing'] },
    {
      title: 'reports a part of a page that is gone',
      changes: { lost: { value: ['a'] } },
      expected: ['problem alarms-missing'],
    },
    {
      title: 'reports an alarm that calls nobody',
      changes: { alarms: { value: [anAlarm({ isActing: false }), anAlarm({ isPaging: false })] } },
      expected: ['problem alarm-actions-off', 'problem alarm-actions-off'],
    },
    {
      title: 'reports an alarm that rings',
      changes: { alarms: { value: [anAlarm({ state: 'ALARM' })] } },
      expected: ['problem alarm-rings'],
    },
    {
      title: 'remarks an alarm without data for an hour',
      changes: {
        watches: { value: [anAlarm({ state: 'INSUFFICIENT_DATA', since: new Date(now.getTime() - 3_600_000) })] },
      },
      expected: ['remark alarm-blind'],
    },
    {
      title: 'waits an hour for the first data',
      changes: {
        watches: { value: [anAlarm({ state: 'INSUFFICIENT_DATA', since: new Date(now.getTime() - 3_599_999) })] },
      },
      expected: [],
    },
    {
      title: 'concludes nothing without answers',
      changes: {
        alarms: undefined,
        watches: undefined,
        lost: undefined,
        unsentPages: undefined,
        subscriptions: undefined,
        pagesPolicy: undefined,
      },
      expected: [],
    },
  ])('$title', ({ changes, expected }) => {
    expect(codes(changes)).toEqual(expected);
  });
});
