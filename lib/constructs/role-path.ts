import { CfnResource, type IAspect } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Gives every role of a tree of constructs a path, as where an account lets people make roles under one path only. */
export class RolePath implements IAspect {
  private readonly path: string;

  /** @param path with a slash at both ends */
  constructor(path: string) {
    this.path = path;
  }

  visit(node: IConstruct): void {
    // The CDK makes some roles, such as that of the function that empties buckets, without a class of their own.
    if (CfnResource.isCfnResource(node) && node.cfnResourceType === 'AWS::IAM::Role')
      node.addPropertyOverride('Path', this.path);
  }
}
