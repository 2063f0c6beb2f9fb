import type { Integration } from '../../../lambdas/domain/configuration/integration.ts';
import { keepOut } from '../../../lambdas/domain/planning/keep-out.ts';
import { aMail, anIntegration, subjectFor } from '../../helpers/builders.ts';

const trust = (action: 'tag' | 'quarantine') => ({ ownDomains: [], allow: [], block: [], below: 20, action });
const brake = { mails: 2, minutes: 60 };
const confirmation = {
  consent: { confirmation: { from: 'ada@customer.example', subject: 'x', text: '{link}' } },
} as Partial<Integration>;

async function judge(
  changes: Partial<Integration>,
  { score = 50, counted = 1, sent = {} as Parameters<typeof aMail>[0] } = {},
) {
  const integration = anIntegration(changes);
  const mail = aMail(sent, { integration, delivery: { trust: { score, reasons: [] } } });
  const asked: unknown[] = [];
  const countInWindow = async (_window: unknown, _eventId: string, most: number) => {
    asked.push(most);
    return counted;
  };
  return { keptOut: await keepOut(mail, integration, { countInWindow, subjectFor }), asked };
}

describe('keepOut', () => {
  it.each<[string, Partial<Integration>, object, object | undefined]>([
    ['lets a mail in', {}, {}, undefined],
    [
      'quarantines a mail with too little trust',
      { trust: trust('quarantine') },
      { score: 19 },
      { fate: 'quarantined', reason: 'trust 19 is below 20' },
    ],
    ['lets a mail in that is only tagged', { trust: trust('tag') }, { score: 19 }, undefined],
    ['lets a mail in with just enough trust', { trust: trust('quarantine') }, { score: 20 }, undefined],
    ['filters our own confirmation', confirmation, {}, { fate: 'filtered', reason: 'our own mail' }],
    ['filters a kind', { kinds: { human: 'filter' } }, {}, { fate: 'filtered', reason: 'kind human' }],
    ['filters only the kind', { kinds: { list: 'filter' } }, {}, undefined],
    [
      'filters a list',
      { kinds: { list: 'filter' } },
      { sent: { headers: [{ name: 'list-id', value: '<x.lists.example>' }] } },
      { fate: 'filtered', reason: 'kind list' },
    ],
    [
      'lets a form for a person in, though notices are filtered',
      { kinds: { automated: 'filter' } },
      { sent: { from: { address: 'no-reply@forms.example' }, replyTo: [{ address: 'jo@customer.example' }] } },
      undefined,
    ],
    [
      'filters a forwarding confirmation, and says so to an operator',
      { kinds: { automated: 'log' } },
      {
        sent: {
          from: { address: 'forwarding-noreply@google.com' },
          text: 'https://mail.google.com/mail/vf-abc',
        },
      },
      {
        fate: 'filtered',
        reason: 'a forwarding confirmation: postern doctor shows its link',
        forwarding: 'gmail',
      },
    ],
    ['lets the last mail of a window in', { brake }, { counted: 2 }, undefined],
    [
      'quarantines a mail beyond the brake',
      { brake },
      { counted: 3 },
      { fate: 'quarantined', reason: 'brake: more than 2 mails of one sender in 60 minutes' },
    ],
  ])('%s', async (_case, integration, given, keptOut) => {
    expect((await judge(integration, given)).keptOut).toEqual(keptOut);
  });

  it('counts a mail against the brake only when nothing else keeps it out', async () => {
    expect((await judge({ brake })).asked).toEqual([2]);
    expect((await judge({})).asked).toEqual([]);
    expect((await judge({ brake, ...confirmation })).asked).toEqual([]);
  });
});
