import { networkOf } from '../../../lib/constructs/network.ts';
import { aStack } from '../flow-stack.ts';

describe('networkOf', () => {
  it('leaves a function in the network of Lambda where the stage names none', () => {
    expect(networkOf(aStack(), undefined)).toEqual({});
  });

  it('refers to the private subnets and security groups that the stage names, and changes none of them', () => {
    const stack = aStack();
    const { vpc, vpcSubnets, securityGroups } = networkOf(stack, {
      vpcId: 'vpc-0123456789abcdef0',
      availabilityZones: ['eu-west-1a', 'eu-west-1b'],
      subnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
      securityGroupIds: ['sg-0123456789abcdef0'],
    });

    expect(vpc?.vpcId).toBe('vpc-0123456789abcdef0');
    expect(vpcSubnets?.subnets?.map(({ subnetId }) => subnetId)).toEqual([
      'subnet-0123456789abcdef0',
      'subnet-0123456789abcdef1',
    ]);
    expect(securityGroups?.map(({ securityGroupId }) => securityGroupId)).toEqual(['sg-0123456789abcdef0']);
  });
});
