import type { EmailReceived } from '../../../lambdas/domain/mail/event.ts';
import { withOwnDataRules } from '../../../lambdas/domain/planning/attachment-data.ts';
import { filesOf } from '../../../lambdas/domain/planning/files.ts';
import { ownRulesOf } from '../../../lambdas/domain/planning/own-rules.ts';
import { routeEvent } from '../../../lambdas/domain/planning/route-event.ts';
import { aDelivery, anEvent, anIntegration } from '../../helpers/builders.ts';

type Attachment = EmailReceived['attachments'][number];
const dataLoss = { rules: [{ name: 'project', pattern: 'PRJ-\\d{4}' }], redact: true };

const stored: Readonly<Record<string, Uint8Array>> = {
  'k/notes': Buffer.from('About PRJ-1234 and PRJ-9999.'),
  'k/utf16': Buffer.from('\ufeffPRJ-1234', 'utf16le'),
  'k/page': Buffer.from('<html><p>PRJ-1234</p></html>'),
  'k/other': Buffer.from('Nothing.'),
  'k/binary': Buffer.from('\0PRJ-1234'),
};
const attachment = (key: string, changes: Partial<Attachment> = {}): Attachment => ({
  filename: key,
  contentType: 'text/plain',
  size: 100,
  sha256: '0'.repeat(64),
  inline: false,
  key: `k/${key}`,
  verdict: 'clean',
  reasons: [],
  ...changes,
});
async function search(attachments: Attachment[], settings: typeof dataLoss = dataLoss) {
  const read: string[] = [];
  const event = { ...anEvent(), attachments };
  const found = await withOwnDataRules(event, await ownRulesOf({ dataLoss: settings }), async (key) => {
    read.push(key);
    return stored[key];
  });
  return { event, found, read };
}

describe('withOwnDataRules', () => {
  it.each([
    ['notes', {}, 2],
    ['utf16', {}, 1],
    ['page', { detectedType: 'text/html' }, 1],
    ['notes', { contentType: 'application/octet-stream', filename: 'notes' }, 2],
  ] as const)('finds in the text %s what the integration keeps back', async (key, changes, count) => {
    const { found } = await search([attachment(key, changes)]);

    expect(found.attachments[0]?.dataRules).toEqual([{ rule: 'project', count }]);
  });

  it('adds to what the rules for everyone found', async () => {
    const { found } = await search([attachment('notes', { dataRules: [{ rule: 'iban', count: 1 }] })]);

    expect(found.attachments[0]?.dataRules).toEqual([
      { rule: 'project', count: 2 },
      { rule: 'iban', count: 1 },
    ]);
  });

  it.each([
    ['has nothing of the kind', attachment('other')],
    ['is no text', attachment('binary')],
    ['is gone', attachment('gone')],
  ])('leaves a file as it is that %s', async (_, file) => {
    const { found } = await search([file]);

    expect(found.attachments).toEqual([file]);
  });

  it('reads no file without rules, and none that is a picture, too large, or beyond the first fifty', async () => {
    const others = [attachment('picture', { detectedType: 'image/png' }), attachment('large', { size: 11_000_000 })];
    const many = Array.from({ length: 60 }, () => attachment('other'));

    expect((await search([attachment('notes')], { rules: [], redact: true })).read).toEqual([]);
    expect((await search([...others, attachment('notes')])).read).toEqual(['k/notes']);
    expect((await search(many)).read).toHaveLength(50);
  });

  it('keeps the file from the CRM, and names the rule in the event', async () => {
    const { found } = await search([attachment('notes'), attachment('other')]);
    const integration = anIntegration({ dataLoss, files: { maxFileMiB: 5 } });
    const routed = routeEvent(found, aDelivery(found), integration, await ownRulesOf(integration));

    expect(routed.dataRules).toEqual([{ rule: 'project', count: 2 }]);
    expect(filesOf(routed, integration, 'x').map(({ key }) => key)).toEqual(['k/other']);
  });
});
