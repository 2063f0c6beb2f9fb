import type { Command } from 'commander';
import { lazy } from '../lazy.ts';

export function describeDev(verb: Command): void {
  verb
    .option('--json', 'print the ports as one JSON line: {"smtp":…,"http":…}')
    .option(
      '--source',
      'run the sources of the functions, and restart a function when one of its files changes; default: the bundles that a deployment would upload',
    )
    .option('--no-iam', 'allow every call without asking the IAM policies of the templates')
    .addHelpText(
      'after',
      '\nEnvironment:\n  POSTERN_SMTP_PORT (2525), POSTERN_HTTP_PORT (8025): 0 for any free port\n  POSTERN_DATA_DIR (.postern/): mail, ledger and CRM records are kept there\n  POSTERN_INTEGRATIONS: another integrations file\n  POSTERN_SMTP_TLS=on: offer STARTTLS, with the certificate smtp-certificate.pem in the data folder, made at each start\n  POSTERN_SMTP_AUTH=any, or <user>:<password>: offer AUTH; any takes every user, and mail without one\n  POSTERN_DNS=off: ask no DNS, so that no sender is proven or proven false\n  POSTERN_ANTIVIRUS=guardduty: play GuardDuty, which scans attachments; POSTERN_SCAN_MS (500): how long it takes\n  POSTERN_IAM_RECORD: a file to which every kind of AWS call is added, allowed or not, as JSON lines\n\nExamples:\n  npm start\n  npm start -- --source\n  npm start -- --no-iam\n  POSTERN_SMTP_PORT=0 POSTERN_HTTP_PORT=0 postern dev --json',
    )
    .action(lazy(async () => (await import('../dev.ts')).runDev));
}
