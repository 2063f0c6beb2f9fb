import * as z from 'zod';
import type { Deployment } from './deployment.ts';
import type { AlarmFact, RunningFacts } from './facts.ts';
import { type Finding, problem, remark, restoreApp } from './finding.ts';

/** How long an alarm may lack data before somebody should know, in ms. */
const blindAfterMs = 3_600_000;

/** Whether somebody is called when something goes wrong. */
export function pageFindings(deployment: Deployment, running: RunningFacts, now: Date): Finding[] {
  const { alarms, watches, lost, unsentPages, subscriptions, pagesPolicy } = running;
  return [
    ...(subscriptions === undefined ? [] : subscriptionFindings(deployment, subscriptions.value)),
    ...(pagesPolicy === undefined ? [] : policyFindings(deployment, pagesPolicy.value)),
    ...(unsentPages === undefined ? [] : unsentFindings(deployment, unsentPages.value)),
    ...(alarms === undefined ? [] : alarmFindings(deployment, alarms.value)),
    ...(lost === undefined ? [] : lostFindings(deployment, lost.value)),
    ...[...(alarms?.value ?? []), ...(watches?.value ?? [])].flatMap((alarm) => blindFindings(alarm, now)),
  ];
}

function subscriptionFindings({ pagesTopicArn }: Deployment, subscriptions: readonly string[]): Finding[] {
  const confirmed = subscriptions.filter((arn) => arn.startsWith('arn:')).length;
  const pending = subscriptions.filter((arn) => arn === 'PendingConfirmation').length;
  const confirm = 'follow the link in the mail of AWS Notifications, or subscribe again: it holds for two days';
  if (confirmed > 0)
    return pending === 0
      ? []
      : [remark('pages-pending', `${pending} subscription(s) to the pages are not confirmed`, confirm)];
  if (pending > 0)
    return [problem('pages-pending', 'nobody has confirmed a subscription to the pages: alarms reach nobody', confirm)];
  return [
    problem(
      'pages-unsubscribed',
      'nobody is subscribed to the pages: alarms reach nobody',
      `aws sns subscribe --topic-arn ${pagesTopicArn} --protocol email --notification-endpoint <address>, and confirm it`,
    ),
  ];
}

const strings = z.union([z.string().transform((entry) => [entry]), z.array(z.string())]);
const topicPolicy = z.object({
  Statement: z.array(
    z.object({
      Effect: z.string(),
      Action: strings.default([]),
      Principal: z.union([z.literal('*'), z.record(z.string(), strings)]).optional(),
      Condition: z.unknown().optional(),
    }),
  ),
});

/** A topic with a policy of its own has lost the one that lets the account's CloudWatch publish. */
function policyFindings({ pagesTopicArn }: Deployment, policy: string): Finding[] {
  const statements = topicPolicy.safeParse(json(policy)).data?.Statement ?? [];
  const own = statements.filter(
    ({ Action, Principal }) =>
      Action.some((action) => /^(?:\*|sns:(?:\*|publish))$/i.test(action)) &&
      (Principal === '*' ||
        Principal?.Service?.includes('cloudwatch.amazonaws.com') === true ||
        Principal?.AWS?.includes('*') === true),
  );
  const isAllowed = own.some(({ Effect }) => Effect === 'Allow');
  // The template denies what comes without TLS: a condition may be meant so.
  const isDenied = own.some(({ Effect, Condition }) => Effect === 'Deny' && Condition === undefined);
  if (isAllowed && !isDenied) return [];
  return [
    problem(
      'pages-not-allowed',
      `the policy of the topic ${pagesTopicArn} does not let cloudwatch.amazonaws.com publish: alarms reach nobody`,
      'give the topic the policy that the template has: detect drift in the CloudFormation console shows the difference',
    ),
  ];
}

function unsentFindings({ pagesTopicArn }: Deployment, unsent: readonly string[]): Finding[] {
  const [newest] = unsent;
  if (newest === undefined) return [];
  return [
    problem(
      'page-not-sent',
      `CloudWatch could not send ${unsent.length} page(s) within the last two weeks, the newest of ${newest}`,
      `look at the history of that alarm, at the policy of ${pagesTopicArn} and at that of its key`,
    ),
  ];
}

function alarmFindings({ pagesTopicArn, stage }: Deployment, alarms: readonly AlarmFact[]): Finding[] {
  if (alarms.length === 0) return [problem('alarms-missing', `no alarm pages ${pagesTopicArn}`, restoreApp(stage))];
  return alarms.flatMap(({ name, description, state, since, isActing, isPaging }) => [
    ...(isPaging
      ? []
      : [
          problem(
            'alarm-actions-off',
            `the alarm ${name} pages when it ends, and not when it begins: it calls nobody`,
            restoreApp(stage),
          ),
        ]),
    ...(isActing
      ? []
      : [
          problem(
            'alarm-actions-off',
            `the actions of the alarm ${name} are turned off: it calls nobody`,
            `aws cloudwatch enable-alarm-actions --alarm-names ${name}`,
          ),
        ]),
    ...(state === 'ALARM'
      ? [problem('alarm-rings', `the alarm ${name} rings since ${since.toISOString()}`, description)]
      : []),
  ]);
}

/** A page never rings for an alarm that is not there. */
const lostFindings = ({ stage }: Deployment, lost: readonly string[]): Finding[] =>
  lost.map((name) =>
    problem('alarms-missing', `the alarm ${name}, which a page is made of, is not there`, restoreApp(stage)),
  );

function blindFindings({ name, state, since }: AlarmFact, now: Date): Finding[] {
  if (state !== 'INSUFFICIENT_DATA' || now.getTime() - since.getTime() < blindAfterMs) return [];
  return [
    remark(
      'alarm-blind',
      `the alarm ${name} has had no data since ${since.toISOString()}`,
      'see whether its function runs; after a first deployment the first mail brings the data',
    ),
  ];
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
