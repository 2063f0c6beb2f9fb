import { reportStanding, statementStanding, withTenantBlocks } from '../../../lambdas/domain/consent/mail-standing.ts';
import type { EmailReceived } from '../../../lambdas/domain/mail/event.ts';
import { anEvent, anIntegration } from '../../helpers/builders.ts';

const trust = (changes: object = {}) => ({
  trust: { ownDomains: [], allow: [], block: [], below: 20, action: 'tag' as const, ...changes },
});
const mail = (dmarc: 'pass' | 'fail' | 'none', from = 'ada@customer.example'): EmailReceived => ({
  ...anEvent({ from: { address: from } }),
  authentication: { dmarc },
});
const blocked = trust({ block: ['@customer.example'] });

describe('statementStanding', () => {
  it.each<[string, EmailReceived, object, string | undefined]>([
    ['in full what a proven sender says', mail('pass'), {}, undefined],
    ['in full what a proven sender says who is blocked', mail('pass'), blocked, undefined],
    ['reversibly what an unproven sender says', mail('none'), {}, 'unproven'],
    ['not what an unproven sender says who is blocked', mail('none'), blocked, 'noted'],
    [
      'not what an unproven sender says whom the tenant keeps out',
      mail('none'),
      trust({ below: 100, action: 'quarantine' }),
      'noted',
    ],
    ['reversibly what a sender says who is only tagged', mail('none'), trust({ below: 100 }), 'unproven'],
    ['not what a false sender says', mail('fail'), {}, 'noted'],
  ])('believes %s', (_case, event, integration, standing) => {
    expect(statementStanding(event, integration)).toBe(standing);
  });
});

describe('reportStanding', () => {
  const evidence = { consent: { evidence: ['customer.example', 'gmail.com'] } } as never;

  it.each<[string, EmailReceived, object, boolean, string | undefined]>([
    ['in full a report that names a mail of ours', mail('none'), {}, true, undefined],
    ['for review a report without evidence', mail('pass'), {}, false, 'hint'],
    ['in full a proven report of a host that the tenant believes', mail('pass'), evidence, false, undefined],
    ['for review an unproven report of such a host', mail('none'), evidence, false, 'hint'],
    [
      'for review a report of anybody at a public mailbox provider',
      mail('pass', 'ada@gmail.com'),
      evidence,
      false,
      'hint',
    ],
    ['in full a report of the provider itself', mail('pass', 'mailer-daemon@gmail.com'), evidence, false, undefined],
    ['not a report that is proven false, whatever it names', mail('fail'), {}, true, 'noted'],
    ['not a report of a sender who is blocked', mail('pass'), blocked, true, 'noted'],
  ])('believes %s', (_case, event, integration, hasEvidence, standing) => {
    expect(reportStanding(event, integration, hasEvidence)).toBe(standing);
  });
});

describe('withTenantBlocks', () => {
  it('blocks for consent every sender that any integration of the tenant blocks', () => {
    const [plain, strict] = [anIntegration(), anIntegration(trust({ block: ['a@x.example'] }))];
    const stranger = anIntegration({ tenant: 'other', ...trust({ block: ['b@x.example'] }) });

    expect(withTenantBlocks(plain, [plain, strict, strict, stranger]).trust?.block).toEqual(['a@x.example']);
    expect(withTenantBlocks(plain, [plain, stranger])).toBe(plain);
  });
});
