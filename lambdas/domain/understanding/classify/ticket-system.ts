import type { ParsedMail } from '../../mail/parsed-mail.ts';
import { firstHeader, hasHeader, lowerHeader, type Rule } from './rule.ts';

/** Headers that a ticket system or a build service adds to what it writes itself, never to an agent's words. */
const ownHeaders: ReadonlyArray<readonly [name: string, value?: RegExp]> = [
  ['x-servicenow-generated'],
  ['x-otrs-loop', /^\s*yes/],
  ['x-znuny-loop', /^\s*yes/],
  ['x-jira-fingerprint'],
  ['x-atlassian-token'],
  ['x-auto-generated'],
  ['x-redmine-host'],
  ['x-bugzilla-reason'],
  ['x-bugzilla-type'],
  ['x-github-reason'],
  ['x-gitlab-project'],
  ['x-gitlab-pipeline-id'],
  ['x-jenkins-job'],
  ['x-phabricator-sent-this-message'],
  ['x-trac-version'],
  ['x-launchpad-message-rationale'],
  ['x-pagerduty-incident'],
  ['x-nagios-notification'],
  ['x-cron-env'],
  ['x-wp-mail'],
  ['x-discourse-post-id'],
];

const ownNames = ownHeaders.map(([name]) => name);

/** Mail that a ticket system, a tracker or a job wrote by itself. */
export const ticketSystem: Rule = ({ mail }) => {
  const header =
    firstHeader(mail, ownNames) &&
    ownHeaders.find(([name, value]) =>
      value === undefined ? hasHeader(mail, name) : value.test(lowerHeader(mail, name)),
    )?.[0];
  if (header !== undefined)
    return { kind: 'automated', confidence: 0.95, because: `header ${header} names the job or service that sent it` };
  return loopsToItself(mail)
    ? { kind: 'automated', confidence: 0.8, because: 'header X-Loop names its own sender, as robots do' }
    : undefined;
};

function loopsToItself(mail: ParsedMail): boolean {
  const loop = lowerHeader(mail, 'x-loop');
  return mail.from !== undefined && loop.includes('@') && loop.includes(mail.from.address.toLowerCase());
}
