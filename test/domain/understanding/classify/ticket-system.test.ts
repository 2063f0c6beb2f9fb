import { ticketSystem } from '../../../../lambdas/domain/understanding/classify/ticket-system.ts';
import { aParsedMail } from '../../../helpers/builders.ts';

const findingOf = (name: string, value: string) =>
  ticketSystem({ mail: aParsedMail({ headers: [{ name, value }] }), recipients: [] });

describe('ticketSystem', () => {
  it.each([
    ['x-servicenow-generated', 'true'],
    ['x-otrs-loop', 'Yes'],
    ['x-jira-fingerprint', 'a7'],
    ['x-cron-env', '<SHELL=/bin/sh>'],
    ['x-github-reason', 'mention'],
    ['x-auto-generated', 'true'],
  ])('finds mail of a machine by %s', (name, value) => {
    expect(findingOf(name, value)).toMatchObject({
      kind: 'automated',
      confidence: 0.95,
      because: `header ${name} names the job or service that sent it`,
    });
  });

  it('finds a robot that guards itself against loops', () => {
    expect(findingOf('x-loop', 'Ada@Customer.example')).toMatchObject({ kind: 'automated', confidence: 0.8 });
  });

  it.each([
    ['x-otrs-loop', 'No'],
    ['x-zendesk-from-account-id', '5f'],
    ['x-loop', 'somebody@else.example'],
    ['x-loop', 'yes'],
  ])('leaves an agent’s words: %s: %s', (name, value) => {
    expect(findingOf(name, value)).toBeUndefined();
  });
});
