import type { CloudFormationCustomResourceEvent, CloudFormationCustomResourceResponse, Context } from 'aws-lambda';

export interface ActivateDependencies {
  /** Name of the active rule set of this account and region, if one is. */
  readonly active: () => Promise<string | undefined>;
  /** Undefined switches receiving off. */
  readonly activate: (ruleSetName: string | undefined) => Promise<void>;
  readonly respond: (url: string, response: CloudFormationCustomResourceResponse) => Promise<void>;
}

/** The stage that makes a rule set of this name for itself. */
const stageOf = (ruleSetName: string): string | undefined => /^postern-(.+)$/.exec(ruleSetName)?.[1];

/** Why the active rule set stays active, and what to write in `stages.yaml` instead. */
function refusalOf(current: string): string {
  const stage = stageOf(current);
  const wayOut =
    stage === undefined
      ? `Set ruleSet: { mode: existing, name: ${current} } in stages.yaml to add a rule to it, or takeover: true to replace it`
      : // A rule in it would go with the other stage's stack, and a takeover would stop the other stage's mail.
        `By its name it belongs to the stage ${stage}: give this stage another region or account, or let both add to one rule set ` +
        'that neither makes, by ruleSet: { mode: existing, name: <its name> } in stages.yaml';
  return `receipt rule set "${current}" is active. ${wayOut}`;
}

/**
 * Activates our receipt rule set, but never silently takes mail from another one: there is only one active
 * rule set per account and region, and whoever had it would stop receiving.
 */
export function createActivateHandler({ active, activate, respond }: ActivateDependencies) {
  const apply = async (event: CloudFormationCustomResourceEvent): Promise<void> => {
    const name = String(event.ResourceProperties.RuleSetName);
    const current = await active();
    if (event.RequestType === 'Delete') {
      // Somebody else's by now: leave it alone.
      if (current === name) await activate(undefined);
      return;
    }
    if (current === name) return;
    if (current !== undefined && event.ResourceProperties.Takeover !== 'true') throw new Error(refusalOf(current));
    await activate(name);
  };

  return async (event: CloudFormationCustomResourceEvent, context: Context): Promise<void> => {
    const common = {
      PhysicalResourceId: `active-receipt-rule-set-${event.ResourceProperties.RuleSetName}`,
      StackId: event.StackId,
      RequestId: event.RequestId,
      LogicalResourceId: event.LogicalResourceId,
    };
    try {
      await apply(event);
      await respond(event.ResponseURL, { ...common, Status: 'SUCCESS' });
    } catch (error) {
      const Reason = `${(error as Error).message} (log stream ${context.logStreamName})`;
      await respond(event.ResponseURL, { ...common, Status: 'FAILED', Reason });
    }
  };
}
