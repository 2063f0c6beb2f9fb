import { filesOf } from '../../../lambdas/domain/planning/files.ts';
import { routeEvent } from '../../../lambdas/domain/planning/route-event.ts';
import { aDelivery, anEvent, anIntegration } from '../../helpers/builders.ts';

const MiB = 1024 * 1024;
const attachment = (nth: number, size: number) => ({
  filename: `${nth}.pdf`,
  contentType: 'application/octet-stream',
  detectedType: 'application/pdf',
  size,
  sha256: 'a'.repeat(64),
  inline: false,
  key: `attachments/evt_1/${nth}`,
  verdict: 'clean' as const,
  reasons: [],
});
const namesOf = (sizes: readonly number[], maxFileMiB?: number): string[] => {
  const event = { ...anEvent(), attachments: sizes.map((size, nth) => attachment(nth, size)) };
  const integration = anIntegration(maxFileMiB === undefined ? {} : { files: { maxFileMiB } });
  return filesOf(routeEvent(event, aDelivery(event)), integration, 'x').map(({ name }) => name);
};

describe('filesOf', () => {
  it('chooses no file where the integration wants none', () => {
    expect(namesOf([1000])).toEqual([]);
  });

  it('chooses at most ten files and twenty mebibytes of a mail, and a smaller one that still fits', () => {
    expect(
      namesOf(
        Array.from({ length: 12 }, () => 10),
        5,
      ),
    ).toHaveLength(10);
    expect(namesOf([9 * MiB, 9 * MiB, 9 * MiB, MiB], 10)).toEqual(['0.pdf', '1.pdf', '3.pdf']);
  });

  it('leaves out a signature of the mail', () => {
    const signature = { ...attachment(0, 10), filename: 'smime.p7s', contentType: 'application/pkcs7-signature' };
    const event = { ...anEvent(), attachments: [signature, attachment(1, 10)] };
    const integration = anIntegration({ files: { maxFileMiB: 5 } });

    expect(filesOf(routeEvent(event, aDelivery(event)), integration, 'x').map(({ name }) => name)).toEqual(['1.pdf']);
  });

  it('gives each file a key of its own, which stays the same', () => {
    const event = { ...anEvent(), attachments: [attachment(0, 10), attachment(1, 10)] };
    const files = () =>
      filesOf(routeEvent(event, aDelivery(event)), anIntegration({ files: { maxFileMiB: 5 } }), 'activity');

    expect(new Set(files().map(({ externalId }) => externalId)).size).toBe(2);
    expect(files()).toEqual(files());
    expect(files()[0]?.contentType).toBe('application/pdf');
  });

  it('keeps a text file with data back where an integration takes such data out', () => {
    const dataRules = [{ rule: 'card-number', count: 1 }];
    const event = { ...anEvent(), attachments: [{ ...attachment(0, 10), dataRules }, attachment(1, 10)] };
    const chosen = (redact: boolean): string[] =>
      filesOf(
        routeEvent(event, aDelivery(event)),
        anIntegration({ files: { maxFileMiB: 5 }, dataLoss: { rules: [], redact } }),
        'x',
      ).map(({ name }) => name);

    expect([chosen(false), chosen(true)]).toEqual([['0.pdf', '1.pdf'], ['1.pdf']]);
  });

  it('chooses no file that a setting refuses', () => {
    const event = { ...anEvent(), attachments: [attachment(0, 10)] };
    const integration = anIntegration({
      files: { maxFileMiB: 5 },
      attachments: { maxFileMiB: 25, maxMailMiB: 40, refuse: ['.pdf'] },
    });

    expect(filesOf(routeEvent(event, aDelivery(event), integration), integration, 'x')).toEqual([]);
  });
});
