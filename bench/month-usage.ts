import { sumOf, times, type Usage } from '../cli/cost/usage.ts';
import { arrivalOfMail, usageOfWork } from './mail-cost.ts';
import type { StageWork } from './record-stage.ts';
import { monthHours } from './stage-inventory.ts';

/** Counts of a stage. */
export interface StageCounts {
  /** Its usage in a month because it is there. */
  readonly inventory: Usage;
  /** An hour without mail. */
  readonly idleHour: StageWork;
  /** The work that one mail adds. */
  readonly mail: StageWork;
  readonly functions: number;
}

/** Figures that are not counted, but assumed. */
export const assumptions = {
  /** KB of a mail with its attachments, as SES stores it. */
  rawKb: 75,
  /** KB of attachments that are stored beside it. */
  attachmentKb: 40,
  /** KB of the requests to a CRM for one mail, with their TLS records. */
  crmKb: 15,
  /** Bytes of the lines that Lambda itself logs about an invocation, and 26 that CloudWatch adds to each. */
  platformLogBytes: 900,
  /** Months of mail that are stored: no default of the retention is shorter. */
  storedMonths: 12,
  /** The time for which DynamoDB, S3 and the functions remember a key or a secret, in minutes. */
  rememberedMinutes: 5,
  /** Tables, buckets and secrets that a function uses at most, and the secrets among them. */
  keysOfFunction: 8,
  secretsOfFunction: 2,
} as const;

const gb = 2 ** 30;
const kb = 1024;

/** The usage of a stage in a month with so many mails, in the units of the price table. */
export function usageOfMonth({ inventory, idleHour, mail, functions }: StageCounts, mails: number): Usage {
  const idle = times(usageOfWork(idleHour), monthHours);
  const flow = times(sumOf(arrivalOfMail, usageOfWork(mail)), mails);
  const total = (count: (work: StageWork) => number): number => count(idleHour) * monthHours + count(mail) * mails;
  const series = new Set([...idleHour.series, ...(mails > 0 ? mail.series : [])]);
  return sumOf(inventory, idle, flow, logs(total), storage(total, mails), keys(idleHour, mail, mails, functions), {
    metric: series.size,
    egressGb: (mails * assumptions.crmKb * kb) / gb,
  });
}

type Total = (count: (work: StageWork) => number) => number;

function logs(total: Total): Usage {
  const platform = total(({ invocations }) => invocations) * assumptions.platformLogBytes;
  const logGb = (total(({ logBytes }) => logBytes) + platform) / gb;
  // Kept for a month: what a month brings is what is stored.
  return { logGb, logMaskGb: logGb, logStoredGb: logGb };
}

function storage(total: Total, mails: number): Usage {
  const { storedMonths, rawKb, attachmentKb } = assumptions;
  const tableGb = (total(({ tableBytes }) => tableBytes) * storedMonths) / gb;
  const mailBytes = mails * (rawKb + attachmentKb) * kb;
  const s3Gb = ((total(({ objectBytes }) => objectBytes) + mailBytes) * storedMonths) / gb;
  return { dynamoGb: tableGb, dynamoBackupGb: tableGb, s3Gb };
}

/** Mail adds at most what each function can ask for while it always works. */
function keys(idleHour: StageWork, mail: StageWork, mails: number, functions: number): Usage {
  const { keysOfFunction, secretsOfFunction, rememberedMinutes } = assumptions;
  const most = functions * ((monthHours * 60) / rememberedMinutes);
  const idle = (count: number): number => count * monthHours;
  const capped = (idleCount: number, each: number, ofFunction: number): number =>
    Math.max(idle(idleCount), Math.min(idle(idleCount) + each * mails, most * ofFunction));
  // The credentials of the CRM, which the simulated one does not ask for.
  const credentials = Math.min(mails, most / functions);
  const secretRequest = capped(idleHour.secretRequests, mail.secretRequests, secretsOfFunction) + credentials;
  return { kmsRequest: capped(idleHour.keyRequests, mail.keyRequests, keysOfFunction) + credentials, secretRequest };
}
