import type { Facts, Refusal } from './facts.ts';
import { type Finding, problem, remark } from './finding.ts';

/** AWS refuses signatures that are so many ms off. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/signing-elements.html */
const refusedSkewMs = 5 * 60_000;
/** More than the whole seconds of a Date header and the way there explain. */
const notedSkewMs = 30_000;

/** Credentials, place and clock of the shell that asks. */
export function accountFindings({ deployment, caller, clockSkewMs = 0 }: Facts): Finding[] {
  const findings: Finding[] = [];
  const { account, region, keyArn } = deployment;
  const skew = Math.abs(clockSkewMs);
  if (skew >= notedSkewMs)
    findings.push(
      (skew >= refusedSkewMs ? problem : remark)(
        'clock-skew',
        `this machine's clock is ${Math.round(skew / 1000)} s ${clockSkewMs > 0 ? 'ahead of' : 'behind'} AWS's`,
        'set it by NTP: AWS refuses signatures that are 5 minutes off',
      ),
    );
  if (caller !== undefined && 'error' in caller)
    findings.push(
      problem(
        'credentials',
        `AWS does not take the credentials of this shell: ${caller.error}`,
        `log in, or choose a profile of account ${account} with AWS_PROFILE; aws sts get-caller-identity shows what is used`,
      ),
    );
  else if (caller !== undefined && caller.account !== account)
    findings.push(
      problem(
        'account-mismatch',
        `the credentials of this shell are of account ${caller.account}, the deployment is in ${account}`,
        `choose a profile of account ${account} with AWS_PROFILE, or take the CliEnvironment output of the stage that is meant`,
      ),
    );
  const deployed = keyArn.split(':')[3];
  if (deployed !== region)
    findings.push(
      problem(
        'region-mismatch',
        `AWS_REGION is ${region}, the deployment is in ${deployed}`,
        `set AWS_REGION=${deployed}, as the CliEnvironment output says`,
      ),
    );
  return findings;
}

/** Each question that was refused, once: whoever cannot look cannot say that all is well. */
export function refusalFindings({ deployment, refusals }: Pick<Facts, 'deployment' | 'refusals'>): Finding[] {
  const first = new Map<string, Refusal>();
  for (const refusal of refusals) {
    const key = `${refusal.kind} ${refusal.asked}`;
    if (!first.has(key)) first.set(key, refusal);
  }
  return [...first.values()].map((refusal) => refusalFinding(refusal, deployment.operatorPolicyArns));
}

function refusalFinding({ kind, asked, reason }: Refusal, policyArns: readonly string[]): Finding {
  switch (kind) {
    case 'denied':
      return problem(
        'permission-missing',
        `these credentials need ${asked}`,
        `attach the policies ${policyArns.join(' and ')} to whoever runs doctor`,
      );
    case 'unanswered':
      return problem(
        'not-answered',
        `AWS gave no answer to ${asked}: ${reason}`,
        'run doctor again; if it stays, look at the network of this machine and at https://health.aws.amazon.com',
      );
    case 'dns':
      return remark(
        'dns-not-answered',
        `DNS gave no answer about ${asked}: ${reason}`,
        'run doctor again, or name another resolver: postern doctor --aws --dns 1.1.1.1',
      );
  }
}
