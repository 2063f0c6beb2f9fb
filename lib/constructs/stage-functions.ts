import type { IConstruct } from 'constructs';
import { StageFunction } from './stage-function.ts';

/** Every function of a tree of constructs, in the order in which they were made. */
export const stageFunctionsOf = (scope: IConstruct): StageFunction[] =>
  scope.node.findAll().filter((construct): construct is StageFunction => construct instanceof StageFunction);
