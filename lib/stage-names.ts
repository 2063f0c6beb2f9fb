/** The prefix of every physical name of a stage, unless the stage has another. */
export const defaultNamePrefix = 'postern';

/** The most characters that a prefix may have, as a stage's name: then every name below fits into what its service takes. */
export const longestNamePart = 20;

/** The parts of the names of a stage. */
export interface NamedStage {
  readonly namePrefix: string;
  readonly stage: string;
}

/** Every name that a stage gives to something of the account. */
export interface StageNames {
  /** Name of the stacks, in front of `-State` and `-App`, and of the dashboard. */
  readonly title: string;
  /** Value of the dimension `stage` of every metric, and what the command line calls the stage there. */
  readonly metrics: string;
  /** Name of key alias, configuration set and receipt rule set. */
  readonly base: string;
  /** Prefix of its secrets: `crm` in an integrations file means `postern/<stage>/crm`. */
  readonly secretPrefix: string;
  /** Log group of the API's access logs. */
  readonly apiLogs: string;
  /** Name of an alarm, by its construct id. */
  readonly alarm: (id: string) => string;
  /** Name of something that CloudFront has once for all regions of the account, by its construct id. */
  readonly edge: (region: string, id: string) => string;
  /** Log group of a function, by its folder under `lambdas/`. */
  readonly functionLogs: (folder: string) => string;
}

/**
 * The only place that makes physical names. Whatever has no name here, CloudFormation names after its stack.
 *
 * Stages of different prefixes have different names even where they are called the same, metrics among them.
 */
export function stageNames({ namePrefix, stage }: NamedStage): StageNames {
  const base = `${namePrefix}-${stage}`;
  const isDefault = namePrefix === defaultNamePrefix;
  return {
    title: isDefault ? `Postern-${stage}` : base,
    // No stage has a slash in its name, so this is that of no other.
    metrics: isDefault ? stage : `${namePrefix}/${stage}`,
    base,
    secretPrefix: `${namePrefix}/${stage}/`,
    // API Gateway writes one policy for all groups under /aws/vendedlogs/; for any other it adds to a policy of 5,120
    // characters, which is full in an account with many groups.
    apiLogs: `/aws/vendedlogs/${namePrefix}/${stage}/api`,
    alarm: (id) => `${base}-${id}`,
    edge: (region, id) => `${base}-${region}-${id}`,
    functionLogs: (folder) => `/aws/lambda/${base}-${folder}`,
  };
}

/**
 * The name of the receipt rule set that a stage of mode `own` makes. The handler of `lambdas/activate` recognizes it by
 * the default prefix and by the prefixes that `ActiveRuleSet` passes to it.
 */
export const ownRuleSetName = (stage: string, namePrefix: string = defaultNamePrefix): string =>
  stageNames({ namePrefix, stage }).base;

/** No stage has this name: the rule set that stages share has it. */
export const sharedStageName = 'shared';

/** The rule set that a stack of its own makes for all stages of mode `shared` in a region of an account, whatever their prefix. */
export const sharedRuleSetName = ownRuleSetName(sharedStageName);

/** The stack that makes it. */
export const sharedRuleSetStackName = (region: string): string => `Postern-${sharedStageName}-${region}`;
