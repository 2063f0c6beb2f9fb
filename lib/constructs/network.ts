import { type ISecurityGroup, type IVpc, SecurityGroup, type SubnetSelection, Vpc } from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import type { StageConfig } from '../stage-config.ts';

/** Where a function runs, as its props take it. */
interface FunctionNetwork {
  readonly vpc?: IVpc;
  readonly vpcSubnets?: SubnetSelection;
  readonly securityGroups?: ISecurityGroup[];
}

/** A network that is there already, for a function of that scope; nothing where none is named. */
export function networkOf(scope: Construct, network: StageConfig['network']): FunctionNetwork {
  if (network === undefined) return {};
  const { vpcId, availabilityZones, subnetIds, securityGroupIds } = network;
  const vpc = Vpc.fromVpcAttributes(scope, 'Network', { vpcId, availabilityZones, privateSubnetIds: subnetIds });
  return {
    vpc,
    vpcSubnets: { subnets: vpc.privateSubnets },
    // The owner of the security group decides about outgoing traffic.
    securityGroups: securityGroupIds.map((id) => SecurityGroup.fromSecurityGroupId(scope, id, id, { mutable: false })),
  };
}
