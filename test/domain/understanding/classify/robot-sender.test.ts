import type { ParsedMail } from '../../../../lambdas/domain/mail/parsed-mail.ts';
import { robotSender } from '../../../../lambdas/domain/understanding/classify/robot-sender.ts';
import { aParsedMail } from '../../../helpers/builders.ts';

const findingOf = (changes: Partial<ParsedMail>) => robotSender({ mail: aParsedMail(changes), recipients: [] });
const from = (address: string, name?: string): Partial<ParsedMail> => ({
  from: name === undefined ? { address } : { name, address },
});

describe('robotSender', () => {
  it.each([
    'no-reply@b.example',
    'noreply-orders@b.example',
    'comments-noreply@b.example',
    'no_reply@b.example',
    'donotreply@b.example',
    'ne-pas-repondre@b.example',
    'Alerts+eu@b.example',
    'bounces+7-ada=c.example@b.example',
    'root@host.example',
    'notifications-2f9c01@b.example',
    'news-eu@b.example',
    'monitoring-prod@b.example',
  ])('finds a robot at %s', (address) => {
    expect(findingOf({ ...from(address), text: 'Something happened.' })).toMatchObject({
      kind: 'automated',
      confidence: 0.8,
    });
  });

  it('finds junk, and an answer from an address that takes none', () => {
    expect(findingOf({ headers: [{ name: 'precedence', value: 'junk' }] })).toMatchObject({ confidence: 0.7 });
    expect(findingOf({ ...from('noreply@b.example'), inReplyTo: 'a@b.example' })).toMatchObject({ confidence: 0.8 });
  });

  it.each<[string, Partial<ParsedMail>]>([
    ['a person', from('ada@b.example')],
    ['an address that begins alike', from('systematic@b.example')],
    ['an address that begins with a robot’s word', from('notifications-lead@b.example', 'Notification Team')],
    ['an answer from a shared address', { ...from('alerts@b.example'), inReplyTo: 'a@b.example' }],
    [
      'a person with a robot’s address',
      { ...from('root@rob.example', 'Rob Root'), text: 'My name is Rob and I would like a demo.' },
    ],
    ['the same in German', { ...from('alarm@haus.example', 'Eva Kurz'), text: 'Ich hätte gern ein Angebot.' }],
  ])('leaves %s', (_name, changes) => {
    expect(findingOf(changes)).toBeUndefined();
  });

  it.each<[string, Partial<ParsedMail>]>([
    ['a name of a machine', { ...from('root@host.example', 'Cron Daemon'), text: 'I ran my job.' }],
    [
      'words of a machine',
      { ...from('alerts@host.example', 'Ada King'), text: 'My disk is full. This is an automated message.' },
    ],
  ])('finds a robot in spite of the first person, by %s', (_name, changes) => {
    expect(findingOf(changes)).toMatchObject({ kind: 'automated' });
  });
});
