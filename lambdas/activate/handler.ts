import type { CloudFormationCustomResourceEvent, CloudFormationCustomResourceResponse, Context } from 'aws-lambda';
import type { Log } from '../domain/mail/log.ts';
import { activationId, previousOf, refusalOf } from './activation.ts';

export interface ActivateDependencies {
  /** Name of the active rule set of this account and region, if one is. */
  readonly active: () => Promise<string | undefined>;
  /**
   * Undefined switches receiving off.
   *
   * @returns false when there is no rule set of that name; then nothing has changed
   */
  readonly activate: (ruleSetName: string | undefined) => Promise<boolean>;
  readonly respond: (url: string, response: CloudFormationCustomResourceResponse) => Promise<void>;
  readonly log: Log;
}

/**
 * Activates our receipt rule set, but never silently takes mail from another one: there is only one active rule set in
 * each region of an account, and whoever had it would stop receiving.
 *
 * The rule set that was active before is remembered in the physical id of the resource, and is active again when the
 * resource is deleted, which is also what the rollback of a failed creation does.
 */
export function createActivateHandler({ active, activate, respond, log }: ActivateDependencies) {
  /** @returns the physical id of the resource from now on */
  const create = async (name: string, canTakeOver: boolean): Promise<string> => {
    const current = await active();
    if (current === name) return activationId(name, undefined);
    if (current !== undefined && !canTakeOver) throw new Error(refusalOf(current, name));
    await take(name);
    return activationId(name, current);
  };

  /**
   * The id stays while the name does: CloudFormation deletes the resource of an id that changed, which would activate
   * another rule set. After a change of the name it does so as well, and then finds ours active under its new name.
   */
  const update = async (id: string, name: string, nameBefore: string, canTakeOver: boolean): Promise<string> => {
    const current = await active();
    const isTaken = current !== undefined && current !== name && current !== nameBefore;
    if (isTaken && !canTakeOver) throw new Error(refusalOf(current, name));
    if (current !== name) await take(name);
    return name === nameBefore ? id : activationId(name, previousOf(id));
  };

  const remove = async (id: string, name: string): Promise<void> => {
    // Somebody else's by now, or never ours: leave it alone.
    if ((await active()) !== name) return;
    const previous = previousOf(id);
    if (await activate(previous)) return;
    log.warn('activate.previous-is-gone', { ruleSet: name, previous });
    await activate(undefined);
  };

  const take = async (name: string): Promise<void> => {
    if (!(await activate(name))) throw new Error(`there is no receipt rule set "${name}" in this region`);
  };

  const apply = async (event: CloudFormationCustomResourceEvent): Promise<string> => {
    const { RuleSetName, Takeover } = event.ResourceProperties;
    const name = String(RuleSetName);
    const canTakeOver = Takeover === 'true';
    switch (event.RequestType) {
      case 'Create':
        return create(name, canTakeOver);
      case 'Update':
        return update(event.PhysicalResourceId, name, String(event.OldResourceProperties.RuleSetName), canTakeOver);
      case 'Delete':
        await remove(event.PhysicalResourceId, name);
        return event.PhysicalResourceId;
    }
  };

  return async (event: CloudFormationCustomResourceEvent, { logStreamName }: Context): Promise<void> => {
    const { StackId, RequestId, LogicalResourceId } = event;
    const common = { StackId, RequestId, LogicalResourceId };
    let response: CloudFormationCustomResourceResponse;
    try {
      response = { ...common, Status: 'SUCCESS', PhysicalResourceId: await apply(event) };
    } catch (error) {
      // What was not created is deleted all the same: by an id that remembers nothing.
      const PhysicalResourceId =
        event.RequestType === 'Create'
          ? activationId(String(event.ResourceProperties.RuleSetName), undefined)
          : event.PhysicalResourceId;
      const Reason = `${error instanceof Error ? error.message : String(error)} (log stream ${logStreamName})`;
      response = { ...common, Status: 'FAILED', PhysicalResourceId, Reason };
    }
    await respond(event.ResponseURL, response);
  };
}
