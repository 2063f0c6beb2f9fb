import { parseStages } from '../../lib/stage-config.ts';
import { retentionOf } from '../../lib/stage-retention.ts';

const stageWith = (...lines: string[]): string =>
  ['prod:', '  region: eu-west-1', '  inboundDomain: inbound.example.com', ...lines.map((line) => `  ${line}`)].join(
    '\n',
  );

describe('how long a stage keeps its data', () => {
  it.each([
    [[], { rawDays: 90, eventDays: 400, attachmentDays: 400, ledgerDays: 400, inactiveDays: 400, logDays: 30 }],
    [
      [
        'rawRetentionDays: 730',
        'logRetentionDays: 90',
        'retention: { ledgerDays: 760, attachmentDays: 60, attachmentArchiveDays: 30 }',
      ],
      {
        rawDays: 730,
        eventDays: 400,
        attachmentDays: 60,
        attachmentArchiveDays: 30,
        ledgerDays: 760,
        inactiveDays: 400,
        logDays: 90,
      },
    ],
  ])('is read from its settings: %j', (lines, retention) => {
    expect(parseStages(stageWith(...lines)).map(retentionOf)).toEqual([retention]);
  });

  it.each([
    [['rawRetentionDays: 371'], /prod\.retention\.ledgerDays: .*wants 401 or more/],
    [['retention: { ledgerDays: 100 }'], /prod\.retention\.ledgerDays: found 100; wants 120 or more/],
    [
      ['retention: { attachmentDays: 30, attachmentArchiveDays: 30 }'],
      /prod\.retention\.attachmentArchiveDays: found 30; wants less than attachmentDays, 30/,
    ],
    [['retention: { eventDays: 7 }'], /prod\.retention\.eventDays: found 7; wants a whole number from 30 to 3650/],
    [
      ['retention: { attachmentDays: 7 }'],
      /prod\.retention\.attachmentDays: found 7; wants a whole number from 14 to 3650/,
    ],
    [['retention: { eventsDays: 70 }'], /prod\.retention\.eventsDays: .*no such key/],
  ])('is refused where its times do not go together: %j', (lines, mistake) => {
    expect(() => parseStages(stageWith(...lines))).toThrow(mistake);
  });
});
