import { treatmentOf } from '../../../lambdas/domain/configuration/kinds.ts';
import { mailKinds } from '../../../lambdas/domain/mail/mail-kinds.ts';

describe('treatmentOf', () => {
  it('logs what people write by default, and makes no record for what machines write', () => {
    const treatments = Object.fromEntries(mailKinds.map((kind) => [kind, treatmentOf(kind, undefined)]));

    expect(treatments).toEqual({
      human: 'log',
      calendar: 'log',
      'auto-reply': 'log-on-known-contacts',
      list: 'log-on-known-contacts',
      challenge: 'log-on-known-contacts',
      receipt: 'log-on-known-contacts',
      automated: 'log-on-known-contacts',
      bounce: 'filter',
      complaint: 'filter',
      unsubscribe: 'filter',
    });
  });

  it('follows the integration, kind by kind', () => {
    const kinds = { list: 'filter', automated: 'log', human: undefined } as const;

    expect(['list', 'automated', 'human', 'receipt'].map((kind) => treatmentOf(kind as 'list', kinds))).toEqual([
      'filter',
      'log',
      'log',
      'log-on-known-contacts',
    ]);
  });
});
