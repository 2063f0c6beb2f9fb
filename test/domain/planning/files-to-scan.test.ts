import type { Integration } from '../../../lambdas/domain/configuration/integration.ts';
import type { EmailReceived } from '../../../lambdas/domain/mail/event.ts';
import { hasFilesToScan } from '../../../lambdas/domain/planning/files-to-scan.ts';
import { aDelivery, anEvent, anIntegration } from '../../helpers/builders.ts';

type Attachment = EmailReceived['attachments'][number];
const pending: Attachment = {
  filename: 'plan.txt',
  contentType: 'text/plain',
  size: 100,
  sha256: '',
  inline: false,
  key: 'attachments/evt_1/0',
  verdict: 'unscanned',
  reasons: ['antivirus.pending'],
};
const files = { maxFileMiB: 5 };

function asks(changes: Partial<Attachment>, integration: Partial<Integration>): boolean {
  const event = { ...anEvent(), attachments: [{ ...pending, ...changes }] };
  const delivery = { ...aDelivery(event), attempts: 0, fence: 0, steps: {} };
  return hasFilesToScan(event, delivery, anIntegration({ mode: 'live', ...integration }));
}

describe('hasFilesToScan', () => {
  it('waits for a file that the integration would upload', () => {
    expect(asks({}, { files })).toBe(true);
  });

  it.each<[string, Partial<Attachment>, Partial<Integration>]>([
    ['an integration without files', {}, {}],
    ['an integration that only shadows', {}, { files, mode: 'shadow' }],
    ['a file that has its result', { verdict: 'clean', reasons: ['antivirus.clean'] }, { files }],
    [
      'a file that is blocked anyway',
      { verdict: 'blocked', reasons: ['name.executable', 'antivirus.pending'] },
      { files },
    ],
    [
      'a file that is suspicious anyway',
      { verdict: 'suspicious', reasons: ['office.macros', 'antivirus.pending'] },
      { files },
    ],
    ['a locked file, which stays unscanned', { reasons: ['pdf.encrypted', 'antivirus.pending'] }, { files }],
    ['a file that is too large', { size: 6 * 1024 * 1024 }, { files }],
    [
      'a file above the cap of the integration',
      { size: 2_000_000 },
      { files, attachments: { maxFileMiB: 1, maxMailMiB: 40 } },
    ],
    ['a picture that the text shows', { inline: true }, { files }],
  ])('does not wait for %s', (_, changes, integration) => {
    expect(asks(changes, integration)).toBe(false);
  });
});
