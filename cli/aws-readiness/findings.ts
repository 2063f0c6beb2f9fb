import { accountFindings, refusalFindings } from './account-checks.ts';
import type { Facts } from './facts.ts';
import type { Finding } from './finding.ts';
import { mailFindings } from './mail-checks.ts';
import { runningFindings } from './running-checks.ts';
import { storageFindings } from './storage-checks.ts';

/** Differences of the account from the needs of the deployment, problems first. Pure: it follows from the facts alone. */
export function findingsOf(facts: Facts): Finding[] {
  const findings = [
    ...accountFindings(facts),
    ...refusalFindings(facts),
    ...mailFindings(facts),
    ...runningFindings(facts),
    ...storageFindings(facts),
  ];
  return [
    ...findings.filter(({ severity }) => severity === 'problem'),
    ...findings.filter(({ severity }) => severity === 'remark'),
  ];
}
