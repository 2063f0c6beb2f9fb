import type { Deployment } from './deployment.ts';
import type { MailFacts, ReceiptRule } from './facts.ts';
import { type Finding, problem, remark, restoreApp } from './finding.ts';

type ActiveRules = NonNullable<MailFacts['activeRules']>['value'];

/** Whether the active receipt rule set stores the mail. @see https://docs.aws.amazon.com/ses/latest/dg/receiving-email-concepts.html */
export function ruleFindings(deployment: Deployment, active: ActiveRules): Finding[] {
  const { ruleSet, rule: name, region, stage } = deployment;
  const activate = `aws ses set-active-receipt-rule-set --region ${region} --rule-set-name ${ruleSet}`;
  if (active?.name !== ruleSet)
    return [
      problem(
        'rule-set-inactive',
        active === undefined
          ? `no receipt rule set is active in ${region}: SES refuses all mail`
          : `the active receipt rule set is ${active.name}, the rule of this stage is in ${ruleSet}`,
        active === undefined
          ? `activate it: ${activate}`
          : `activate it (${activate}), or let the stage add its rule to ${active.name}: ${joining(deployment, active.name)}`,
      ),
    ];
  const place = active.rules.findIndex((rule) => rule.name === name);
  const rule = active.rules[place];
  if (rule === undefined)
    return [
      problem(
        'rule-missing',
        `the receipt rule set ${ruleSet} has no rule ${name}: nothing stores the mail`,
        restoreApp(stage),
      ),
    ];
  return [
    ...settingFindings(deployment, rule),
    ...active.rules.slice(0, place).flatMap((earlier) => shadowFindings(deployment, earlier)),
  ];
}

/** How a stage adds its rule to a rule set. No stage may add one to the own rule set of another stage, which is deleted with it. */
function joining({ namePrefix }: Deployment, ruleSet: string): string {
  if (ruleSet === 'postern-shared') return 'ruleSet: { mode: shared }';
  const prefix = [namePrefix, 'postern'].find((candidate) => ruleSet.startsWith(`${candidate}-`));
  if (prefix === undefined) return `ruleSet: { mode: existing, name: ${ruleSet} }`;
  const owner = ruleSet.slice(prefix.length + 1);
  return `ruleSet: { mode: shared } in this stage, and { mode: shared, takeover: true } in ${owner}`;
}

/** Differences of our rule from its deployment. */
function settingFindings(deployment: Deployment, rule: ReceiptRule): Finding[] {
  const { ruleSet, inboundDomain, buckets, stage } = deployment;
  const findings: Finding[] = [];
  const inSet = `rule ${rule.name} of the receipt rule set ${ruleSet}`;
  if (!rule.isEnabled)
    findings.push(
      problem('rule-disabled', `${inSet} is disabled: nothing stores the mail`, 'enable it in the SES console'),
    );
  const wanted = [inboundDomain, `.${inboundDomain}`];
  if (rule.recipients.toSorted().join() !== wanted.toSorted().join())
    findings.push(
      problem(
        'rule-recipients',
        `${inSet} takes mail for ${rule.recipients.join(', ') || 'every verified domain'}, not for ${wanted.join(' and ')}`,
        `set its recipients to ${wanted.join(' and ')}`,
      ),
    );
  const bucket = buckets.find((entry) => entry.bucket === 'mail')?.name;
  const stored = rule.stores.filter((store) => store.bucket === bucket && store.prefix === 'inbound/');
  if (stored.length === 0)
    findings.push(
      problem(
        'rule-destination',
        `${inSet} does not store mail under inbound/ of ${bucket}`,
        `give it the action S3 with bucket ${bucket} and prefix inbound/`,
      ),
    );
  else if (!stored.some(({ isAnnounced }) => isAnnounced))
    findings.push(
      problem(
        'rule-silent',
        `${inSet} stores mail and tells no topic of it: it waits for the sweep`,
        `give its action S3 the topic that the template names; or ${restoreApp(stage)}`,
      ),
    );
  if (!rule.isScanning)
    findings.push(
      remark(
        'rule-scan-off',
        `${inSet} scans for neither spam nor viruses`,
        'turn spam and virus scanning on in the rule',
      ),
    );
  return findings;
}

/** An earlier rule that ends the evaluation takes the mail that it matches. */
function shadowFindings({ inboundDomain, ruleSet }: Deployment, earlier: ReceiptRule): Finding[] {
  if (!earlier.isEnabled || !earlier.ends) return [];
  const claimed = earlier.recipients.filter((recipient) => touches(recipient, inboundDomain));
  if (earlier.recipients.length > 0 && claimed.length === 0) return [];
  // A rule for single addresses may be meant so.
  const isMeant = claimed.length > 0 && claimed.every((recipient) => recipient.includes('@'));
  return [
    (isMeant ? remark : problem)(
      'rule-shadowed',
      `rule ${earlier.name} comes earlier in ${ruleSet} and ends it for ${claimed.join(', ') || 'all mail'}: that mail is not stored`,
      `move the rule behind, take its action Stop or Bounce out, or keep ${inboundDomain} out of its recipients`,
    ),
  ];
}

/** Whether a recipient of a rule (address, domain, or `.domain` for what is below it) covers mail of a domain or below it. */
function touches(recipient: string, domain: string): boolean {
  const host = recipient.slice(recipient.indexOf('@') + 1) || recipient;
  if (host.startsWith('.')) return `.${domain}`.endsWith(host) || host.endsWith(`.${domain}`);
  return host === domain || host.endsWith(`.${domain}`);
}
