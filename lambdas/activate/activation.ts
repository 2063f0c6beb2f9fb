/** No name of a rule set contains this sign. */
const separator = '|';

/**
 * The physical id of the resource: our rule set, and the one that was active before it.
 *
 * @param previous absent when none was
 */
export const activationId = (ruleSetName: string, previous: string | undefined): string =>
  ['active-receipt-rule-set', ruleSetName, previous ?? ''].join(separator);

/** The rule set that was active before; undefined when none was, or when the id has another form. */
export const previousOf = (id: string): string | undefined => id.split(separator)[2] || undefined;

/** The stage that makes a rule set of this name for itself. */
const stageOf = (ruleSetName: string): string | undefined => /^postern-(.+)$/.exec(ruleSetName)?.[1];

/** Why the active rule set stays active, and what to write in `stages.yaml` instead. */
export function refusalOf(current: string, ours: string): string {
  return `receipt rule set "${current}" is active. ${wayOut(current, ours)}`;
}

function wayOut(current: string, ours: string): string {
  const owner = stageOf(current);
  if (owner === undefined)
    return `Set ruleSet: { mode: existing, name: ${current} } in stages.yaml to add a rule to it, or takeover: true to replace it`;
  if (owner === 'shared')
    return 'It is the one that stages share: set ruleSet: { mode: shared } for this stage, too, in stages.yaml';
  if (stageOf(ours) === 'shared')
    return (
      `By its name it belongs to the stage ${owner}: if that stage is to share as well, set ruleSet: { mode: shared, takeover: true } ` +
      'in stages.yaml, deploy this stack, and then the stage: until then it receives nothing'
    );
  // A rule in it would go with the other stage's stack, and a takeover would stop the other stage's mail.
  return (
    `By its name it belongs to the stage ${owner}: give this stage another region or account, or set ` +
    'ruleSet: { mode: shared } in stages.yaml for both'
  );
}
