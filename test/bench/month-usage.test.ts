import { assumptions, type StageCounts, usageOfMonth } from '../../bench/month-usage.ts';
import type { StageWork } from '../../bench/record-stage.ts';

const none: StageWork = {
  calls: {},
  readUnits: 0,
  writeUnits: 0,
  invocations: 0,
  gbSeconds: 0,
  logBytes: 0,
  tableBytes: 0,
  objectBytes: 0,
  keyRequests: 0,
  secretRequests: 0,
  series: new Set(),
};
const counts: StageCounts = { inventory: {}, idleHour: none, mail: none, functions: 8 };
const month = (changes: Partial<StageCounts>, mails = 0) => usageOfMonth({ ...counts, ...changes }, mails);

describe('usageOfMonth', () => {
  it('is what is there, and 730 hours without mail', () => {
    const usage = month({ inventory: { kmsKey: 1 }, idleHour: { ...none, readUnits: 10, invocations: 2 } });

    expect(usage).toMatchObject({ kmsKey: 1, dynamoRead: 7300, lambdaRequest: 1460 });
    expect(usage.sesMail).toBeUndefined();
  });

  it('adds the arrival and the work of each mail', () => {
    const usage = month({ mail: { ...none, calls: { 's3.PutObject': 2 }, writeUnits: 24 } }, 1000);

    expect(usage).toMatchObject({ sesMail: 1000, sesChunk: 1000, snsPublish: 1000, s3Put: 3000, dynamoWrite: 24_000 });
  });

  it('stores a year of mail: tables with their backups, raw mail, attachments and events', () => {
    const usage = month({ mail: { ...none, tableBytes: 1024, objectBytes: 2048 } }, 2 ** 20);
    const { rawKb, attachmentKb, storedMonths } = assumptions;

    expect(usage.dynamoGb).toBeCloseTo(storedMonths, 6);
    expect(usage.dynamoBackupGb).toBe(usage.dynamoGb);
    expect(usage.s3Gb).toBeCloseTo((rawKb + attachmentKb + 2) * storedMonths, 6);
  });

  it('counts a metric with a set of dimension values once, and those of mail only with mail', () => {
    const idleHour = { ...none, series: new Set(['Heartbeat {}', 'LagSeconds {"kind":"bounce"}']) };
    const mail = { ...none, series: new Set(['Heartbeat {}', 'ParseErrors {}']) };

    expect(month({ idleHour, mail }).metric).toBe(2);
    expect(month({ idleHour, mail }, 1).metric).toBe(3);
  });

  it('logs the lines of the functions, and what Lambda says about each invocation', () => {
    const { logGb, logMaskGb, logStoredGb } = month(
      { mail: { ...none, logBytes: 1024 - 900, invocations: 1 } },
      2 ** 20,
    );

    expect(logGb).toBeCloseTo(1, 6);
    expect([logMaskGb, logStoredGb]).toEqual([logGb, logGb]);
  });

  it('asks for keys no more often than functions that always work', () => {
    const mail = { ...none, keyRequests: 12, secretRequests: 2 };
    const windows = (730 * 60) / assumptions.rememberedMinutes;

    expect(month({ mail }, 100).kmsRequest).toBe(1200 + 100);
    expect(month({ mail }, 10_000_000).kmsRequest).toBe(8 * windows * assumptions.keysOfFunction + windows);
    expect(month({ mail }, 10_000_000).secretRequest).toBe(8 * windows * assumptions.secretsOfFunction + windows);
  });
});
