import { CfnOutput, type RemovalPolicy, Stack } from 'aws-cdk-lib';
import { EmailIdentity, Identity } from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';

export interface MailIdentityProps {
  /** The domain that mail comes to. */
  readonly domain: string;
  /** Deleting it means new DKIM records, and no mail until they are verified. */
  readonly removalPolicy: RemovalPolicy;
}

/**
 * What SES takes mail for: the domain, verified by the DKIM records that the outputs name. It holds state that the world
 * knows, so it lies in the stack that stays.
 */
export class MailIdentity extends Construct {
  constructor(scope: Construct, id: string, { domain, removalPolicy }: MailIdentityProps) {
    super(scope, id);
    const identity = new EmailIdentity(this, 'Identity', { identity: Identity.domain(domain) });
    identity.applyRemovalPolicy(removalPolicy);
    identity.dkimRecords.forEach(({ name, value }, index) => {
      new CfnOutput(Stack.of(this), `DkimRecord${index + 1}`, { value: `${name} CNAME ${value}` });
    });
  }
}
